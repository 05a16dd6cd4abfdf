"""What a curator finds waiting on first start."""

from __future__ import annotations

from pathlib import Path

from knowledge.conflicts.repository import ConflictFilter
from knowledge.conflicts.service import ConflictService
from knowledge.conflicts.types import ConflictKind
from tests.support.sample import open_sample


def test_the_sample_base_shows_what_ends_what_and_few_amounts_worth_a_look(tmp_path: Path) -> None:
    """Its thirty measures and forty guides share their closing clauses and fields, which contradict nothing."""
    with open_sample(tmp_path) as runtime:
        runtime.conflict_watch.look_at_all()
        with runtime.database.reading() as session:
            _, found = ConflictService(runtime.clock, runtime.knowledge).page(session, ConflictFilter(limit=200))
    titles = {(one.left_title, one.right_title) for one in found if one.kind is ConflictKind.SUPERSESSION}
    old, new = "云岭高新区中小微企业贷款贴息管理办法", "云岭高新区中小企业首次贷款贴息实施办法"
    assert titles & {(old, new), (new, old)}
    assert ("云岭高新区企业研发费用补助办法",) * 2 in titles
    texts = [one.left.text for one in found if one.kind is not ConflictKind.SUPERSESSION]
    assert [text for text in texts if "起施行" in text or "负责解释" in text] == []
    assert 0 < len(texts) <= 20
