"""Which rows: visible to an account, of a cycle, in a state."""
