"""What a new petition seems to be: category, nature, urgency, department, copies, solved cases; a person decides."""
