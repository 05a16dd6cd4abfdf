"""Records: tables and lists of questions or service items, one entry a row."""
