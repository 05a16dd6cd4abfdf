"""Turns domain types into HTTP shapes; no rule and no query lives here."""
