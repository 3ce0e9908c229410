"""Forms: the names of their fields are the keywords of the actions."""
