"""Lists of figures: read with all their problems, written all or not at all."""
