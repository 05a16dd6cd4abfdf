"""What can go wrong with a registered site, each with what to do next."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.messages import message


class WidgetSiteNotFoundError(NotFoundError):
    code = "widget_site_not_found"

    def __init__(self, site_id: str) -> None:
        super().__init__(message("widget.error.not_found", site_id=site_id))


class WidgetSiteTakenError(ConflictError):
    code = "widget_site_taken"

    def __init__(self, site_id: str) -> None:
        super().__init__(message("widget.error.taken", site_id=site_id))


class StaleWidgetSiteError(ConflictError):
    code = "stale_widget_site"

    def __init__(self, site_id: str) -> None:
        super().__init__(message("widget.error.stale", site_id=site_id))


class UnusableWidgetSiteError(InvalidInputError):
    """`details` names every field."""

    code = "unusable_widget_site"

    def __init__(self, details: dict[str, str]) -> None:
        super().__init__(message("widget.error.unusable"), details=details)
