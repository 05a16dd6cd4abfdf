"""Staff accounts: who may log in, what their roles permit, and the sessions they hold."""
