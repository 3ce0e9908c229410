"""过程管理: figures with evidence and sign-off, events, notices, supervision, rectification, the burden of it all."""
