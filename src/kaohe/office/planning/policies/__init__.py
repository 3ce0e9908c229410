"""May they? One policy a noun, asked by actions, views and templates alike."""
