"""Pages: read, show, hand over to actions."""
