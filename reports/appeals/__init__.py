"""Appeals of departments against how a released report assesses them, within five working days (DOMAIN §5)."""
