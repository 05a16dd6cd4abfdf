"""The chat-model rung: a deployer's own model writes over numbered clauses, and code decides what is shown."""
