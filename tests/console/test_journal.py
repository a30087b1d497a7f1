"""The audit speaks Vietnamese: no name of ours on its page, and none can be added without words."""

import ast
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import bot
import handlers
from bot.app import utc_now
from bot.web.console import desk_forms, journal, own_ways, packs, surveys, tasks, topic_notices
from content.calendar import local
from content.library import Content
from handlers.broadcast import acts, articles
from handlers.desk import moving
from handlers.office import calls, personnel
from handlers.office import events as office_events
from handlers.question.moves import Move
from handlers.question.receiving import Asked, receive
from storage.audit import PAST, About, Deed, Detail
from storage.database import Database, Transaction
from storage.staff_models import Role
from tests.console.test_events import whole_form
from tests.support.clock import START
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import site

CODE = [Path(part.__file__ or "").parent for part in (bot, handlers)]
# What is put together from a move: how it begins -> every move.
MADE = {
    "staff.way_": list(own_ways.ACTS),
    "question.": [str(move) for move in Move],
    "registration.": ["cancel", "accept", "again"],
    "staff.": list(personnel.ACTS),
    "data_request.": ["done", "refused"],
    "event.": [*office_events.STEPS, *office_events.ASKS, "registration", "questions"],
    "task.": list(tasks.MOVES),
    "call.": [str(outcome) for outcome in calls.OUTCOMES.values()],
    "broadcast.": list(acts.ACTS),
    "zalo_article.": list(articles.ARTICLE_ACTS),
    "entry.": [str(move) for move in moving.MOVES],
    "fact.": [str(move) for move in desk_forms.MOVES],
    "ward.": [str(move) for move in desk_forms.MOVES],
    "notice.": list(topic_notices.MOVES),
    "survey.": list(surveys.MOVES),
    "business.claim_": ["accept", "refuse"],
    "pack.": list(packs.MOVES),
    "news.": ["save", "include", "leave_out"],
}


def writes() -> list[tuple[str, ast.Call, ast.Module, int]]:
    """Every call that writes a line: where, the call, its file, the place of the deed's name."""
    found = []
    for file in (path for folder in CODE for path in sorted(folder.rglob("*.py"))):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr="write") as called):
                    door = ast.unparse(called)
                case _:
                    continue
            if door.endswith(("console.write", "audit.write")):
                place = int(door == "console.write")
                found.append((f"{file.name}:{node.lineno}", node, tree, place))
    return found


def names(node: ast.expr, tree: ast.Module, parts: type[ast.expr] = ast.JoinedStr) -> list[str]:
    """Every value a name may have: written out, one of two, put together, or named before."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return names(one, tree) + names(other, tree)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), ast.FormattedValue()]):
            return [start + move for move in MADE[start]]
        case ast.Name(id=name):
            return [
                value
                for other in ast.walk(tree)
                if isinstance(other, ast.Assign)
                and any(isinstance(to, ast.Name) and to.id == name for to in other.targets)
                for value in names(other.value, tree)
            ]
    return [ast.unparse(node)]


def test_every_line_the_code_writes_is_declared() -> None:
    seen: set[str] = set()
    for where, call, tree, place in writes():
        if where.startswith("console.py"):
            continue  # the one door of the console itself
        deeds = names(call.args[place], tree)
        assert deeds and set(deeds) <= set(Deed), (where, deeds)
        seen |= set(deeds)
        told = {word.arg for word in call.keywords}
        ours = {"staff", "address", "unseen", "repeatable", "is_deed"}
        assert told - ours <= set(Detail), where
    assert set(Deed) - seen == PAST, "no longer written by anything"


def test_everything_declared_has_its_words_and_nothing_else_has(content: Content) -> None:
    said = content.words.audit
    wanted = (
        *(f"did_{deed}" for deed in Deed),
        *(f"about_{kind}" for kind in About),
        *(f"detail_{name}" for name in Detail),
        *(f"group_{group}" for group in journal.GROUPS),
    )
    assert [name for name in wanted if not said.get(name)] == []
    assert sorted(deed for group in journal.GROUPS for deed in journal.deeds_of(group)) == sorted(
        Deed
    )
    named = {name for name in said if name.startswith("did_")} - {"did_unknown"}
    assert named == {f"did_{deed}" for deed in Deed}
    assert len({said[name] for name in named}) == len(named)


@pytest.mark.parametrize(
    ("action", "about", "detail"),
    [("question.sing", "question:x", {}), ("login", "song:x", {}), ("login", "staff:1", {"x": 1})],
)
async def test_what_has_no_words_is_not_written(
    db: Database, action: str, about: str, detail: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        await db.transaction(lambda tx: tx.audit.write(action, about, START, **detail))


def ours_in(page: str) -> list[str]:
    """What a reader would take for no Vietnamese."""
    text = re.sub(r"<(option|select|script|input)[^>]*>", " ", page.partition("<tbody>")[2])
    text = re.sub(r"<[^>]+>", " ", text.partition("</tbody>")[0])
    return re.findall(r"\b[a-z]\w*[._=][a-z]\w*|True|False|None|\bsystem\b|\w+:\d{6,}", text)


async def test_the_page_tells_every_deed_in_words(tmp_path: Path, content: Content) -> None:
    details: dict[str, Any] = {
        "typed": "41", "works": True, "roles": ["clerk", "door"], "office": "kthtdt",
        "field": "tax", "source": "paper", "channel": "telegram", "given": ["name", "phone"],
        "starts_at": START, "month": "2026-12", "since": "2026-11-01", "which": "all",
        "title": "Họp", "by": "command line", "rows": 1234, "what": "refused", "other": 0,
        "call": 5, "day": 5,
    }  # fmt: skip
    details["field"] = next(iter(content.fields))
    async with site(tmp_path, content) as at, desk(at, "o", Role.OWNER, Role.ADMIN) as reader:

        def work(tx: Transaction) -> tuple[str, str]:
            event = make_event(tx, now=utc_now())
            asked = Asked("Cống tắc", next(iter(content.fields)), "paper", None)
            question = receive(tx, content, asked, utc_now(), actor="o")
            about = {
                "question": question.code, "event": event.id, "staff": "o", "day": "2026-12-31",
                "month": "2026-12", "schedule": "monthly_news", "place": "TDP 5",
                "channel": "zalo_oa", "storage": "held",
            }  # fmt: skip
            staff = tx.staff.by_login("o")
            for deed, kind in zip(Deed, list(About) * 20, strict=False):
                tx.audit.write(
                    deed, f"{kind}:{about.get(kind, 77)}", utc_now(), staff=staff, **details
                )
            return event.title, question.code

        title, code = await at.core.database.transaction(work)
        _, page = await reader.get("/nhat-ky")
        older = re.findall(r"truoc=\d+", page)
        _, rest = await reader.get(f"/nhat-ky?{older[0]}")
        assert ours_in(page) == [] and ours_in(rest) == []
        for words in (
            "Duyệt thông báo", "người đã gõ để xác nhận: 41", "ngày làm việc: có", f"“{title}”",
            f"Câu hỏi {code}", f'href="/can-bo/cau-hoi/{code}"', "Chuyên viên, thư ký",
            "1.234", "Thứ Năm, 31/12/2026", "Phòng Kinh tế, Hạ tầng và Đô thị",
        ):  # fmt: skip
            assert words in page, words


async def test_the_filters_find_and_bad_ones_come_back(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "o", Role.OWNER, Role.ADMIN) as reader:
        today = local(utc_now()).date()

        def work(tx: Transaction) -> None:
            event, staff = make_event(tx, now=utc_now()), tx.staff.by_login("o")
            then = utc_now() - timedelta(days=40)
            tx.audit.write("event.edit", f"event:{event.id}", then, staff=staff, capacity=60)
            tx.audit.write("broadcast.submit", "broadcast:4", then)

        await at.core.database.transaction(work)
        staff = await at.core.database.transaction(lambda tx: tx.staff.by_login("o"))
        assert staff is not None

        async def deeds(query: str, status: int = 200) -> list[str]:
            answered, page = await reader.get(f"/nhat-ky?{query}")
            assert answered == status, page
            return re.findall(r'class="did">([^<]+)<', page)

        assert await deeds("") == ["Gửi duyệt thông báo", "Sửa sự kiện", "Đăng nhập"]
        month = today - timedelta(days=30)
        assert await deeds(f"tu={month}") == ["Đăng nhập"]
        assert await deeds(f"den={month}") == ["Gửi duyệt thông báo", "Sửa sự kiện"]
        assert await deeds(f"tu={today}&den={today}") == ["Đăng nhập"]
        assert await deeds("ai=0") == ["Gửi duyệt thông báo"]
        assert await deeds(f"ai={staff.id}&viec=events") == ["Sửa sự kiện"]
        assert await deeds("viec=login") == ["Đăng nhập"]
        assert await deeds("ve=h%E1%BB%99i+ngh%E1%BB%8B") == ["Sửa sự kiện"]
        assert await deeds("ve=o") != []
        _, page = await reader.get("/nhat-ky")
        only = re.findall(r'href="\?(ve=event[^"]+)"', page)[0]
        assert await deeds(only) == ["Sửa sự kiện"]
        _, page = await reader.get(f"/nhat-ky?{only}")
        assert "<b>Sự kiện “" in page and 'name="ve" type="search"' not in page
        for odd in ("tu=hom-qua", "den=31%2F2%2F2026", "ai=x", "viec=x", "ve=khong-co-dau",
                    f"tu={today}&den={month}"):  # fmt: skip
            _, page = await reader.get(f"/nhat-ky?{odd}")
            assert await deeds(odd, 400) == [] and 'class="fault"' in page
        _, page = await reader.get("/nhat-ky?tu=hom-qua&ve=abc")
        assert 'value="hom-qua"' in page and 'value="abc"' in page


async def test_a_reader_is_led_only_where_they_may_go(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.ADMIN) as admin_:

        def work(tx: Transaction) -> str:
            event = make_event(tx, now=utc_now())
            tx.audit.write("event.edit", f"event:{event.id}", utc_now())
            tx.audit.write("phone.reveal", "question:KN-1", utc_now())
            return event.title

        title = await at.core.database.transaction(work)
        _, page = await admin_.get("/nhat-ky")
        assert (
            title not in page and "/can-bo/su-kien/" not in page and "/can-bo/cau-hoi/" not in page
        )


async def test_the_sheet_says_what_the_page_says_and_who_took_it_is_noted(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.console.jobs.WAIT_S", 120)
    async with site(tmp_path, content) as at, desk(at, "k", Role.AUDITOR) as reader:

        def work(tx: Transaction) -> None:
            for number in range(600):
                tx.audit.write("broadcast.submit", f"broadcast:{number}", utc_now())

        await at.core.database.transaction(work)
        status, data = await reader.raw("/nhat-ky.xlsx?viec=news")
        assert status == 200 and data[:2] == b"PK"
        page = openpyxl.load_workbook(io.BytesIO(data)).active
        assert page is not None
        rows = [row for row in page.iter_rows(min_row=8, values_only=True) if row[1]]
        assert len(rows) == 600 and {row[3] for row in rows} == {"gửi duyệt thông báo"}
        assert {row[1] for row in rows} == {"Trợ lý (tự động)"}
        _, shown = await reader.get("/nhat-ky?viec=export.audit")
        assert "Tải nhật ký" in shown and "Số dòng: 600" in shown
        status, shown = await reader.get("/nhat-ky.xlsx?viec=photo.delete")
        assert status == 409 and "Không có dòng nào để tải" in shown
        monkeypatch.setattr(journal, "MOST", 500)
        status, shown = await reader.get("/nhat-ky.xlsx?viec=news")
        assert status == 409 and "khoảng ngày ngắn hơn" in shown
        status, shown = await reader.get("/nhat-ky.xlsx?tu=x")
        assert status == 400 and "Ngày chưa đúng" in shown


async def test_a_line_says_what_the_act_did_and_not_what_its_form_carried(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.OWNER) as person:

        def fill(tx: Transaction) -> tuple[Any, Any]:
            event = make_event(tx, now=utc_now(), place="Nhà văn hóa")
            make_event(tx, now=utc_now(), days=60, title="Kỳ sau")
            asked = Asked("Chợ ngập", "moi-truong", "floor", event_id=event.id)
            question = receive(tx, content, asked, utc_now(), actor="x")
            return event, question

        event, question = await at.core.database.transaction(fill)
        path = f"/su-kien/{event.id}"
        form = await whole_form(person, event)
        await person.post(f"{path}/sua", form | {"place": "Trường học"})
        await person.get(path)
        await person.post(f"{path}/trang-thai", do="cancel", sure=event.code, reason="Mất điện")
        await person.get(path)
        await person.post(f"{path}/chuyen-ky-sau")
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        detail = {line.action: line.detail for line in lines}
        assert detail["event.edit"] == {"changed": {"place": ["Nhà văn hóa", "Trường học"]}}
        assert detail["event.cancel"] == {"reason": "Mất điện"}
        assert detail["event.carry_over"] == {"code": [question.code], "title": "Kỳ sau"}
        _, page = await person.get("/nhat-ky")
        assert "Nhà văn hóa → Trường học" in page and question.code in page
