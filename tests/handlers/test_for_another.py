"""Somebody registers their mother, or another household: a ticket each, side by side in one chat
and under one number, and each says who registered it."""

from pathlib import Path

import pytest

from bot.app import Core
from content.families import companions_in, registers_another
from content.library import Content
from storage.database import Transaction
from storage.event_models import EventKind, Registration, RegistrationState
from tests.support.conference import add_event, make_event
from tests.support.play import RecordingChannel, exchange, playing, said

OWN = ("đăng ký hội nghị", "đồng ý", "Trần Thị Bình", "0912345671", "Quán B", "1", "tổ 2", "1")


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("đăng ký cho má tui", "má"),
        ("dk giùm chồng em với", "chồng"),
        ("lấy vé cho mẹ tôi", "mẹ"),
        ("dang ky cho ba toi di hop", "ba"),
        ("má tui muốn đi dự hội nghị", "má"),
        ("đăng ký cho em gái tôi", "em gái"),
        ("đăng ký thêm cho nhà kế bên", ""),
        ("nhà tui có 2 quán, đăng ký 2 hộ được không", ""),
        ("đăng ký thêm 1 vé nữa", ""),
        ("đăng ký cho em với", None),
        ("đăng ký hộ kinh doanh cho vợ", None),
        ("đăng ký mã số thuế cho mẹ", None),
        ("đăng ký giảm trừ gia cảnh cho con", None),
        ("đăng ký thêm ngành nghề", None),
        ("đăng ký hội nghị", None),
    ],
)
def test_who_is_registered_is_heard(text: str, whom: str | None) -> None:
    heard = registers_another(text)
    assert (heard.whom if heard else None) == whom


def test_companions_are_heard_by_their_full_names() -> None:
    told = "đi với vợ tôi là Trần Thị Mai và con trai Lê Văn Nam"
    assert companions_in(told) == "Trần Thị Mai, Lê Văn Nam"
    assert companions_in("đi cùng vợ") == companions_in("2 người") == ""


async def say(core: Core, channel: RecordingChannel, *lines: str) -> str:
    for line in lines:
        replies = await exchange(core, channel, said(line))
    return "\n".join(reply.text for reply in replies)


async def registered(core: Core, event: int) -> list[Registration]:
    found = await core.database.transaction(lambda tx: tx.registrations.of_event(event))
    return [one for one in found if one.state is RegistrationState.CONFIRMED]


async def test_a_mother_is_registered_beside_her_daughter(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        await say(core, channel, *OWN, "1")
        begun = await say(core, channel, "đăng ký cho má tui")
        assert "cho **má**" in begun and "Người ấy" in begun  # her own consent
        assert "(má)" in await say(core, channel, "đồng ý")
        lines = ("Lê Thị Sáu", "Dùng số của tôi", "1", "tổ 5", "2 người, đi cùng bà Trần Thị Mận")
        review = await say(core, channel, *lines)
        assert "Trần Thị Mận" in review and "Người đăng ký giúp: Trần Thị Bình" in review
        ticket = await say(core, channel, "1")
        assert "Lê Thị Sáu" in ticket and "giúp: Trần Thị Bình" in ticket
        own, hers = await registered(core, event.id)
        assert own.phone == hers.phone and own.contact_id == hers.contact_id
        assert (hers.registered_by, hers.companion_names) == ("Trần Thị Bình", "bà Trần Thị Mận")
        # Side by side; each is changed and given up by itself.
        await say(core, channel, "vé của tôi")
        both = [choice.label for choice in channel.sent[-1][1].choices]
        assert any("Trần Thị Bình" in one for one in both)
        assert any("Lê Thị Sáu" in one for one in both)
        assert "vé nào" in await say(core, channel, "má tôi không đi nữa")
        await say(core, channel, "sửa tên thành Trần Thị Bính")
        assert [r.name for r in await registered(core, event.id)] == ["Trần Thị Bính", "Lê Thị Sáu"]
        # What is offered back the next time is her own.
        assert "Trần Thị Bính" in await say(core, channel, "dữ liệu của tôi")


async def test_who_registers_another_first_is_asked_for_their_name(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        lines = ("đăng ký giùm chồng em với", "đồng ý", "Lê Văn Bình", "0912345671", "1", "tổ 5")
        assert "đăng ký giúp" in await say(core, channel, *lines, "1")
        review = await say(core, channel, "Trần Thị Bình")
        assert "Người đăng ký giúp: Trần Thị Bình" in review
        await say(core, channel, "1")
        # Then for herself, from the same chat with the same number: a ticket of her own.
        again = await say(core, channel, "đăng ký hội nghị")
        assert "Lê Văn Bình" in again
        await say(core, channel, "đăng ký thêm", "đồng ý", "Trần Thị Bình", "0912345671", "1")
        assert "xem lại" in await say(core, channel, "tổ 5", "1", "Không cần ghi")
        await say(core, channel, "1")
        assert len(await registered(core, event.id)) == 2


async def test_a_number_of_another_chat_is_not_shared(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        await say(core, channel, *OWN, "1")
        lines = ("đăng ký cho má tui", "đồng ý", "Lê Thị Sáu", "0912345671", "1", "tổ 5", "1", "1")
        for line in (*lines, "1"):
            replies = await exchange(core, channel, said(line, address="8"))
        assert any("đã được đăng ký" in reply.text for reply in replies)
        assert len(await registered(core, event.id)) == 1


async def test_two_events_are_told_apart_by_their_names(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)

        def course(tx: Transaction) -> None:
            make_event(tx, title="Lớp tập huấn eTax", kind=EventKind.TRAINING, parking="bãi 2")

        await core.database.transaction(course)
        await say(core, channel, "đăng ký hội nghị đối thoại", *OWN[1:], "1")
        await say(core, channel, "đăng ký lớp tập huấn", "1", "1", "1")
        assert "bãi 2" in await say(core, channel, "lớp học có gửi xe không")
        assert "Chủ đề" not in await say(core, channel, "xem các vé của tôi")
        asked = await say(core, channel, "huy lop tap huan thoi, giu hoi nghi")
        assert "eTax" in asked and "hủy" in asked.lower()


@pytest.mark.parametrize("words", ["mất mã vé rồi", "quên mã vé", "mất vé rồi làm sao"])
async def test_a_lost_code_is_answered(tmp_path: Path, content: Content, words: str) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)
        assert "bàn đón tiếp" in await say(core, channel, words)
        await say(core, channel, *OWN, "1")
        found = await say(core, channel, words)
        assert "bàn đón tiếp" in found and "Trần Thị Bình" in found


async def test_one_seat_left_is_offered_to_a_party_of_two_at_once(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database, seats=1)
        told = await say(core, channel, "đăng ký hội nghị 2 người")
        assert "còn 1 chỗ" in told and "nhận chỗ trước hạn" in told
        lines = ("đồng ý", "Trần Thị Bình", "0912345671", "1", "tổ 2")
        review = await say(core, channel, *lines)
        assert "còn 1 chỗ" in review and "danh sách chờ" in review
        assert "1**" in await say(core, channel, "Đi số người còn chỗ thôi")
        assert "Đã giữ chỗ" in await say(core, channel, "1")


async def test_erasing_takes_the_names_of_all_of_them(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        lines = ("đăng ký giùm chồng em với", "đồng ý", "Lê Văn Bình", "0912345671", "1", "tổ 5")
        await say(core, channel, *lines, "2 người, đi cùng Lê Thị Hoa", "Trần Thị Bình", "1")
        await say(core, channel, "xóa dữ liệu của tôi", "1", "đồng ý")
        found = await core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
        assert [(one.registered_by, one.companion_names) for one in found] == [("", "")]
