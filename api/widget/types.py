"""The nouns of embedding."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WidgetSiteDraft:
    """What an administrator writes about a site. `theme_color` is `#rrggbb`, `origins` are `https://host[:port]`."""

    name: str
    theme_color: str
    origins: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class WidgetSite:
    """A registered site. `lock` grows with each change."""

    id: str
    content: WidgetSiteDraft
    lock: int
