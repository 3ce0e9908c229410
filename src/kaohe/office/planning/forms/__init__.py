"""What people fill in; checks of shape only, rules live in actions."""
