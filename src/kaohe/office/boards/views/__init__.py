"""Pages: each reads, draws and links; none writes."""
