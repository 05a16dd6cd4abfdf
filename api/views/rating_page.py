"""The page of a link to rate: plain HTML that works without a script, so that fetching it can do nothing."""

from __future__ import annotations

from html import escape
from importlib import resources
from string import Template

from core.messages import message
from petitions.invitations.service import RatingView
from petitions.wording import due_text

MOST_STARS = 5


def form_page(view: RatingView, *, error: str = "") -> str:
    """Return the answer with the form to rate it; only sending the form rates."""
    reply = view.reply
    choices = "".join(
        f'<label><input type="radio" name="stars" value="{stars}" required> '
        f"{escape(message(f'invitation.page.star_{stars}'))}</label>"
        for stars in range(MOST_STARS, 0, -1)
    )
    by = message("invitation.page.by", department=view.department or "", day=due_text(reply.answered_at))
    problem = f'<p class="error" role="alert">{escape(error)}</p>' if error else ""
    return _page(
        f"<h1>{escape(message('invitation.page.heading', number=view.number))}</h1>"
        f'<p class="hint">{escape(by)}</p><blockquote>{escape(reply.text)}</blockquote>{problem}'
        f'<form method="post"><fieldset><legend>{escape(message("invitation.page.question"))}</legend>{choices}'
        f'</fieldset><label for="comment">{escape(message("invitation.page.comment"))}</label>'
        f'<textarea id="comment" name="comment" maxlength="1000"></textarea>'
        f'<p class="hint">{escape(message("invitation.page.consequence"))}</p>'
        f"<button>{escape(message('invitation.page.submit'))}</button></form>"
    )


def message_page(text: str) -> str:
    """Return a page that says one sentence."""
    return _page(f'<p role="status">{escape(text)}</p>')


def page_style() -> str:
    """Return the style sheet of these pages."""
    return (resources.files("api") / "pages" / "rate.css").read_text("utf-8")


def _page(body: str) -> str:
    frame = Template((resources.files("api") / "pages" / "rate.html").read_text("utf-8"))
    return frame.substitute(title=escape(message("invitation.page.title")), body=body)
