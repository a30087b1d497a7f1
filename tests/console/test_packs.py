"""Packs of the city at the desk: what is new in them beside the ward's own, taken by two people;
corrections at once."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from content import packs
from content.fact_text import fact_text
from content.library import Content
from content.overlay import Published, fact_entry
from content.packs import Pack, packed, public_of, read_key
from storage.audit import JournalFilter
from storage.staff_models import Role
from tests.console.test_contents import ENTRY, NEW_YEAR, OTHER, TODAY, At, do, send
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

KEY = read_key(packs.new_key())
PUBLIC = public_of(KEY)
PATH = "/noi-dung/goi"
SIGNER = "Sở Tài chính thành phố"
SAID = "Thành phố nói: không phải nộp nữa."


def offered(content: Content, entry: str = ENTRY, said: str = SAID) -> Published:
    """The answer as its file has it, with a short answer of the city's."""
    one = content.shelf.files.entries[entry]
    front, mark, body = one.text.partition("\n---\n")
    rest = body.partition("\n## ")
    until = max(one.review_by, date(2027, 1, 20))
    front = re.sub(r"review_by: .*", f"review_by: {until}", front)
    return Published(entry, one.topic, f"{front}{mark}{said}\n\n## {rest[2]}" if rest[1] else "")


def pack(content: Content, number: int = 1, **given: object) -> Pack:
    made = Pack(number, TODAY, SIGNER, (offered(content),))
    return replace(made, **given)  # type: ignore[arg-type]  # fields by name


async def bring(person: Desk, data: bytes) -> tuple[int, str, str]:
    await person.get(PATH)
    return await person.post(f"{PATH}/nhan", file=data)


def boxes(page: str) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)"', page)


async def choose(person: Desk, at: str, move: str, *entries: str) -> tuple[int, str]:
    _, page = await person.get(at)
    items = [box for box in boxes(page) if not entries or box.rpartition(":")[0] in entries]
    status, page, _ = await person.post(f"{at}/chon", {"do": move, "item": items})
    return status, page


def short(at: Site, entry: str = ENTRY) -> str:
    return at.core.content.knowledge.short(entry, TODAY)


async def test_a_pack_is_taken_by_two_people_and_then_said(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR), pack_key=PUBLIC) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        before = short(at)
        status, _, to = await bring(author, packed(pack(content), KEY))
        assert status == 303
        where = to.removeprefix("/can-bo").partition("?")[0]
        _, page = await author.get(where)
        assert SAID in page and "Phường đang dùng" in page and SIGNER in page
        assert (await choose(author, where, "take"))[0] == 303
        assert short(at) == before  # nobody approved it yet
        assert (await choose(author, where, "undo"))[0] == 303
        assert (await choose(author, where, "leave"))[0] == 303
        assert (await choose(author, where, "take"))[0] == 303  # they thought better of it
        assert (await do(author, "publish"))[0] == 409
        assert (await do(approver, "publish"))[0] == 303
        assert short(at) == SAID
        _, page = await author.get(where)
        assert not boxes(page) and "đã lấy" in page

        lines = await at.core.database.transaction(lambda tx: tx.audit.lines(JournalFilter()))
        done = [line.action for line in lines if line.action.startswith("pack.")]
        assert done[::-1] == [
            "pack.receive", "pack.take", "pack.undo", "pack.leave", "pack.take",
        ]  # fmt: skip


async def test_a_pack_that_is_not_the_citys_changes_nothing_and_is_said_in_a_sentence(
    tmp_path: Path, content: Content
) -> None:
    other = read_key(packs.new_key())
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR), pack_key=PUBLIC) as at,
        desk(at, "hoa", Role.CLERK) as author,
    ):
        status, page, _ = await bring(author, packed(pack(content), other))
        assert status == 400 and "Chữ ký của gói không đúng" in page
        status, page, _ = await bring(author, b"PK\x03\x04")
        assert status == 400 and "không phải gói nội dung" in page
        later = packed(pack(content), KEY).replace(b'"edition": 1', b'"edition": 9')
        status, page, _ = await bring(author, later)
        assert status == 400 and "bản nội dung khác" in page
        assert await at.core.database.transaction(lambda tx: tx.city_packs.all()) == []
        assert (await bring(author, packed(pack(content), KEY)))[0] == 303
        status, page, _ = await bring(author, packed(pack(content, withdrawn=(OTHER,)), KEY))
        assert status == 409 and "phường đã nhận rồi" in page


async def test_a_ward_without_the_citys_key_takes_none(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "hoa", Role.CLERK) as author:
        _, page = await author.get(PATH)
        assert "PACK_KEY" in page and "multipart" not in page
        status, page, _ = await author.post(f"{PATH}/nhan", file=packed(pack(content), KEY))
        assert status == 400
        assert await at.core.database.transaction(lambda tx: tx.city_packs.all()) == []


async def test_a_correction_is_said_at_once_where_the_ward_had_not_written_its_own(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR), pack_key=PUBLIC) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        first = pack(content, correction=True, withdrawn=(OTHER,))
        assert (await bring(author, packed(first, KEY)))[0] == 303
        assert short(at) == SAID
        assert at.core.content.knowledge.entries[OTHER].status == "under_review"
        better = (offered(content, said="Thành phố nói lại cho rõ hơn."),)
        second = pack(content, 2, correction=True, items=better)
        assert (await bring(author, packed(second, KEY)))[0] == 303
        assert short(at) == "Thành phố nói lại cho rõ hơn."  # it was the city's before
        assert "đính chính" not in (await author.get(""))[1]

        own = "Phường nói theo lời của phường."
        assert (await send(author, at, short=own))[0] == 303
        assert (await do(approver, "publish"))[0] == 303
        third = pack(content, 3, correction=True)
        _, _, to = await bring(author, packed(third, KEY))
        assert short(at) == own  # it is theirs: they are asked
        for person in (author, approver):
            assert "đính chính gấp" in (await person.get(""))[1]
        where = to.removeprefix("/can-bo").partition("?")[0]
        assert (await choose(author, where, "leave"))[0] == 303
        assert "đính chính" not in (await author.get(""))[1]
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines(JournalFilter()))
        asked = [line for line in lines if line.action in ("pack.apply", "pack.ask")]
        assert [(line.action, line.actor) for line in asked[::-1]] == [
            ("pack.apply", "system"), ("pack.apply", "system"), ("pack.apply", "system"),
            ("pack.ask", "system"),
        ]  # fmt: skip
        _, page = await author.get(f"/noi-dung/{ENTRY}")
        assert own in page


async def test_a_figure_is_shown_beside_the_wards_and_taken(
    tmp_path: Path, content: Content
) -> None:
    name = "lai_ho_ngheo"
    text = packs_fact(content, name)
    one = Published(fact_entry(name), "", "", text)
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR), pack_key=PUBLIC) as at,
        desk(at, "hoa", Role.CLERK) as author,
    ):
        assert (await bring(author, packed(pack(content, items=(one,)), KEY)))[0] == 303
        row = (await at.core.database.transaction(lambda tx: tx.city_packs.all()))[0]
        _, page = await author.get(f"{PATH}/{row.id}")
        assert "6,24, từ" in page and "6,5, từ" in page
        assert (await choose(author, f"{PATH}/{row.id}", "take"))[0] == 303
        _, page = await author.get(f"/noi-dung/so-lieu/{name}")
        assert "6,5" in page
        status, page = await choose(author, f"{PATH}/{row.id}", "take")
        assert status == 409 and "Mục này đã chọn rồi" in page


def packs_fact(content: Content, name: str) -> str:
    return fact_text(content.shelf.files.facts[name]).replace("6.24", "6.5")


async def test_what_changed_since_the_page_was_made_is_not_taken(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR), pack_key=PUBLIC) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.CLERK) as other,
    ):
        _, _, to = await bring(author, packed(pack(content, withdrawn=(OTHER,)), KEY))
        where = to.removeprefix("/can-bo").partition("?")[0]
        _, page = await author.get(where)
        items = boxes(page)
        assert (await choose(other, where, "leave", ENTRY))[0] == 303
        status, page, _ = await author.post(f"{where}/chon", {"do": "take", "item": items})
        assert status == 409 and "vừa có người sửa" in page
        _, page = await author.get(f"/noi-dung/{OTHER}")
        assert f"gói số 1, {SIGNER}" in page  # the other box was done
        status, _, _ = await author.post(f"{where}/chon", {"do": "take"})
        assert status == 400
        assert (await author.get(f"{PATH}/7"))[0] == 404
