"""Learning from use: confirmed pairs of question and clause, models trained from them, and what is served of both."""
