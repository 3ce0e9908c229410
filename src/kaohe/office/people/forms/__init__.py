"""What a person fills in: units, staff, roles, accounts, lists."""
