"""Writes: permission, rows and log in one transaction each."""
