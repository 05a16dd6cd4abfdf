"""What a closed petition teaches: a draft for the knowledge base, and confirmed pairs for search."""
