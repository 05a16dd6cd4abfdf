"""The report of saved runs as one page of HTML."""
