"""Clauses: the tree of a cleaned text, its labels, and the passages cut along it (DOMAIN §2.4)."""
