"""Relations find their targets, whichever comes first, and what nobody can tell waits for a curator."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from core.actors import Actor
from core.audit import AuditRow
from core.errors import InvalidInputError
from knowledge.errors import EntryNotFoundError, RelationNotFoundError
from knowledge.relating import RelationService
from knowledge.relations import OpenRelation, RelationRepository, StoredRelation
from knowledge.repository import VersionKey
from knowledge.types import EntryStatus, EntryVersion, RelationDraft, RelationKind, RelationOrigin, Source
from tests.support.base import AUTHOR, REVIEWER, Base
from tests.support.drafts import policy, replacing

OLD, NEW = "云岭高新区贷款贴息办法", "云岭高新区融资支持办法"
SUMMER = date(2026, 6, 1)


def waiting(base: Base) -> list[OpenRelation]:
    with base.database.reading() as session:
        return RelationService(base.clock).unresolved(session, offset=0, limit=20)[1]


def resolve(base: Base, relation_id: int, target: str | None, actor: Actor) -> None:
    with base.database.unit_of_work() as session:
        RelationService(base.clock).resolve(session, relation_id, target, actor)


def relations(base: Base, version: EntryVersion) -> list[StoredRelation]:
    with base.database.reading() as session:
        return RelationRepository(session).stored_of(VersionKey(version.entry_id, version.version))


def test_a_relation_waits_for_its_target_and_finds_it_when_it_arrives(base: Base) -> None:
    new = base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(replacing(OLD, quote="同时废止"),)))
    assert [w.relation.source.entry_id for w in waiting(base)] == [new.entry_id]
    old = base.publish(policy(OLD))
    assert waiting(base) == []
    assert relations(base, new)[0].draft.target_entry_id == old.entry_id
    assert (base.get(old).status, base.get(old).in_force_until) == (EntryStatus.SUPERSEDED, date(2026, 5, 31))


def test_a_relation_to_what_is_there_already_is_resolved_at_once(base: Base) -> None:
    old = base.publish(policy(OLD, document_number="云高管规〔2022〕1号"))
    by_number = RelationDraft(kind=RelationKind.REPEALS, target_document_number="云高管规〔2022〕1号")
    new = base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(by_number,)))
    assert relations(base, new)[0].draft.target_entry_id == old.entry_id
    assert base.get(old).superseded_by == new.entry_id


def test_two_documents_of_one_title_are_left_to_a_curator(base: Base) -> None:
    here = base.publish(policy(OLD))
    there = base.publish(policy(OLD, "另一地的正文。", issuing_bodies=("青湖区政府",), issued_on=date(2025, 3, 1)))
    base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(replacing(OLD),)))
    (found,) = waiting(base)
    assert {c.entry_id for c in found.candidates} == {here.entry_id, there.entry_id}
    assert {base.get(v).status for v in (here, there)} == {EntryStatus.PUBLISHED}


def test_a_second_document_of_the_title_does_not_share_the_fate_of_the_first(base: Base) -> None:
    here = base.publish(policy(OLD))
    base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(replacing(OLD),)))
    there = base.publish(policy(OLD, "另一地的正文。", issuing_bodies=("青湖区政府",), issued_on=date(2025, 3, 1)))
    assert (base.get(here).status, base.get(there).status) == (EntryStatus.SUPERSEDED, EntryStatus.PUBLISHED)


def test_a_document_of_another_number_is_never_meant(base: Base) -> None:
    newer = base.publish(policy(OLD, document_number="云高管规〔2025〕9号"))
    relation = replacing(OLD, target_document_number="云高管规〔2019〕5号", kind=RelationKind.REPEALS)
    base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(relation,)))
    assert base.get(newer).status is EntryStatus.PUBLISHED
    assert [c.entry_id for c in waiting(base)[0].candidates] == [newer.entry_id]


def test_the_work_list_offers_entries_of_like_titles_best_first(base: Base) -> None:
    near = base.publish(policy("云岭高新区企业贷款贴息办法"))
    base.publish(policy("云岭高新区人才公寓管理办法", "公寓正文。"))
    base.publish(policy(NEW, "新正文。", relations=(replacing(OLD, quote="《云岭高新区贷款贴息办法》同时废止"),)))
    (found,) = waiting(base)
    assert [c.entry_id for c in found.candidates] == [near.entry_id]
    assert (found.source_title, found.relation.draft.quote) == (NEW, "《云岭高新区贷款贴息办法》同时废止")


def test_a_curator_says_which_entry_is_meant_and_it_ends(base: Base) -> None:
    near = base.publish(policy("云岭高新区企业贷款贴息办法"))
    base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(replacing(OLD),)))
    (found,) = waiting(base)
    resolve(base, found.relation.id, near.entry_id, REVIEWER)
    assert waiting(base) == []
    assert (base.get(near).status, base.get(near).in_force_until) == (EntryStatus.SUPERSEDED, date(2026, 5, 31))
    with base.database.reading() as session:
        actions = session.scalars(select(AuditRow.action).order_by(AuditRow.sequence.desc())).first()
    assert actions == "knowledge.resolve_relation"


def test_a_curator_says_that_none_is_meant_and_what_had_ended_holds_again(base: Base) -> None:
    old = base.publish(policy(OLD))
    new = base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(replacing(OLD),)))
    resolve(base, relations(base, new)[0].id, None, REVIEWER)
    assert (base.get(old).status, base.get(old).in_force_until) == (EntryStatus.PUBLISHED, None)
    assert waiting(base) == []


def test_what_a_curator_decided_survives_the_next_version_of_the_file(base: Base) -> None:
    old, source = base.publish(policy(OLD)), Source(file_name="new.docx")
    new = base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(replacing(OLD),), source=source))
    resolve(base, relations(base, new)[0].id, None, REVIEWER)
    again = base.publish(policy(NEW, "再改正文。", effective_from=SUMMER, relations=(replacing(OLD),), source=source))
    assert (again.entry_id, again.version) == (new.entry_id, 2)
    assert [r.draft.dismissed for r in relations(base, again)] == [True]
    assert base.get(old).status is EntryStatus.PUBLISHED


def test_a_relation_cannot_be_pointed_at_nothing_or_at_its_own_entry(base: Base) -> None:
    new = base.publish(policy(NEW, "新正文。", relations=(replacing(OLD),)))
    (relation,) = relations(base, new)
    with pytest.raises(EntryNotFoundError):
        resolve(base, relation.id, "pol_missing", REVIEWER)
    with pytest.raises(InvalidInputError):
        resolve(base, relation.id, new.entry_id, REVIEWER)
    with pytest.raises(RelationNotFoundError):
        resolve(base, 999, new.entry_id, REVIEWER)


def test_a_relation_that_ends_a_single_clause_takes_only_its_passages_out_of_force(base: Base) -> None:
    old = base.publish(policy(OLD, "本办法适用于企业贷款贴息。", "贷款贴息比例为百分之四十。"))
    relation = replacing(OLD, kind=RelationKind.REPEALS, scope="第二条")
    new = base.publish(policy(NEW, "新正文。", effective_from=SUMMER, relations=(relation,)))
    now = {h.passage.clause_id for h in base.find("贷款贴息比例") if h.passage.entry_id == old.entry_id}
    then = base.find("贷款贴息比例", as_of=date(2026, 5, 31))
    assert (now, {h.passage.clause_id for h in then if h.passage.entry_id == old.entry_id}) == ({"t1"}, {"t1", "t2"})
    assert base.get(old).content.findings[-1].params == {"label": "第二条", "day": "2026-05-31"}
    base.do("withdraw", new.entry_id, 1, actor=REVIEWER, reason="误发")
    assert {h.passage.clause_id for h in base.find("贷款贴息比例") if h.passage.entry_id == old.entry_id} == {
        "t1",
        "t2",
    }
    assert base.get(old).content.findings == ()


# -- texts of one instrument ---------------------------------------------------------------------------------------

LAW = "中华人民共和国会计法"
EARLY, LATE = date(2017, 11, 4), date(2024, 6, 28)


def law(text: str, issued_on: date, *, effective_from: date = date(2000, 7, 1), title: str = LAW, **more: object):  # type: ignore[no-untyped-def]
    return policy(
        title, text, **({"issuing_bodies": ()} | more | {"issued_on": issued_on, "effective_from": effective_from})
    )


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_later_of_two_texts_of_a_law_replaces_the_earlier_from_its_own_day(base: Base, newest_first: bool) -> None:
    drafts = [law("单位必须设置会计帐簿。", EARLY), law("单位必须设置会计账簿，并保证真实。", LATE)]
    stored = [base.publish(draft) for draft in (drafts[::-1] if newest_first else drafts)]
    old, new = stored[::-1] if newest_first else stored
    assert (base.get(old).status, base.get(old).in_force_until) == (EntryStatus.SUPERSEDED, date(2024, 6, 27))
    assert (base.get(new).status, base.get(new).in_force_from) == (EntryStatus.PUBLISHED, LATE)
    assert {h.passage.entry_id for h in base.find("会计账簿")} == {new.entry_id}
    assert {h.passage.entry_id for h in base.find("会计账簿", as_of=date(2024, 6, 27), past=True)} == {old.entry_id}
    assert {h.passage.entry_id for h in base.find("会计账簿", as_of=LATE, past=True)} == {new.entry_id}
    assert [f.code for f in base.get(new).content.findings] == ["same_title_later"]


def test_a_law_that_repeals_its_own_first_text_does_not_end_the_texts_between(base: Base) -> None:
    itself = replacing(LAW, kind=RelationKind.REPEALS)
    old, new = (
        base.publish(law(text, day, relations=(itself,)))
        for text, day in (("旧会计规则。", EARLY), ("新会计规则。", LATE))
    )
    assert (base.get(old).in_force_until, base.get(new).status) == (date(2024, 6, 27), EntryStatus.PUBLISHED)


def test_a_text_that_arrives_between_two_others_takes_its_place(base: Base) -> None:
    first, third = base.publish(law("一。", date(2010, 1, 1))), base.publish(law("三。", LATE))
    second = base.publish(law("二。", EARLY))
    assert [base.get(v).in_force_until for v in (first, second, third)] == [date(2017, 11, 3), date(2024, 6, 27), None]
    assert [base.get(v).in_force_from for v in (second, third)] == [EARLY, LATE]
    base.do("withdraw", third.entry_id, 1, actor=REVIEWER, reason="误发")
    assert [base.get(v).in_force_until for v in (first, second)] == [date(2017, 11, 3), None]
    assert base.get(second).status is EntryStatus.PUBLISHED


def test_a_later_text_that_is_not_in_force_yet_waits_for_its_day(base: Base) -> None:
    old = base.publish(law("旧。", EARLY))
    base.publish(law("新。", date(2026, 11, 1), effective_from=date(2027, 1, 1)))
    assert (base.get(old).status, base.get(old).in_force_until) == (EntryStatus.PUBLISHED, date(2026, 12, 31))


def test_measures_of_one_title_by_two_places_are_never_joined(base: Base) -> None:
    title = "企业研发费用补助办法"
    here = base.publish(law("甲地正文。", EARLY, title=title, issuing_bodies=("云岭高新区管委会",)))
    there = base.publish(law("乙地正文。", LATE, title=title, issuing_bodies=("青湖区人民政府",)))
    unknown = base.publish(law("不知何地正文。", date(2020, 1, 1), title=title))
    assert {base.get(v).status for v in (here, there, unknown)} == {EntryStatus.PUBLISHED}


@pytest.mark.parametrize(
    "numbers", [("云高管规〔2020〕1号", "云高管规〔2024〕6号"), ("国务院令第394号", "国务院令第711号")]
)
def test_measures_of_one_series_of_numbers_are_joined(base: Base, numbers: tuple[str, str]) -> None:
    title = "企业研发费用补助办法"
    old = base.publish(law("旧正文。", EARLY, title=title, document_number=numbers[0]))
    new = base.publish(law("新正文。", LATE, title=title, document_number=numbers[1]))
    assert base.get(old).superseded_by == new.entry_id


def test_notices_that_come_every_year_under_one_title_are_not_joined(base: Base) -> None:
    title = "云岭高新区管委会关于召开座谈会的通知"
    first = base.publish(law("第一次。", EARLY, title=title, issuing_bodies=("云岭高新区管委会",)))
    base.publish(law("第二次。", LATE, title=title, issuing_bodies=("云岭高新区管委会",)))
    assert base.get(first).status is EntryStatus.PUBLISHED


def test_a_curator_undoes_an_inferred_succession_for_good(base: Base) -> None:
    bodies = ("全国人民代表大会常务委员会",)
    old, new = (base.publish(law(t, day, issuing_bodies=bodies)) for t, day in (("旧。", EARLY), ("新。", LATE)))
    (relation,) = relations(base, new)
    assert relation.draft.origin is RelationOrigin.INFERRED
    resolve(base, relation.id, None, REVIEWER)
    assert base.get(old).status is EntryStatus.PUBLISHED
    base.review(
        base.do("change_description", new.entry_id, 1, {"tags": ["会计"]}, lock=base.get(new).lock, actor=AUTHOR)
    )
    assert base.get(old).status is EntryStatus.PUBLISHED


def test_a_file_that_holds_a_later_text_governs_from_the_day_of_that_text(base: Base) -> None:
    source = Source(file_name="law.md")
    first = base.publish(law("旧。", EARLY, source=source))
    second = base.publish(law("新。", LATE, source=source))
    assert second.entry_id == first.entry_id
    assert (base.get(first).in_force_until, second.in_force_from) == (date(2024, 6, 27), LATE)
