"""What presses on the desk, apart from how late it is."""

from __future__ import annotations

from enum import StrEnum


class Pressing(StrEnum):
    """What presses: past its due time whatever the colour, to be answered today, past the time to accept or to sign."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    UNACCEPTED = "unaccepted"
    UNSIGNED = "unsigned"
