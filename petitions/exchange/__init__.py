"""Petitions in from other systems and what goes back to them."""
