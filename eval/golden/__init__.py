"""Golden questions: what the base must go on answering, asked again before a version is published."""
