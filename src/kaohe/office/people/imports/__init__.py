"""Read lists of units and people: every problem at once, with its file, sheet, row and column."""
