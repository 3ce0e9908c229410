"""May they? One policy a noun; reports and figures, events, supervision, rectification each in a file."""
