"""The bridge to the engine: rows → facts → engine → stored run."""
