"""Choosing what to quote: units of a text, features of each, and the stretch that most likely answers."""
