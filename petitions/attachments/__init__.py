"""Files that come with a petition: checked by content, kept by SHA-256, shown to whoever may see the petition."""
