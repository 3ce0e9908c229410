"""Robust reading and writing of tables: CSV, XLSX, Parquet and the tables of DOCX documents.

Sheets from offices have merged cells, headers two rows deep, full-width digits, units in the cell and files in the
wrong encoding. This package gives plain text cells, each with its place, or all problems at once.
"""
