"""The story of the demo, told through the actions: people, the plan of the year, the year itself, years gone by."""
