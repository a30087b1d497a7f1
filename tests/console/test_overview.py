"""The ward's work in figures: what is counted, who sees it, and that charts say the same."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from bot.app import utc_now
from bot.web.console import charts
from bot.web.console.charts import Series
from content.calendar import local
from content.library import Content
from handlers.question import receiving
from storage.database import Transaction
from storage.event_models import EventState
from storage.question_models import QuestionState
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import Site, site


async def furnish(at: Site) -> None:
    """Five questions: two on time, one late, one overdue, one taken back; two events."""
    now = utc_now()

    def work(tx: Transaction) -> None:
        for number, (after, due, state) in enumerate(
            (
                (1, 5, QuestionState.CLOSED),
                (3, 5, QuestionState.PUBLISHED),
                (9, 5, QuestionState.DELIVERED),
                (None, 5, QuestionState.RECEIVED),
                (None, 5, QuestionState.WITHDRAWN),
            )
        ):
            asked = receiving.Asked(f"Câu {number}", "thue", "paper", asker="Bà Tư")
            made = receiving.receive(tx, at.core.content, asked, now, actor="x")
            began = now - timedelta(days=20)
            day = local(began).date() + timedelta(days=due)
            tx.questions.save(
                replace(
                    made, created_at=began, first_due=day, due=day, state=state,
                    answered_at=began + timedelta(days=after) if after else None,
                    rating=5 if number == 0 else 4 if number == 1 else None,
                )
            )  # fmt: skip
        held = make_event(tx, now=now, title="Lần trước")
        sign_up(tx, held, 1)
        begun = now - timedelta(days=40)
        tx.events.save(
            replace(
                held, starts_at=begun, ends_at=begun + timedelta(hours=2), state=EventState.HELD
            )
        )
        coming = make_event(tx, now=now, title="Lần này")
        for number in (2, 3):
            sign_up(tx, coming, number)
        for _ in range(7):
            tx.feedback.show("mon-bai", local(now).date())
        tx.feedback.show("mon-bai", local(now).date() - timedelta(days=400))

    await at.core.database.transaction(work)


async def test_the_figures_are_what_happened(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "hoa", Role.OWNER) as hoa:
        status, page = await hoa.get("/con-so")
        assert status == 200 and page.count("Chưa có số liệu.") == 6 and "<svg class=" not in page
        await furnish(at)
        _, page = await hoa.get("/con-so")
        assert page.count('<svg class="chart"') == 6
        assert "Chưa nhập số hộ" in page  # a share of nothing is not drawn
        assert "Bà Tư" not in page and "Trung bình 4,5 sao" in page
        status, data = await hoa.raw("/con-so.xlsx")
        assert status == 200
        rows = [
            row for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
        ]

        def of(figure: str, head: str) -> list[Any]:
            return [row[3] for row in rows if row[0] == figure and row[2] == head]

        told = "Trả lời đúng hạn, % câu đến hạn trong tháng"
        assert sum(of(told, "Đến hạn")) == 4 and sum(of(told, "Đúng hạn")) == 2
        assert sum(of("Câu hỏi nhận mỗi tháng", "Số câu hỏi")) == 4
        assert of("Hỏi về việc gì, 12 tháng", "Số câu hỏi") == [4]
        assert of("Hỏi trợ lý về gì, 90 ngày qua", "Lượt trả lời") == [7]
        assert 3 in [value for value in of(told, "Số ngày tới khi trả lời (câu ở giữa)")]


async def test_who_may_not_see_the_reach_sees_no_figures(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "an", Role.RESPONDER) as an:
        assert (await an.get("/con-so"))[0] == 403
        _, page = await an.get("")
        assert "/can-bo/con-so" not in page
    async with site(tmp_path / "b", content) as at, desk(at, "an", Role.AUDITOR) as an:
        _, page = await an.get("")
        assert "/can-bo/con-so" in page
        assert (await an.get("/con-so"))[0] == 200 and (await an.get("/con-so.xlsx"))[0] == 403


def test_a_chart_keeps_to_its_frame_and_says_its_numbers() -> None:
    for drawn in (
        charts.columns([("a", 3.0), ("b", None), ("<c>", 250)], "<told>", goal=80),
        charts.bars([("Rất dài " * 9, 7), ("b", 0)], "x"),
        charts.curves([Series("a", [(20, 1), (3, 5), (0, 9)]), Series("b", [])], "x"),
        charts.columns([], "x"),
        charts.bars([], "x"),
        charts.curves([], "x"),
    ):
        text = str(drawn)
        assert "<c>" not in text and "<told>" not in text
        for x, y in re.findall(r'[ "](-?[\d.]+),(-?[\d.]+)', text):
            assert 0 <= float(x) <= charts.WIDE and 0 <= float(y) <= charts.HIGH
        for name, value in re.findall(r' (x|y|width|height)="(-?[\d.]+)"', text):
            assert 0 <= float(value) <= charts.WIDE, name
    assert ">250<" in str(charts.columns([("a", 250)], "x"))
