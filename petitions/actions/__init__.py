"""The steps of DOMAIN §3.4, one module per part of a petition's way; `petitions/service.py` lists them all."""
