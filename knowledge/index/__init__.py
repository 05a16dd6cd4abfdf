"""Derived indexes over passages: vectors, words, and the thread that keeps them level with the database."""
