"""How a page without a script looks to its reader: care mode with its sizes, high contrast, Traditional characters.

The choices travel in the form of the page, so that changing them loses nothing that was filled in. Their names are
those under which the chat page keeps the same choices on the device.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from core.messages import message
from core.text import to_traditional

LARGEST_STEP = 2
_TRADITIONAL = "traditional"


@dataclass(frozen=True, slots=True)
class Looks:
    """The choices; `step` enlarges the words of care mode, 0 to 2. `is_chosen`: the reader has chosen on this page."""

    care: bool = False
    step: int = 0
    contrast: bool = False
    traditional: bool = False
    is_chosen: bool = False

    @property
    def language(self) -> str:
        return "zh-Hant" if self.traditional else "zh-CN"

    @property
    def classes(self) -> str:
        """The classes of the page's root element."""
        care = [f"care care-{self.step}"] if self.care else []
        return " ".join([*care, *(["contrast"] if self.contrast else [])])

    def changed(self, change: str) -> Looks:
        """Return the looks after one press of a button; those of an unknown one are the same."""
        match change:
            case "care":
                return replace(self, care=not self.care)
            case "larger":
                return replace(self, step=min(self.step + 1, LARGEST_STEP))
            case "smaller":
                return replace(self, step=max(self.step - 1, 0))
            case "contrast":
                return replace(self, contrast=not self.contrast)
            case "script":
                return replace(self, traditional=not self.traditional)
        return self

    def say(self, key: str, **values: object) -> str:
        """Return a text of ours in the script of the page, safe in HTML."""
        return self.show(message(key, **values))

    def show(self, text: str) -> str:
        """Return words of this service in the script of the page, safe in HTML."""
        return escape(to_traditional(text) if self.traditional else text)

    def fields(self) -> str:
        """Return what carries the choices on in a form."""
        values = {
            "care": "1" if self.care else "",
            "careStep": str(self.step),
            "contrast": "1" if self.contrast else "",
            "script": _TRADITIONAL if self.traditional else "",
        }
        return "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in values.items())

    def buttons(self, form: str) -> str:
        """Return the buttons that change the looks; they send the form with that id."""
        if self.care:
            return "".join(self._button(form, change) for change in ("smaller", "larger", "contrast", "care"))
        return "".join(self._button(form, change) for change in ("script", "contrast", "care"))

    def _button(self, form: str, change: str) -> str:
        is_on = {"script": self.traditional, "care": self.care}.get(change, False)
        text = message(f"looks.{change}_off" if is_on else f"looks.{change}")
        # The button to the other script is named in that script.
        words = escape(text) if change == "script" else self.show(text)
        pressed = f' aria-pressed="{str(self.contrast).lower()}"' if change == "contrast" else ""
        return f'<button name="look" value="{change}" form="{form}" class="look"{pressed}>{words}</button>'


def read_looks(chosen: Mapping[str, str]) -> Looks:
    """Return the looks that the fields of a form or address ask for, after the change that its `look` wants.

    What cannot be read is the default.
    """
    step = chosen.get("careStep", "")
    looks = Looks(
        care=chosen.get("care") == "1",
        step=min(int(step), LARGEST_STEP) if step in set("0123456789") else 0,
        contrast=chosen.get("contrast") == "1",
        traditional=chosen.get("script") == _TRADITIONAL,
        is_chosen=any(name in chosen for name in ("care", "contrast", "script", "look")),
    )
    return looks.changed(chosen.get("look", ""))
