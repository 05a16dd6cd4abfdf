"""Keys of other systems that hand petitions in: made once, kept only as hashes, revocable."""
