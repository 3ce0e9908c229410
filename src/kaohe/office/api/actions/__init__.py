"""Writes: open and revoke tokens."""
