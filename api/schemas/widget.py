"""Shapes of sites that embed the chat page."""

from __future__ import annotations

from pydantic import BaseModel, Field


class WidgetSiteChange(BaseModel):
    """The new content of a site; `lock` is that of the one read."""

    name: str = Field(max_length=100)
    theme_color: str = Field(max_length=20)
    origins: list[str] = Field(default=[], max_length=100)
    is_active: bool = True
    lock: int


class WidgetSiteIn(BaseModel):
    """A new site. `id` stands in the page of the integrator and never changes."""

    id: str = Field(max_length=100)
    name: str = Field(max_length=100)
    theme_color: str = Field(max_length=20)
    origins: list[str] = Field(default=[], max_length=100)
    is_active: bool = True


class WidgetSiteOut(BaseModel):
    """A site, with what its integrator needs: the script tag, the two CSP directives, and a plain link."""

    id: str
    name: str
    theme_color: str
    origins: list[str]
    is_active: bool
    lock: int
    snippet: str
    csp: str
    link: str
