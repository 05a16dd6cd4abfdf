"""The HTTP face: routers, schemas, staff accounts, event stream, and the built web applications."""
