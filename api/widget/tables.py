"""The table of sites that embed the chat page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class WidgetSiteRow(Base):
    __tablename__ = "widget_sites"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    theme_color: Mapped[str] = mapped_column(String(7))
    origins: Mapped[list[str]]
    is_active: Mapped[bool] = mapped_column(default=True)
    lock: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
