"""The `youda` command."""
