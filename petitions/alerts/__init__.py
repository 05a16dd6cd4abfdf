"""Alerts (预警): what is late or about to be, told once per level and cycle to whoever must act (DOMAIN §4.1)."""
