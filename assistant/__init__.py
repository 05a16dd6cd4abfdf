"""A question's way to an answer that quotes the clause in force: the steps stand in `build.py`."""
