"""The scheme as a document: read, edited node by node, looked at. Knows no table of the database."""
