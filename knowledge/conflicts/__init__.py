"""What contradicts, repeats or ends something else in the base: found by rules, decided by curators."""
