"""The hot issues of the sample base, found and worked on through the real services."""
