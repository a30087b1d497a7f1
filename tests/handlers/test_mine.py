"""One's own business in the register: shown by proof or by a person, never by a guess."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.app import Core
from content.codes import CodeKind, new_code
from content.library import Content
from handlers.talk.messages import IncomingKind, Shared
from storage.business_models import (
    Business,
    BusinessField,
    BusinessStatus,
    Entered,
    KnownFrom,
    Relation,
    Tied,
)
from storage.database import Transaction
from storage.event_models import BusinessKind
from storage.hashes import hashed
from tests.support.clock import START
from tests.support.play import RecordingChannel, exchange, playing, said

BY = Entered(KnownFrom.STAFF, START, "an")
CARD = Shared("Nguyễn Thị Lành", "0912345678", vouched=True)


def shop(tx: Transaction, name: str, phone: str = "+84912345678") -> Business:
    number = tx.businesses.ids.next()
    made = Business(number, new_code(CodeKind.BUSINESS), BusinessKind.HOUSEHOLD, START, START)
    tx.businesses.add(made)
    tx.businesses.put(made.id, {BusinessField.NAME: name, BusinessField.WORKERS: "2"}, BY)
    tx.businesses.add_person(made.id, "Nguyễn Thị Lành", Relation.OWNER, BY, phone=phone)
    tx.businesses.add_place(made.id, BY, neighbourhood="TDP 5", address="12 Trần Phú")
    return tx.businesses.touch(made.id, START)


async def furnished(core: Core, *names: str) -> list[Business]:
    return await core.database.transaction(lambda tx: [shop(tx, name) for name in names])


async def told(core: Core, channel: RecordingChannel, *lines: str | Shared, who: str = "7") -> str:
    replies: list[Any] = []
    for line in lines:
        if isinstance(line, Shared):
            message = replace(said("", address=who, kind=IncomingKind.SHARED), shared=line)
        else:
            message = said(line, address=who)
        replies = await exchange(core, channel, message, to=who)
    return "\n".join(reply.text for reply in replies)


async def test_a_card_the_platform_vouches_for_shows_ones_business(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        (one,) = await furnished(core, "Bún Lành")
        first = await told(core, channel, "hộ của tôi")
        assert first.startswith("**Sổ hộ kinh doanh của phường** ghi") and "Bún Lành" not in first
        assert "Có hai cách" in first  # here no card is offered
        typed = await told(core, channel, replace(CARD, vouched=False))
        assert "chưa xác nhận được" in typed and "Bún Lành" not in typed
        shown = await told(core, channel, CARD)
        assert "Bún Lành" in shown and "0912345678" not in shown.replace(" ", "")
        assert "12 Trần Phú" in await told(core, channel, "ho cua toi")
        (person,) = await core.database.read(lambda tx: tx.businesses.persons(one.id))
        assert person.proof is Tied.CONTACT_CARD
        assert "không lưu danh thiếp" in await told(core, channel, "hủy", CARD, who="8")


async def test_a_letter_s_code_works_once(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        (one,) = await furnished(core, "Bún Lành")
        code = new_code(CodeKind.LETTER)
        until = START.replace(year=2027)
        await core.database.transaction(
            lambda tx: tx.business_claims.write_letter(hashed(code), one.id, "an", until)
        )
        assert "Bún Lành" in await told(core, channel, code.lower())
        assert "Không có mã" in await told(core, channel, code, who="8")
        assert "Bún Lành" not in await told(core, channel, "hộ của tôi", who="8")


async def test_of_two_claimants_a_person_decides(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await furnished(core, "Bún Lành")
        await told(core, channel, "hộ của tôi", CARD)
        second = await told(core, channel, "hộ của tôi", CARD, who="8")
        assert "cán bộ xem rồi mới quyết" in second and "Bún Lành" not in second
        assert "đang chờ cán bộ" in await told(core, channel, "hộ của tôi", who="8")
        (claim,) = await core.database.read(lambda tx: tx.business_claims.waiting())
        assert claim.business is not None


async def test_who_has_no_proof_asks_an_official_and_may_refuse(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await told(core, channel, "hộ của tôi", "1", "không đồng ý")
        assert await core.database.read(lambda tx: tx.business_claims.waiting()) == []
        sent = await told(core, channel, "hộ của tôi", "1", "đồng ý", "Bún Lành, 12 Trần Phú, tổ 5")
        assert "Đã gửi cán bộ" in sent
        (claim,) = await core.database.read(lambda tx: tx.business_claims.waiting())
        assert claim.said == "Bún Lành, 12 Trần Phú, tổ 5" and claim.business is None


async def test_an_owner_puts_right_rests_opens_again_and_became_an_enterprise(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        (one,) = await furnished(core, "Bún Lành")
        await told(core, channel, "hộ của tôi", CARD)

        async def now() -> tuple[BusinessStatus, dict[BusinessField, Any]]:
            def work(tx: Transaction) -> tuple[BusinessStatus, dict[BusinessField, Any]]:
                found = tx.businesses.get(one.id)
                assert found is not None
                return found.status, tx.businesses.values(one.id)

            return await core.database.read(work)

        assert "Gõ một con số" in await told(core, channel, "Sửa", "Số người làm")
        assert "Chưa sửa gì" in await told(core, channel, "nhiều lắm")
        assert "Số người làm: 5" in await told(core, channel, "5 người")
        _, values = await now()
        assert values[BusinessField.WORKERS].source is KnownFrom.OWNER
        assert len(await core.database.read(lambda tx: tx.businesses.history(one.id))) == 3
        assert "40 Lê Lợi" in await told(core, channel, "Sửa", "Địa chỉ", "40 Lê Lợi")
        assert "tạm nghỉ" in await told(core, channel, "đã nghỉ", "tạm nghỉ")
        assert (await now())[0] is BusinessStatus.PAUSED
        assert "nghỉ hẳn" in await told(core, channel, "đã nghỉ", "nghỉ hẳn")
        assert (await now())[0] is BusinessStatus.CLOSED
        assert "đang kinh doanh" in await told(core, channel, "mở lại")
        assert "ngày nào" in await told(core, channel, "Đã lên công ty")
        assert "không phải ngày sắp tới" in await told(core, channel, "1/1/2030")
        assert "mười chữ số" in (await told(core, channel, "15/10/2026", "12345")).lower()
        assert "đối chiếu giấy" in await told(core, channel, "0201234567")
        assert (await now())[0] is BusinessStatus.ACTIVE  # until an official has seen the paper
        (claim,) = await core.database.read(lambda tx: tx.business_claims.waiting())
        assert (claim.said, str(claim.since)) == ("0201234567", "2026-10-15")


async def test_one_person_of_several_businesses_chooses_and_leaves_one(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await furnished(core, "Bún Lành", "Phở Lành")
        assert "2 cơ sở" in await told(core, channel, "hộ của tôi", CARD)
        assert "Phở Lành" in await told(core, channel, "phở lành")
        assert "không xem được" in await told(core, channel, "Không phải của tôi")
        assert "Đã bỏ" in await told(core, channel, "1")
        only = await told(core, channel, "hộ của tôi")
        assert "Bún Lành" in only and "Phở Lành" not in only


async def test_who_is_erased_is_tied_to_nothing(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        (one,) = await furnished(core, "Bún Lành")
        await told(core, channel, "hộ của tôi", CARD, "Đã lên công ty", "15/10/2026", "0201234567")
        shown = await told(core, channel, "dữ liệu của tôi")
        assert "Bún Lành" in shown
        await told(core, channel, "xóa dữ liệu", "1", "1")
        assert await core.database.read(lambda tx: tx.businesses.persons(one.id)) == []
        assert await core.database.read(lambda tx: tx.business_claims.waiting()) == []
