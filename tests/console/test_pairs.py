"""Of two people who write at the same moment nothing is lost without a word, over every kind of
record of the console. `PAIRS=300 pytest tests/console/test_pairs.py` makes so many pairs."""

import asyncio
import os
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.web.console.console import Console
from bot.web.console.routes import PLACES
from bot.web.console.seen import NotChecked, Unseen
from bot.web.console.visit import Visit
from content.library import Content
from content.packs import public_of
from storage.database import Transaction
from storage.staff_models import Role
from tests.support.desk import Desk, desk, employ
from tests.support.pairs import (
    BUSINESS,
    CASE,
    ENTRY,
    EVENT,
    FIGURE,
    GUEST,
    KINDS,
    NEWS,
    PACK_KEY,
    PART,
    Act,
    Pair,
    World,
)
from tests.support.site import Site, site

SEEN = "seen"  # compared, in the transaction, with what the page showed
U = Unseen
# Every address that writes: the record it changes, and how that is guarded.
GUARDS: dict[str, tuple[str, set[str]]] = {
    "/dang-xuat": ("session", {U.OWN}),
    "/tai-khoan/mat-khau": ("own account", {U.OWN}),
    "/tai-khoan/hai-buoc": ("own account", {SEEN}),
    "/tai-khoan/bo-hai-buoc": ("own account", {U.OWN}),
    "/tai-khoan/ma-du-phong": ("own account", {U.OWN}),
    "/tai-khoan/phien": ("session", {U.OWN}),
    "/tai-khoan/lien-ket": ("own account", {U.OWN}),
    "/tai-khoan/cach-bao": ("own ways", {SEEN}),
    "/tai-khoan/thu": ("own account", {U.OWN}),
    "/tai-khoan/may": ("own account", {U.OWN}),
    "/tai-khoan/tieng": ("own account", {U.OWN}),
    "/ban-nhap": ("own draft", {U.OWN}),
    "/ban-nhap/bo": ("own draft", {U.OWN}),
    "/su-kien/tao": ("event", {U.ADDS}),
    f"{EVENT}/sua": ("event", {SEEN}),
    f"{EVENT}/trang-thai": ("event", {SEEN}),
    f"{EVENT}/de-nghi": ("event", {SEEN}),
    f"{EVENT}/dong-mo": ("event", {SEEN}),
    f"{EVENT}/chuong-trinh": ("programme", {SEEN}),
    f"{EVENT}/viec": ("task", {SEEN, U.ADDS}),
    f"{EVENT}/giay-moi": ("invitation", {U.ADDS}),
    f"{EVENT}/nhac-moi": ("invitation", {U.ADDS}),
    f"{EVENT}/thu-hoi": ("invitation", {SEEN}),
    f"{EVENT}/chuyen-ky-sau": ("questions of an event", {SEEN}),
    f"{EVENT}/dua-ve": ("questions of an event", {SEEN}),
    f"{EVENT}/bien-ban": ("minutes", {SEEN}),
    f"{EVENT}/them-dai-bieu": ("registration", {U.ADDS}),
    f"{EVENT}/nhap": ("registrations of a list", {SEEN}),
    f"{EVENT}/bo-nhap": ("registrations of a list", {SEEN, U.KEYED}),  # and lot by lot after it
    f"{GUEST}/so": ("nothing", {U.READS}),
    f"{GUEST}/sua": ("registration", {SEEN}),
    f"{GUEST}/huy": ("registration", {SEEN}),
    f"{GUEST}/nhan-cho": ("registration", {SEEN}),
    f"{GUEST}/ghi-lai": ("registration", {SEEN}),
    f"{GUEST}/cung-co-so": ("business of registrations", {SEEN}),
    f"{GUEST}/cung-nguoi": ("registrations of one person", {SEEN}),
    f"{EVENT}/cua/diem-danh": ("arrival", {U.KEYED}),
    f"{EVENT}/cua/khach": ("registration", {U.KEYED}),
    f"{EVENT}/cua/nhuong-cho": ("seats of the absent", {SEEN}),
    "/goi-dien/{call}": ("call", {SEEN}),
    "/goi-dien/{call}/loi": ("what an asker said", {SEEN}),
    "/goi-dien/{call}/so": ("nothing", {U.READS}),
    "/cau-hoi/them": ("question", {U.ADDS}),
    "/cau-hoi/nhieu": ("question, answers", {U.KEYED}),
    f"{CASE}/lam": ("question, answers", {SEEN}),
    f"{CASE}/linh-vuc": ("question", {SEEN}),
    f"{CASE}/dien-thoai": ("question", {SEEN}),
    f"{CASE}/cho-xem": ("question", {SEEN}),
    f"{CASE}/cong-khai/lam": ("what everybody reads of a question", {SEEN}),
    "/thue-co-so/them": ("question", {U.ADDS}),
    "/thue-co-so/nhap": ("questions of a list", {U.ADDS}),
    "/thue-co-so/giay-moi": ("invitation", {U.ADDS}),
    f"{CASE}/so": ("nothing", {U.READS}),
    f"{CASE}/chen": ("own draft", {U.OWN}),
    f"{CASE}/tep": ("own draft", {U.OWN, U.ADDS}),
    f"{CASE}/bo-tep": ("own draft", {U.OWN}),
    "/to-tu-van/thanh-vien": ("member of the team", {SEEN}),
    "/to-tu-van/thanh-vien/bo": ("member of the team", {SEEN}),
    "/to-tu-van/truc": ("duty", {U.ADDS}),
    "/to-tu-van/truc/bo": ("duty", {SEEN}),
    "/to-tu-van/chep": ("duty", {U.ADDS}),
    "/to-tu-van/nghi": ("absence", {U.ADDS}),
    "/to-tu-van/nghi/bo": ("absence", {SEEN}),
    "/tro-chuyen/{talk}/lam": ("talk", {U.HELD}),
    "/tro-chuyen/{talk}/nhan": ("talk", {U.HELD}),
    "/tro-chuyen/{talk}/chen": ("nothing", {U.READS}),
    "/khao-sat/moi": ("survey", {U.ADDS}),
    "/khao-sat/{wave}/sua": ("survey", {SEEN}),
    "/khao-sat/{wave}/lam": ("survey", {SEEN}),
    "/khao-sat/{wave}/phieu": ("form of a survey", {U.KEYED}),
    "/hoi-giup/{asked}/gui": ("form of a survey", {U.KEYED}),
    "/xac-nhan-ho/{claim}": ("what an owner says", {SEEN}),
    "/cau-mau/them": ("canned answer", {U.ADDS}),
    "/cau-mau/{canned}/sua": ("canned answer", {SEEN}),
    "/cau-mau/{canned}/xoa": ("canned answer", {SEEN}),
    "/so-ho/them": ("business", {U.ADDS}),
    "/so-ho/da-bao": ("who was told", {U.ADDS}),
    "/so-ho/nhom": ("group of businesses", {U.ADDS}),
    "/so-ho/nhom/{group}/xoa": ("group of businesses", {SEEN}),
    "/so-ho/nhap": ("list of businesses", {SEEN, U.KEYED}),  # lot by lot after the first
    "/so-ho/nhap/{import}/bo": ("list of businesses", {SEEN, U.KEYED}),
    "/so-ho-trung/{pair}": ("pair of businesses", {SEEN}),
    "/so-ho/gop/{merge}/tach": ("pair of businesses", {SEEN}),
    f"{BUSINESS}/sua": ("business", {SEEN}),
    f"{BUSINESS}/tinh-trang": ("business", {SEEN}),
    f"{BUSINESS}/gan": ("chat of a business", {SEEN}),
    f"{BUSINESS}/bo-gan": ("chat of a business", {SEEN}),
    f"{BUSINESS}/nguoi": ("business", {U.ADDS}),
    f"{BUSINESS}/het-nguoi": ("business", {SEEN}),
    f"{BUSINESS}/xoa": ("business", {SEEN}),
    f"{BUSINESS}/so": ("nothing", {U.READS}),
    f"{CASE}/xoa-anh": ("photos of a question", {SEEN}),
    "/thong-bao/soan": ("broadcast", {U.ADDS}),
    f"{NEWS}/sua": ("broadcast", {SEEN}),
    f"{NEWS}/lam": ("broadcast", {SEEN, U.READS}),  # a test message changes nothing
    f"{NEWS}/bai-zalo": ("article", {SEEN}),
    f"{NEWS}/quyet": ("rows in doubt", {SEEN}),
    "/ban-tin/muc": ("item of news", {SEEN, U.ADDS}),
    "/ban-tin/lap": ("digest of a month", {SEEN}),
    "/noi-dung/con-dung": ("answers", {U.KEYED}),
    "/noi-dung/duyet": ("answers", {U.KEYED}),
    "/noi-dung/moi": ("answer", {U.ADDS}),
    f"{ENTRY}/sua": ("answer", {SEEN}),
    f"{ENTRY}/lam": ("answer", {SEEN}),
    "/noi-dung/bao-truoc/them": ("notice of a topic", {U.ADDS}),
    "/noi-dung/bao-truoc/{notice}": ("notice of a topic", {SEEN}),
    "/noi-dung/cau-hoi/xong": ("messages without an answer", {U.KEYED}),
    f"{FIGURE}/sua": ("figure", {SEEN}),
    f"{FIGURE}/lam": ("figure", {SEEN}),
    "/noi-dung/van-ban/them": ("document of the law", {U.ADDS}),
    "/noi-dung/goi/nhan": ("pack of the city", {U.ADDS}),
    "/noi-dung/goi/{pack}/chon": ("part of a pack", {U.KEYED}),
    "/noi-dung/phuong/them": ("settings of the ward", {U.ADDS}),
    f"{PART}/sua": ("settings of the ward", {SEEN}),
    f"{PART}/lam": ("settings of the ward", {SEEN}),
    "/lich-gui/sua": ("schedule", {SEEN}),
    "/thong-bao/xem-truoc": ("nothing", {U.READS}),
    "/thong-bao/{broadcast}/luu-mau": ("text to use again", {SEEN}),
    "/thong-bao/mau/{kept}/xoa": ("text to use again", {SEEN}),
    "/tiep-can/so-ho": ("number of a neighbourhood", {SEEN}),
    "/tiep-can/nhieu-to": ("number of a neighbourhood", {SEEN}),
    "/tiep-can/to-roi": ("leaflets and visits", {U.ADDS}),
    "/yeu-cau-du-lieu/xoa": ("everything under a number", {SEEN}),
    "/yeu-cau-du-lieu/{request}": ("data request", {SEEN}),
    "/kenh/zalo": ("connection of the OA", {SEEN, U.ADDS}),  # asking for consent changes nothing
    "/kenh/bao-dong": ("alarm", {SEEN}),
    "/kenh/tin-giu-lai": ("messages held", {SEEN}),
    "/kenh/tin-de-rieng": ("message set aside", {SEEN}),
    "/nhan-su/them": ("account", {U.ADDS}),
    "/nhan-su/{staff}": ("account", {SEEN}),
    "/nhan-su/{staff}/phien": ("session", {U.KEYED}),
    "/nhan-su/hai-buoc": ("roles with a second step", {SEEN}),
}
# Not one of many things two people share: their own account and session, nothing at all, an
# event that does not exist yet; or tried elsewhere, where there is an OA.
OWN = ("session", "own account", "own ways", "own draft", "nothing")
ALONE = {path for path, (record, _) in GUARDS.items() if record in OWN} | {"/su-kien/tao"}
WITH_AN_OA = {f"{NEWS}/bai-zalo", "/kenh/zalo"}
# Forms only of whoever has a second step, is signed in elsewhere, too, or may be told otherwise.
OF_A_STATE = {
    *("/tai-khoan/bo-hai-buoc", "/tai-khoan/ma-du-phong", "/tai-khoan/phien"),
    *("/tai-khoan/cach-bao", "/tai-khoan/thu", "/tai-khoan/may"),
}


def test_every_address_that_writes_says_how_it_is_guarded_and_has_its_pairs() -> None:
    writes = {place.path for place in PLACES if "POST" in place.methods}
    assert writes == set(GUARDS)
    assert writes - ALONE - WITH_AN_OA == {place for place, _ in KINDS.values()}


async def test_a_write_that_looked_at_nothing_is_not_kept(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Visit, "require_as_seen", lambda *given: None)
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await person.get("/tiep-can")
        assert (await person.post("/tiep-can/so-ho", name="TDP 5", businesses="40"))[0] == 500
        assert await at.core.database.transaction(lambda tx: tx.reach.neighbourhoods()) == {}
    assert issubclass(NotChecked, RuntimeError)


class Guards:
    """How the writes of the console were guarded, as they happened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found: set[str] = set()
        write = Console.write

        async def watched(
            console: Console, visit: Visit, *given: Any, unseen: Unseen | None = None, **named: Any
        ) -> Any:
            self.found.add(unseen or SEEN)
            return await write(console, visit, *given, unseen=unseen, **named)

        monkeypatch.setattr(Console, "write", watched)


async def open_page(person: Desk, pair: Pair, file: bytes | None) -> dict[str, Any]:
    """Reads the page the pair stands on -> what its form carries besides."""
    if pair.page.startswith("POST "):
        _, path, phone = pair.page.split()
        await person.post(path, phone=phone)
        return {}
    if pair.page.endswith("/cua"):
        async with person.http.get(f"{person.base}{pair.page}/danh-sach") as answer:
            state = await answer.json()
        person.csrf = state["csrf"]
        return {"seen": state["seen"]}
    await person.get(pair.page)
    if file is None:
        return {}
    _, page, _ = await person.post(pair.page, file=file)
    return {"held": page.split('name="held" value="')[1].split('"')[0]}


async def run(at: Site, desks: tuple[Desk, Desk], pair: Pair) -> str:
    """What is wrong with how the pair ended; "" when nothing is."""
    acts: tuple[Act, Act] = (pair.first, pair.second)
    files = pair.files or (None, None)
    carried = [
        await open_page(person, pair, file) for person, file in zip(desks, files, strict=True)
    ]
    answers = await asyncio.gather(
        *(
            person.post(path, more | fields)
            for person, (path, fields), more in zip(desks, acts, carried, strict=True)
        )
    )
    kept = await at.core.database.transaction(pair.kept)
    done = [answer[0] in (200, 303) for answer in answers]
    told = f"{[answer[0] for answer in answers]} kept: {kept[:200]}"
    if pair.both:
        whole = all(done) and all(mark in kept for mark in pair.marks)
        return "" if whole else told
    if sorted(done) != [False, True]:
        return told
    won = done.index(True)
    other = answers[1 - won]
    if other[0] != 409 or pair.marks[won] not in kept:
        return told
    if pair.marks[1 - won] != pair.marks[won] and pair.marks[1 - won] in kept:
        return f"{told}, both"
    if pair.texts and not all(mark in other[1] for mark in pair.marks):
        return f"{told}, the other was not shown both"
    return ""


async def test_of_two_simultaneous_writes_nothing_is_lost_without_a_word(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = int(os.environ.get("PAIRS", len(KINDS)))
    roles = (Role.OWNER, Role.ADMIN, Role.COMMUNICATOR)
    guards, wrong, made, began = Guards(monkeypatch), [], 0, time.monotonic()
    async with AsyncExitStack() as stack:
        at = await stack.enter_async_context(site(tmp_path, content, pack_key=public_of(PACK_KEY)))
        one = await stack.enter_async_context(desk(at, "hoa", *roles))
        two = await stack.enter_async_context(desk(at, "nam", *roles))
        author = await employ(at, "soan", Role.COMMUNICATOR, Role.CLERK, Role.RESPONDER, Role.OWNER)
        while made < wanted:
            for name, (place, make) in list(KINDS.items())[: wanted - made]:
                made += 1

                def prepare(tx: Transaction, n: int = made, make: Any = make) -> Pair:
                    pair: Pair = make(World(tx, content, n, author))
                    return pair

                pair = await at.core.database.transaction(prepare)
                guards.found.clear()
                if problem := await run(at, (one, two), pair):
                    wrong.append(f"{name} ({made}): {problem}")
                if not guards.found <= set(GUARDS[place][1]):
                    wrong.append(f"{name}: guarded by {guards.found}")
    print(
        f"{made} pairs of {len(KINDS)} kinds, {len(wrong)} lost: {time.monotonic() - began:.0f} s"
    )
    assert not wrong, "\n".join(wrong)
