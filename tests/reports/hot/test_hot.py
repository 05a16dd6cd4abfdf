"""Hot issues: what belongs together, what makes it hot, and that it says why."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from core.clock import SHANGHAI
from eval.errors import DatasetError
from eval.hot_issues import read_messages, run_hot_issues
from reports.hot.clustering import Likeness, cluster_messages
from reports.hot.detecting import HotRule, find_hot
from reports.hot.types import HotMessage

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "teddy-petitions" / "hot_unlabelled.jsonl.gz"
DAY = datetime(2026, 11, 16, 9, tzinfo=SHANGHAI)
COMPLAINTS = (
    "搅拌站夜里开工，噪音太大睡不着",
    "搅拌站粉尘飘进家里，窗户不敢开",
    "请查一查搅拌站有没有手续",
    "搅拌站离楼只有五十米，噪音粉尘都有",
    "搅拌站凌晨还在装料，孩子无法休息",
    "搅拌站的车把路压坏了，噪音也大",
)
OTHERS = (
    "首次贷款贴息怎么申请",
    "公交站台没有顶棚",
    "营业执照变更要多久",
    "人才公寓何时交付",
    "展会补贴标准",
    "社保怎么转移",
)


def message(number: int, title: str, text: str, *, day: int = 0, sender: str = "", urgent: bool = False) -> HotMessage:
    return HotMessage(f"m{number:03}", title, text, DAY + timedelta(days=day), sender, urgent)


def plant(**changes: object) -> list[HotMessage]:
    """Six different messages about one plant, a day apart, among others about nothing in common."""
    about = [
        message(n, f"湖滨小区旁的搅拌站扰民{text[:2]}", f"湖滨小区旁，{text}。", day=n, sender=f"s{n}")
        for n, text in enumerate(COMPLAINTS)
    ]
    return about + [message(100 + n, text, f"{text}？谢谢。", day=n, sender=f"o{n}") for n, text in enumerate(OTHERS)]


def test_messages_about_one_thing_come_together_and_others_stay_alone() -> None:
    (cluster,) = cluster_messages(plant())
    assert [m.id for m in cluster.messages] == [f"m{n:03}" for n in range(6)]
    assert "搅拌站" in cluster.terms
    assert cluster.title.startswith("湖滨小区旁的搅拌站")
    assert 0 < cluster.cohesion < 1


def test_the_order_of_messages_does_not_matter() -> None:
    assert cluster_messages(plant()[::-1]) == cluster_messages(plant())


@pytest.mark.parametrize("messages", [[], plant()[:1], [message(1, "", ""), message(2, "", "")]])
def test_too_little_makes_no_cluster(messages: list[HotMessage]) -> None:
    assert cluster_messages(messages) == []


def test_six_voices_of_six_senders_in_a_week_are_hot_and_the_figures_say_so() -> None:
    (hot,) = find_hot(plant())
    assert hot.evidence.meets == ("surge",)
    assert (hot.evidence.voices, hot.evidence.senders, hot.evidence.weekly_before) == (6, 6, 0)
    assert (hot.evidence.first_day, hot.evidence.last_day) == (date(2026, 11, 15), date(2026, 11, 21))


def test_one_sender_who_repeats_one_text_is_one_voice() -> None:
    same = [message(n, "搅拌站扰民", "湖滨小区旁的搅拌站噪音太大。", day=n, sender="s") for n in range(6)]
    (hot,) = find_hot([*same, *plant()[6:]])
    assert hot.evidence.voices == 1
    assert hot.evidence.meets == ()


def test_two_senders_are_too_few() -> None:
    two = [message(n, m.title, m.text, day=n, sender=f"s{n % 2}") for n, m in enumerate(plant()[:6])]
    (hot,) = find_hot([*two, *plant()[6:]])
    assert (hot.evidence.voices, hot.evidence.meets) == (6, ())


def test_what_is_always_asked_as_often_is_not_hot() -> None:
    usual = [
        message(200 + week * 10 + n, m.title, f"{m.text}第{week}周。", day=n - 7 * week, sender=f"u{week}{n}")
        for week in range(1, 5)
        for n, m in enumerate(plant()[:6])
    ]
    (hot,) = find_hot([*plant()[:6], *usual], HotRule(), Likeness(messages=0.05))
    assert hot.evidence.weekly_before > 2
    assert hot.evidence.meets == ()


def test_one_extra_urgent_petition_makes_its_cluster_hot() -> None:
    pair = [
        message(n, "车间泄漏", f"东区车间泄漏，气味刺鼻{n}", day=n * 20, urgent=n == 0, sender=f"s{n}") for n in (0, 1)
    ]
    (hot,) = find_hot([*pair, *plant()[6:]])
    assert hot.evidence.meets == ("extra_urgent",)


def test_a_file_with_a_time_nobody_can_read_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 1, "title": "t", "text": "x", "time": "yesterday"}\n')
    with pytest.raises(DatasetError, match="line 1: 'yesterday' is no time"):
        read_messages(path)
    (tmp_path / "bad.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(DatasetError, match="gzipped JSON lines"):
        read_messages(tmp_path / "bad.jsonl.gz")


@pytest.mark.skipif(not SHARED.is_file(), reason="needs the shared data folder beside the repository")
def test_real_messages_give_the_two_known_great_issues_first_within_a_minute() -> None:
    messages, began = read_messages(SHARED), time.process_time()  # what a quiet machine would take
    report = run_hot_issues(messages)
    seconds = time.process_time() - began
    first, second = report.clusters[:2]
    assert {"捆绑", "车位"} <= set(first.cluster.terms)
    assert "搅拌站" in second.cluster.terms
    assert first.evidence.meets == second.evidence.meets == ("surge",)
    assert seconds < 60, f"{seconds:.1f} s"
