"""Chat takeover: a conversation asks for a person, an agent takes it over and gives it back."""
