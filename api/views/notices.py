"""Notices as clients see them."""

from __future__ import annotations

from api.schemas.notices import InboxOut, NoticeOut, TemplateOut
from petitions.notices.templates import PLACEHOLDERS
from petitions.notices.types import Inbox, Notice, Template


def inbox_out(inbox: Inbox) -> InboxOut:
    """Return one page of an inbox."""
    return InboxOut(total=inbox.total, unread=inbox.unread, rows=[notice_out(notice) for notice in inbox.notices])


def notice_out(notice: Notice) -> NoticeOut:
    """Return one notice."""
    return NoticeOut(
        id=notice.id,
        template_code=notice.template_code,
        template_version=notice.template_version,
        recipient=str(notice.recipient),
        petition_number=notice.petition_number,
        text=notice.text,
        happened_at=notice.happened_at,
        sent_at=notice.sent_at,
        read_at=notice.read_at,
    )


def template_out(template: Template) -> TemplateOut:
    """Return a template with what it may mention."""
    return TemplateOut(
        code=template.code, version=template.version, text=template.text, placeholders=list(PLACEHOLDERS)
    )
