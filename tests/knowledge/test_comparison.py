"""What changed between two texts is said clause by clause, in the order of the newer one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.comparison import ChangeKind, PieceKind, compare, pieces
from knowledge.types import Visibility
from tests.support.drafts import policy

TITLE = "云岭高新区研发补助办法"
SCOPE, RATE, LIMIT, START = (
    "本办法适用于在高新区注册的企业。",
    "补助按实际研发支出的百分之十给予。",
    "单个企业每年补助不超过五十万元。",
    "本办法自公布之日起施行，由科技创新局解释。",
)


def kinds(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, str | None, str | None]]:
    changes = compare(policy(TITLE, *old), policy(TITLE, *new)).clauses
    return [(c.kind.value, c.old.label if c.old else None, c.new.label if c.new else None) for c in changes]


def test_an_inserted_article_renumbers_what_follows_and_changes_nothing_else() -> None:
    assert kinds((SCOPE, RATE, START), (SCOPE, LIMIT, RATE, START)) == [
        ("unchanged", "第一条", "第一条"),
        ("added", None, "第二条"),
        ("renumbered", "第二条", "第三条"),
        ("renumbered", "第三条", "第四条"),
    ]


def test_a_removed_article_is_shown_where_it_stood() -> None:
    assert kinds((SCOPE, RATE, LIMIT), (SCOPE, LIMIT)) == [
        ("unchanged", "第一条", "第一条"),
        ("removed", "第二条", None),
        ("renumbered", "第三条", "第二条"),
    ]


def test_an_article_that_was_changed_and_moved_is_found_by_its_words() -> None:
    changed = "补助按上年度实际研发支出的百分之十五给予。"
    assert ("changed", "第二条", "第三条") in kinds((SCOPE, RATE, LIMIT, START), (SCOPE, START, changed, LIMIT))


def test_an_article_written_anew_is_compared_with_the_one_of_its_number() -> None:
    assert kinds((SCOPE, RATE), (SCOPE, "具体标准另行制定。")) == [
        ("unchanged", "第一条", "第一条"),
        ("changed", "第二条", "第二条"),
    ]


def test_a_changed_clause_shows_exactly_what_was_replaced() -> None:
    (_, change) = compare(
        policy(TITLE, SCOPE, RATE), policy(TITLE, SCOPE, RATE.replace("百分之十", "百分之二十"))
    ).clauses
    assert change.kind is ChangeKind.CHANGED
    assert [(p.kind.value, p.text) for p in change.pieces if p.kind is not PieceKind.BOTH] == [("new", "二")]


def test_described_fields_that_differ_are_named_with_both_values() -> None:
    old = policy(TITLE, SCOPE)
    new = replace(policy(TITLE, SCOPE, effective_from=date(2026, 1, 1), tags=("研发",)), visibility=Visibility.INTERNAL)
    found = {change.field: (change.old, change.new) for change in compare(old, new).fields}
    assert found == {
        "visibility": (Visibility.PUBLIC, Visibility.INTERNAL),
        "effective_from": (date(2025, 2, 1), date(2026, 1, 1)),
        "tags": ((), ("研发",)),
    }


def test_a_text_compared_with_itself_has_no_change() -> None:
    draft = policy(TITLE, SCOPE, RATE, LIMIT)
    comparison = compare(draft, draft)
    assert comparison.counts()[ChangeKind.UNCHANGED] == 3
    assert comparison.fields == ()


@given(st.text(alphabet="甲乙丙，。", max_size=40), st.text(alphabet="甲乙丙，。", max_size=40))
def test_the_pieces_of_a_change_make_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.kind is not PieceKind.NEW) == old
    assert "".join(p.text for p in found if p.kind is not PieceKind.OLD) == new


@given(st.lists(st.sampled_from([SCOPE, RATE, LIMIT, START]), min_size=1, max_size=6), st.data())
def test_every_clause_of_both_texts_comes_exactly_once(old: list[str], data: st.DataObject) -> None:
    new = data.draw(st.lists(st.sampled_from([SCOPE, RATE, LIMIT, START, "另一条。"]), min_size=1, max_size=6))
    changes = compare(policy(TITLE, *old), policy(TITLE, *new)).clauses
    assert sorted(c.old.id for c in changes if c.old) == sorted(f"t{n + 1}" for n in range(len(old)))
    assert [c.new.id for c in changes if c.new] == [f"t{n + 1}" for n in range(len(new))]
