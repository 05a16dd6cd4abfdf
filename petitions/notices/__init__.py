"""Notices (通知): what happened, told once to each whom it concerns, in the inbox always and by adapters on request."""
