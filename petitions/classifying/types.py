"""The nouns of classifying; labels are any strings, so that categories and foreign label sets go the same way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """What is classified: a title, which may be empty, and a text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message whose label a person has confirmed, and how much it counts beside others."""

    message: Message
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class WeaklyLabelledMessage:
    """A message with what other models took it for; any of the votes may be wrong."""

    message: Message
    votes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoredLabel:
    """A label and its probability, 0..1; `terms` are the words of the message that speak for it most, if asked for."""

    label: str
    score: float
    terms: tuple[str, ...] = ()
