"""Typed HTTP API over the actions and querysets of the other apps."""
