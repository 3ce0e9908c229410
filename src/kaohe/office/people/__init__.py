"""Units over the years, sections, posts, persons, accounts, roles, and the calendar of working days."""
