"""Pages of one's own tokens."""
