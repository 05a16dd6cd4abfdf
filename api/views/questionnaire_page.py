"""The page on which an enterprise answers a questionnaire: plain HTML whose form works without a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from importlib import resources
from string import Template

from api.views.looks import Looks
from core.messages import message
from reports.questionnaires.service import TEXT_CHARS
from reports.questionnaires.types import Questionnaire

PATH = "/questionnaire/"
HIGHEST_SCORE = 5
_FORM = "answers"


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every state of the page: how it looks, whom it speaks for, where to call."""

    looks: Looks
    zone: str
    hotline: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks; titles of policies and names of departments by id. `token` tells this visitor apart."""

    questionnaire: Questionnaire
    policies: Mapping[str, str]
    departments: Mapping[str, str]
    token: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in, as it was sent. `errors` are by field; `problem` is about the whole."""

    topic: str = ""
    score: str = ""
    department_code: str = ""
    text: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def form_page(frame: Frame, asked: Asked, filled: Filled) -> str:
    """Return the questions, with what was filled in and what is wrong with it."""
    looks, content = frame.looks, asked.questionnaire.content
    fields, problem = _Fields(looks, filled), filled.problem
    title = message("questionnaire.page.wrong", problem=problem, title=content.title) if problem else content.title
    closes = ""
    if (day := content.closes_on) is not None:
        closes = looks.say("questionnaire.page.closes", year=day.year, month=day.month, day=day.day)
    topics = {topic: topic for topic in content.topics}
    scores = {str(score): message(f"invitation.page.star_{score}") for score in range(HIGHEST_SCORE, 0, -1)}
    parts = (
        f"<h1>{looks.show(content.title)}</h1>",
        f'<p class="introduction">{looks.show(content.introduction)}</p>' if content.introduction else "",
        _policies(looks, asked.policies),
        f'<p class="hint">{closes}{looks.say("questionnaire.page.anonymous")}</p>',
        f'<p class="error" role="alert">{looks.show(problem)}</p>' if problem else "",
        f'<form id="{_FORM}" method="post" novalidate>{looks.fields()}',
        f'<input type="hidden" name="token" value="{escape(asked.token)}">',
        fields.choices("topic", topics, filled.topic),
        fields.choices("score", scores, filled.score),
        fields.selection("department_code", asked.departments, filled.department_code),
        fields.words("text", filled.text, TEXT_CHARS),
        f'<button class="primary">{looks.say("questionnaire.page.submit")}</button></form>',
    )
    return _page(frame, title, "".join(parts))


def message_page(frame: Frame, text: str) -> str:
    """Return a page that says one sentence, and the way on."""
    looks = frame.looks
    home = f'<p><a class="home" href="/">{looks.say("questionnaire.page.home")}</a></p>'
    return _page(
        frame, text, f'<h1>{looks.show(text)}</h1>{home}<form id="{_FORM}" method="get">{looks.fields()}</form>'
    )


def page_file(name: str) -> str:
    """Return a file of this page."""
    return (resources.files("api") / "pages" / name).read_text("utf-8")


class _Fields:
    """Writes the fields of the form; the first wrong one has the focus when the page opens."""

    def __init__(self, looks: Looks, filled: Filled) -> None:
        self._looks, self._errors = looks, filled.errors
        self._first_wrong = next(iter(filled.errors), None)

    def choices(self, name: str, options: Mapping[str, str], chosen: str) -> str:
        """Return a choice of one that has to be made."""
        focus = self._focus(name)
        rows = []
        for value, words in options.items():
            checked = " checked" if value == chosen else ""
            rows.append(
                f'<label class="choice"><input type="radio" name="{name}" value="{escape(value)}"{checked}{focus}>'
                f"<span>{self._looks.show(words)}</span></label>"
            )
            focus = ""
        required = f'<span class="required">{self._looks.say("questionnaire.page.required")}</span>'
        return (
            f'<fieldset role="radiogroup" aria-labelledby="{name}-label" aria-required="true"{self._wrong(name)}>'
            f'<legend id="{name}-label">{self._label(name)}{required}</legend>{self._error(name)}{"".join(rows)}'
            "</fieldset>"
        )

    def selection(self, name: str, options: Mapping[str, str], chosen: str) -> str:
        """Return a choice from a list that may be left open."""
        rows = [f'<option value="">{self._looks.say("questionnaire.page.no_department")}</option>']
        for value, words in options.items():
            selected = " selected" if value == chosen else ""
            rows.append(f'<option value="{escape(value)}"{selected}>{self._looks.show(words)}</option>')
        return (
            f'<div class="field"><label for="{name}">{self._label(name)}</label>{self._error(name)}'
            f'<select id="{name}" name="{name}"{self._wrong(name)}{self._focus(name)}>{"".join(rows)}</select></div>'
        )

    def words(self, name: str, text: str, most: int) -> str:
        """Return room for words."""
        return (
            f'<div class="field"><label for="{name}">{self._label(name)}</label>{self._error(name)}'
            # The line break that a browser drops right after the tag is put there for it to drop.
            f'<textarea id="{name}" name="{name}" rows="5" maxlength="{most}"{self._wrong(name)}{self._focus(name)}>\n'
            f"{escape(text)}</textarea></div>"
        )

    def _label(self, name: str) -> str:
        return self._looks.say(f"questionnaire.page.{name}")

    def _error(self, name: str) -> str:
        error = self._errors.get(name)
        return f'<p class="error" id="{name}-error">{self._looks.show(error)}</p>' if error else ""

    def _wrong(self, name: str) -> str:
        return f' aria-invalid="true" aria-describedby="{name}-error"' if name in self._errors else ""

    def _focus(self, name: str) -> str:
        return " autofocus" if name == self._first_wrong else ""


def _policies(looks: Looks, policies: Mapping[str, str]) -> str:
    """Return links to the policies; their titles stay in the characters in which they were issued."""
    if not policies:
        return ""
    links = "".join(
        f'<li><a href="/doc/{escape(policy_id)}" target="_blank" rel="noopener" lang="zh-CN">'
        f"{escape(message('questionnaire.page.policy', title=title))}</a></li>"
        for policy_id, title in policies.items()
    )
    return f"<p>{looks.say('questionnaire.page.policies')}</p><ul>{links}</ul>"


def _page(frame: Frame, title: str, body: str) -> str:
    looks = frame.looks
    return Template(page_file("questionnaire.html")).substitute(
        language=looks.language,
        classes=looks.classes,
        chosen="chosen" if looks.is_chosen else "",
        title=looks.show(title),
        service=looks.say("questionnaire.page.service", zone=frame.zone),
        brand=looks.say("api.site.name"),
        send=looks.say("questionnaire.page.submit"),
        looks=looks.say("looks.label"),
        buttons=looks.buttons(_FORM),
        help=looks.say("questionnaire.page.hotline", hotline=frame.hotline),
        form=_FORM,
        body=body,
    )
