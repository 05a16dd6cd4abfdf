"""Readers: each turns the bytes of one format into blocks, and knows nothing about law."""
