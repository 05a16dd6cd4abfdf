"""Embedders other than the shipped table: each behind `knowledge.index.protocols.Embedder`, opened by one setting."""
