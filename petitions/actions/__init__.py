"""The steps of DOMAIN §3.4, one module per side that takes them; `petitions/service.py` lists them all."""
