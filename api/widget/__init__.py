"""Sites that embed the chat page: their name, their colour, and the origins that may frame it."""
