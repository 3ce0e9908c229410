"""The grammar: from moves (condition → effect) to clauses, one recogniser a family."""
