"""From rows to a dataset that the engine scores, and from there to a folder that anybody can score again."""
