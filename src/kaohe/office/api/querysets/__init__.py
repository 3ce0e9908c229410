"""Which tokens."""
