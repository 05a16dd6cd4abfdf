"""What kind of entry a document makes, and what authority its text has (DOMAIN §2.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lexicons import words
from knowledge.types import Authority, EntryKind

_RULE_NUMBER = re.compile(r"规[字〔]?")
_NOTICE = re.compile(r"(?:申报|征集|遴选|申领|兑现|受理).*(?:通知|公告|通告|指南)|关于(?:组织|开展).{0,30}申报")
_INTERPRETATION = re.compile(r"解读|答记者问|图解|政策问答|读懂")
_SUFFIX = re.compile(r"[（(][^（）()]*[）)]$")


def kind_of(title: str, *, numbered: bool, signed: bool, statute: bool, states_effect: bool) -> EntryKind:
    """Return the kind. A text without any of the marks of a 公文 is an article, whatever it is about.

    A reprint of a measure may have lost its number and signature; its title and 本办法自…施行 still tell.
    """
    is_official_title = _SUFFIX.sub("", title).endswith((*words("title_endings"), "》"))
    if _INTERPRETATION.search(title):
        return EntryKind.INTERPRETATION
    if numbered or signed or (is_official_title and (statute or states_effect)):
        return EntryKind.NOTICE if _NOTICE.search(title) else EntryKind.POLICY_DOCUMENT
    return EntryKind.ARTICLE


def authority_of(kind: EntryKind, title: str, number: str, issuers: Sequence[str]) -> Authority:
    """Return a guess by title, number and issuer; the curator confirms it."""
    if kind is EntryKind.ARTICLE:
        return Authority.ARTICLE
    if kind is EntryKind.INTERPRETATION:
        return Authority.INTERPRETATION
    bare = _SUFFIX.sub("", title)
    if bare.startswith("中华人民共和国") and bare.endswith(("法", "法典")):
        return Authority.LAW
    if "国务院令" in number or ("国务院" in issuers and bare.endswith(("条例", "规定", "办法"))):
        return Authority.ADMINISTRATIVE_REGULATION
    if bare.startswith("中华人民共和国") and bare.endswith("条例"):
        return Authority.ADMINISTRATIVE_REGULATION
    if bare.endswith("条例"):
        return Authority.LOCAL_REGULATION
    if "令" in number:
        return Authority.RULE
    if _RULE_NUMBER.search(number.split("〔", 1)[0]) or bare.endswith(("办法", "规定", "细则", "规则")):
        return Authority.NORMATIVE_DOCUMENT
    return Authority.GENERAL_DOCUMENT
