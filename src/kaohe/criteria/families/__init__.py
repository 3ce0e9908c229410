"""Families of clauses: one file a family, its exact function and its Polars expression side by side."""
