"""The log of what was done: append-only, one chain of seals per cycle, written inside every action's transaction."""
