"""Invitations to rate (回访): a signed, expiring link to a page that shows on GET and rates only on POST."""
