"""Which rows: of a day, of a subtree, visible to an account."""
