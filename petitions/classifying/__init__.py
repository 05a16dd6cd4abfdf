"""Learned labels of texts: which category a petition belongs to, from rows that people have labelled."""
