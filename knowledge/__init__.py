"""What is published, in which version, in force when — and how it is found."""
