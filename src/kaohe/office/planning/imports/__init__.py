"""Read lists for target setting: every problem at once, with its file, sheet, row and column."""
