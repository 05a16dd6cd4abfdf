"""What has happened on the sample server before its pages are photographed: work of every kind, under way."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from core.clock import SHANGHAI
from tests.support.desk import Desk
from tests.support.staff import StaffMember

_SAMPLE = Path(__file__).parents[1] / "ingest" / "sample"
PHONE = "13900001234"
WEEKS = range(38, 47)
_REVISED = """云岭高新区管理委员会文件
云高管规〔2026〕9号

关于印发《云岭高新区夜间班车补助办法》的通知

各部门、各有关单位：
现将《云岭高新区夜间班车补助办法》印发给你们，请遵照执行。

云岭高新区管理委员会
2026年3月10日

云岭高新区夜间班车补助办法

第一条 为方便企业职工夜间通勤，制定本办法。
第二条 在云岭高新区注册、职工{size}人以上并自行开行夜间班车的企业，可以申请夜间班车补助。
第三条 夜间班车补助按每车次{amount}元给予，单户企业每年最高不超过十二万元。
第四条 企业应当在每季度结束后15个工作日内提交开行记录和用车合同。
第五条 本办法由云岭高新区经济发展局负责解释。
第六条 本办法自2026年4月1日起施行，有效期3年。
"""
_FACTS = {
    "summary": "对自行开行夜间班车的企业按车次给予补助，单户企业每年最高不超过十二万元。",
    "interpreter": "小满",
}


class Stage:
    """A running sample server, and the staff who act on it."""

    def __init__(self, url: str, logins: dict[str, tuple[str, str]], texts: dict[str, str]) -> None:
        self.url = url
        self.logins = logins
        self._texts = texts

    def staff(self, role: str) -> StaffMember:
        return StaffMember(self.url, self.logins[role])

    @cached_property
    def followed(self) -> str:
        """The number of a petition that its enterprise can follow: filed as a guest, taken up by a department."""
        desk = Desk(self.url, self.logins)
        number = ""
        for key in ("unanswerable", "unanswerable_too"):
            body = {
                "title": self._texts[key][:50], "content": self._texts[key] + "，请答复。", "consent": True,
                "contact_name": self._texts["contact"], "contact_phone": PHONE,
            }  # fmt: skip
            number = httpx.post(f"{self.url}/api/petitions", json=body).raise_for_status().json()["number"]
        desk.dispatch(number)
        return number

    def petition(self, **query: str) -> dict[str, Any]:
        """The first petition of the sample that a query finds."""
        with self.staff("SUP") as supervisor:
            return dict(supervisor.get("/api/staff/petitions", **query)["rows"][0])

    def issue(self, state: str) -> str:
        with self.staff("SUP") as supervisor:
            return str(supervisor.get("/api/staff/issues", state=state)["rows"][0]["id"])

    def document(self) -> str:
        """The path of the page of the document that the answered question quotes."""
        asked = httpx.post(f"{self.url}/api/chat", json={"question": self._texts["answered"]}, timeout=60).json()
        return f"/console/knowledge/{asked['citations'][0]['document_id']}/{asked['citations'][0]['version']}"

    def ask_in_vain(self, questions: list[str]) -> str:
        """Ask what the base does not answer, and gather it; return the id of the gap asked about most."""
        for question in questions:
            httpx.post(f"{self.url}/api/chat", json={"question": question}, timeout=60).raise_for_status()
        with self.staff("CUR") as curator:
            curator.post("/api/staff/gaps/refresh")
            return str(curator.get("/api/staff/gaps")["rows"][0]["id"])

    def order(self, now: datetime) -> None:
        """Have two overdue petitions supervised."""
        with self.staff("SUP") as supervisor:
            orders = []
            for row in supervisor.get("/api/staff/petitions", alert="red")["rows"][:2]:
                text = "请说明超期原因，并在期限内答复企业。"
                due = (now + timedelta(days=4)).isoformat()
                orders.append(supervisor.take(row["number"], "supervise", reason="alert", text=text, due_at=due))
        assert len(orders) == 2

    def ask_round(self) -> str:
        """Put a questionnaire to enterprises and have it answered; return its id."""
        with self.staff("ANA") as analyst:
            made = analyst.post(
                "/api/staff/questionnaires", title="2026年四季度惠企政策问卷", closes_on="2026-12-15",
                topics=["贷款融资", "人才引育", "厂房租金", "通勤交通"],
                introduction="请就以下政策打分并提出意见，约需一分钟，不记名。",
            )  # fmt: skip
        answers = [
            ("贷款融资", 2, "financial-services", "贴息到账慢，公示后两个多月才收到。"),
            ("贷款融资", 2, "financial-services", "付息凭证要求反复补。"),
            ("贷款融资", 1, "financial-services", "不知道办到哪一步。"),
            ("贷款融资", 4, "financial-services", ""),
            ("贷款融资", 2, "financial-services", "希望一次告知材料。"),
            ("贷款融资", 1, "financial-services", ""),
            ("人才引育", 5, "human-resources", "安居补贴办得很快。"),
            ("人才引育", 4, "human-resources", ""),
            ("厂房租金", 4, None, ""),
            ("厂房租金", 3, "park-services", "希望公布每季度到账日期。"),
            ("通勤交通", 2, None, "夜班没有公交。"),
            ("通勤交通", 3, None, ""),
        ]
        for topic, score, department, text in answers:
            body = {"topic": topic, "score": score, "department": department, "text": text}
            url = f"{self.url}/api/questionnaires/{made['id']}/responses"
            httpx.post(url, json=body, timeout=60).raise_for_status()
        return str(made["id"])

    def report(self) -> tuple[str, str]:
        """Have weeks and a month reported, one week released and appealed against.

        Return the ids of the month's report and of the released one.
        """
        with self.staff("ANA") as analyst:
            weeks = [
                analyst.post("/api/staff/reports", kind="week", period=f"2026-W{week}", reason="核对")["id"]
                for week in WEEKS
            ]
            month = analyst.post("/api/staff/reports", kind="month", period="2026-10", reason="核对")["id"]
            found = analyst.get("/api/staff/petitions", department="financial-services", limit=100)["rows"]
            came = {_week(row["submitted_at"]) for row in found}
            week = max(week for week in WEEKS if week in came)
            released = analyst.post(f"/api/staff/reports/{weeks[week - WEEKS.start]}/release")["id"]
        with self.staff("DEP") as handler:
            text = "其中一件等待企业补充材料，应当停表，系统计为超期。"
            handler.post(f"/api/staff/reports/{released}/appeals", department_code="financial-services", text=text)
        return str(month), str(released)

    def revise(self) -> str:
        """Have a policy published and its next text submitted; return the path of the review page."""
        with self.staff("CUR") as curator, self.staff("REV") as reviewer:
            entry = self._import(curator, _REVISED.format(size="五十", amount="八十"))
            self._submit(curator, entry, 1)
            reviewer.review(entry, "approve")
            title = "云岭高新区夜间班车补助办法"
            for question, clause in (
                ("夜间班车补助每车次多少元？", "第三条"),
                ("夜间班车补助什么时候交材料？", "第四条"),
            ):
                curator.post("/api/staff/golden", question=question, expects="basis", document=title, clause=clause)
            self._import(curator, _REVISED.format(size="三十", amount="一百"))
            self._submit(curator, entry, 2)
            comment = "第三条的金额请附财政局的会签意见。"
            reviewer.post(f"/api/staff/knowledge/{entry}/versions/2/comments", text=comment)
        return f"/console/knowledge/{entry}/2/review"

    def _import(self, curator: StaffMember, text: str) -> str:
        """Import a text; return the id of the entry that its draft is of, once it is there."""
        run = curator.upload("/api/staff/imports", "云岭高新区夜间班车补助办法.txt", text.encode())["run_id"]
        for _ in range(300):
            files = curator.get(f"/api/staff/imports/{run}")["files"]
            if files and files[0]["entry_ids"]:
                return str(files[0]["entry_ids"][0])
            time.sleep(1)
        raise TimeoutError(f"import {run} made no draft")

    def _submit(self, curator: StaffMember, entry: str, version: int) -> None:
        url = f"/api/staff/knowledge/{entry}/versions/{version}"
        curator.patch(url, **_FACTS, lock=curator.get(url)["lock"])
        curator.post(f"{url}/submit", lock=curator.get(url)["lock"])

    def watch_sites(self) -> None:
        """Put sites on the source list; one of them is looked at today."""
        sites = {
            "云岭高新区管委会": "department",
            "云岭日报": "news",
            "市工业和信息化局": "department",
            "市科技局": "department",
        }
        with self.staff("CUR") as curator:
            made = [
                curator.post("/api/staff/sources", name=name, url=f"https://site{place}.example", kind=kind)["id"]
                for place, (name, kind) in enumerate(sites.items())
            ]
            curator.post(f"/api/staff/sources/{made[0]}/tick", found_count=2)

    def keep_key(self) -> None:
        with self.staff("ADM") as administrator:
            administrator.post("/api/staff/api-keys", name="市 12345 平台", source="12345 热线")

    def go_on_duty(self) -> None:
        with self.staff("OPR") as agent:
            agent.put("/api/staff/live/presence", is_on_duty=True)

    def take_over(self, say: str) -> None:
        """Take over whoever waits, and say something."""
        with self.staff("OPR") as agent:
            taken = str(agent.get("/api/staff/live")["waiting"][0]["id"])
            agent.post(f"/api/staff/live/{taken}/take")
            agent.post(f"/api/staff/live/{taken}/say", text=say, key=f"said-{taken}")

    def give_back(self) -> None:
        """End the conversations that were taken over."""
        with self.staff("OPR") as agent:
            for talk in agent.get("/api/staff/live")["mine"]:
                agent.post(f"/api/staff/live/{talk['id']}/give-back")


def _week(instant: str) -> int:
    return datetime.fromisoformat(instant).astimezone(SHANGHAI).isocalendar().week


def sample_rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file of the sample base."""
    return [json.loads(line) for line in (_SAMPLE / name).read_text("utf-8").splitlines()]
