"""The demo: a fictitious county through a whole year, filled by the actions that people use."""
