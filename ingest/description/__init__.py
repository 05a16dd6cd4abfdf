"""Description: legal metadata and relations of a document, each with its evidence (DOMAIN §2.6)."""
