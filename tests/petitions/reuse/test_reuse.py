"""Replies that teach: which are drafted by themselves, what a draft holds, and that it is drafted once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.actors import OPERATOR
from core.departments import Department, DepartmentRepository
from knowledge.drafts import DraftFrame, faq_draft
from knowledge.errors import DuplicateEntryError
from knowledge.learning.service import LearningService
from knowledge.learning.types import PairFilter
from knowledge.repository import EntryFilter
from knowledge.service import KnowledgeService
from knowledge.types import EntryKind, EntryStatus, EntryVersion, FaqDetails
from petitions.errors import PetitionNotFoundError
from petitions.reuse.errors import AlreadyDraftedError, UnfitReplyError
from petitions.reuse.service import ReplyReuse
from petitions.reuse.tables import PetitionReuseTable
from petitions.reuse.types import ReuseRule, Unfit
from petitions.reuse.writer import ReuseWriter
from petitions.types import Contact, Identity, Nature, Resolution
from tests.petitions.conftest import Office

ASKED = ["应届生吸纳就业补贴申请被退回，请求核实是什么原因", "应届生补贴退回来了还能再报吗"]
REPLY = "首次申请须附劳动合同，请补齐合同后于本月底前再次提交。"


class School:
    """An office whose replies are reused."""

    def __init__(self, office: Office, rule: ReuseRule = ReuseRule()) -> None:
        self.office = office
        self.knowledge, self.learning = KnowledgeService(office.clock), LearningService(office.clock)
        self.reuse = ReplyReuse(
            office.service.steps, self.knowledge, self.learning, lambda _session, _conversation: ASKED, rule, "330100"
        )
        self.writer = ReuseWriter(office.database, self.reuse)

    def close(self, *, stars: int | None = 5, reply: dict[str, object] | None = None, **changes: object) -> str:
        """Take a petition to its end; with `stars` None nobody rates it."""
        values = {"nature": Nature.CONSULTATION, "conversation_id": "cnv_1"} | changes
        number = self.office.file(**values).number
        self.office.accept(number, nature=values["nature"])
        self.office.dispatch(number)
        self.office.sign(number)
        self.office.reply(number, **{"text": REPLY, "resolution": Resolution.EXPLAINED} | (reply or {}))
        if stars is not None:
            self.office.rate(number, stars)
        return number

    def draft(self, number: str) -> EntryVersion | None:
        """Return the entry drafted from a petition."""
        with self.office.database.reading() as session:
            entry_id = self.reuse.of(session, number, self.office.dispatcher).note.entry_id
            return None if entry_id is None else self.knowledge.get_version(session, entry_id, 1)

    def unfit(self, number: str) -> tuple[Unfit, ...]:
        with self.office.database.reading() as session:
            return self.reuse.of(session, number, self.office.dispatcher).unfit

    def mark(self, number: str, mark: bool | None) -> None:
        with self.office.database.unit_of_work() as session:
            self.reuse.mark(session, number, mark, self.office.handler)

    def entries(self) -> int:
        with self.office.database.reading() as session:
            return self.knowledge.list_entries(session, EntryFilter())[0]


@pytest.fixture
def school(office: Office) -> School:
    return School(office)


def test_a_satisfied_consultation_becomes_a_draft_that_names_nobody(school: School) -> None:
    number = school.close(content="我们云岭星屿软件有限公司的小满经办，电话13900001234，补贴申请被退回，请核实原因。")
    assert school.writer.follow() == 1
    entry = school.draft(number)
    assert entry is not None
    assert isinstance(entry.content.details, FaqDetails)
    assert (entry.status, entry.content.kind, entry.author_id) == (EntryStatus.DRAFT, EntryKind.FAQ, "system")
    details = entry.content.details
    assert details.standard_question == ASKED[0], "the question that the title was cut from"
    assert details.similar_questions == (ASKED[1],)
    assert (details.answer, details.basis) == (REPLY, ("第六条",))
    description = entry.content.description
    assert (description.department_code, description.region_code) == ("human-resources", "330100")


def test_a_draft_hides_names_in_the_reply_too(school: School) -> None:
    text = "小满您好，云岭星屿软件（示例）首次申请须附劳动合同，请补齐后于本月底前再次提交，咨询电话13900001234。"
    number = school.close(reply={"text": text})
    school.writer.follow()
    entry = school.draft(number)
    assert entry is not None
    assert all(name not in entry.content.body for name in ("小满", "星屿", "13900001234"))
    assert "某企业首次申请须附劳动合同" in entry.content.body


def test_the_telephone_of_an_office_stays_in_the_draft(school: School) -> None:
    with school.office.database.unit_of_work() as session:
        office = Department("human-resources", "云岭高新区人力资源局", "人力资源局", phone="0571-00001234")
        DepartmentRepository().upsert(session, office)
    number = school.close(reply={"text": "首次申请须附劳动合同，咨询电话0571-00001234，经办人手机13900001234。"})
    school.writer.follow()
    entry = school.draft(number)
    assert entry is not None
    assert "0571-00001234" in entry.content.body
    assert "13900001234" not in entry.content.body


def test_one_petition_is_drafted_once_however_often_it_is_closed_or_followed(school: School) -> None:
    number = school.close()
    assert (school.writer.follow(), school.writer.follow()) == (1, 0)
    school.office.petitioner_does("reopen_as_petitioner", number, "又有一名应届生")
    school.office.sign(number)
    school.office.reply(number, text=REPLY, resolution=Resolution.EXPLAINED)
    school.office.rate(number, 5)
    school.mark(number, True)
    assert (school.writer.follow(), school.entries()) == (0, 1)
    with school.office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PetitionReuseTable)) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"identity": Identity.CONFIDENTIAL}, Unfit.CONFIDENTIAL),
        ({"nature": Nature.COMPLAINT}, Unfit.NATURE),
        ({"stars": 3}, Unfit.RATING),
        ({"reply": {"resolution": Resolution.NOT_RESOLVABLE}}, Unfit.RESOLUTION),
        ({"stars": None}, Unfit.NOT_CLOSED),
    ],
)
def test_what_the_rule_refuses_is_not_drafted(school: School, changes: dict[str, object], reason: Unfit) -> None:
    number = school.close(**changes)  # type: ignore[arg-type]
    assert school.writer.follow() == 0
    assert reason in school.unfit(number)
    assert school.draft(number) is None


def test_a_reply_that_left_against_the_check_of_its_quality_is_not_drafted(school: School) -> None:
    number = school.close(reply={"text": "补贴正在研究。", "override_reason": "先行告知进展"})
    assert (school.writer.follow(), school.unfit(number)) == (0, (Unfit.QUALITY,))


def test_nobody_rated_counts_as_content_unless_the_setting_says_otherwise(office: Office) -> None:
    school, strict = School(office), School(office, ReuseRule(takes_unrated=False))
    number = school.close(identity=Identity.ANONYMOUS, contact=Contact(), stars=None)
    assert strict.unfit(number) == (Unfit.UNRATED,)
    assert school.unfit(number) == ()
    assert school.writer.follow() == 1


def test_the_word_of_who_handled_it_comes_before_the_rule(school: School) -> None:
    number = school.close(nature=Nature.COMPLAINT)
    assert school.writer.follow() == 0
    school.mark(number, True)
    assert (school.writer.follow(), school.unfit(number)) == (1, ())
    with school.office.database.reading() as session, pytest.raises(PetitionNotFoundError):
        school.reuse.mark(session, number, False, school.office.other_handler)


def test_marked_as_not_reusable_a_closed_petition_stays_out(school: School) -> None:
    number = school.close()
    school.mark(number, False)
    assert (school.writer.follow(), school.unfit(number)) == (0, (Unfit.MARKED,))


def test_a_curator_drafts_by_hand_from_any_closed_petition_but_a_confidential_one(school: School) -> None:
    number = school.close(nature=Nature.COMPLAINT, stars=3)
    with school.office.database.unit_of_work() as session:
        entry_id = school.reuse.draft_by_hand(session, number, school.office.curator)
        assert school.knowledge.get_version(session, entry_id, 1).author_id == "u-cur"
    with school.office.database.reading() as session, pytest.raises(AlreadyDraftedError):
        school.reuse.draft_by_hand(session, number, school.office.curator)
    secret = school.close(identity=Identity.CONFIDENTIAL)
    with school.office.database.reading() as session, pytest.raises(UnfitReplyError, match="保密"):
        school.reuse.draft_by_hand(session, secret, school.office.curator)
    with school.office.database.unit_of_work() as session, pytest.raises(UnfitReplyError, match="保密"):
        school.reuse.mark(session, secret, True, school.office.handler)


def test_what_the_base_holds_already_is_linked_instead_of_drafted(school: School) -> None:
    first = school.close()
    school.writer.follow()
    second = school.close()
    assert school.writer.follow() == 0
    with school.office.database.reading() as session:
        notes = [school.reuse.of(session, number, school.office.dispatcher).note for number in (first, second)]
    assert notes[0].entry_id == notes[1].entry_id
    assert [note.is_known for note in notes] == [False, True]
    third = school.close()
    with school.office.database.reading() as session, pytest.raises(DuplicateEntryError):
        school.reuse.draft_by_hand(session, third, school.office.curator)


def test_search_remembers_at_once_which_entry_the_reply_cited(school: School) -> None:
    entry_id = _published_faq(school, "应届生就业补贴办法")
    number = school.close(reply={"basis": ("《应届生就业补贴办法》第六条",)})
    school.writer.follow()
    with school.office.database.reading() as session:
        _, pairs = school.learning.list_pairs(session, PairFilter(entry_id=entry_id))
    assert {(pair.pair.question, pair.pair.origin_id) for pair in pairs} == {(asked, number) for asked in ASKED}


def _published_faq(school: School, title: str) -> str:
    details = FaqDetails(standard_question=title, answer="按合同发放。", no_basis_reason="示例")
    with school.office.database.unit_of_work() as session:
        return school.knowledge.publish_import(session, faq_draft(details, DraftFrame()), OPERATOR).entry_id
