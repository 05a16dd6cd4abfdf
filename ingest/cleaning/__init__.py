"""Cleaning: from extracted text to the text that is kept, and the way back (DOMAIN §2.7)."""
