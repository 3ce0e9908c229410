"""Addresses, one file a noun; collected in `urls`."""
