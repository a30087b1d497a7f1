"""Several people registered in one flow: a ticket each, one after the other."""

from pathlib import Path

import pytest

from bot.app import Core
from content.library import Content
from content.parties import people_in
from storage.event_models import Registration, RegistrationState
from tests.support.conference import add_event
from tests.support.play import RecordingChannel, exchange, playing, said

THREE = "Trần Thị Hà 0912000111, Lê Thị Lan 0912000222 và tôi Đỗ Thị Quế 0912000444"


async def say(core: Core, channel: RecordingChannel, *lines: str) -> str:
    for line in lines:
        replies = await exchange(core, channel, said(line))
    return "\n".join(reply.text for reply in replies)


async def living(core: Core, event: int) -> list[Registration]:
    found = await core.database.transaction(lambda tx: tx.registrations.of_event(event))
    return [one for one in found if one.state is RegistrationState.CONFIRMED]


async def test_each_has_a_ticket_and_only_what_is_missing_is_asked(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        begun = ("đăng ký hội nghị cho mấy chị em trong tổ", THREE, "đồng ý")
        assert "lần lượt 3 người" in await say(core, channel, *begun)
        assert "2/3" in await say(core, channel, "tạp hóa Hà", "cả nhóm tổ 2", "1")
        assert "3/3" in await say(core, channel, "bán vải", "1")
        await say(core, channel, "đều chưa đăng ký kinh doanh", "1")
        told = [
            (one.name, one.phone, one.business, one.sector, one.neighbourhood, one.registered_by)
            for one in await living(core, event.id)
        ]
        assert told == [
            ("Trần Thị Hà", "+84912000111", "tạp hóa Hà", "", "TDP 2", "Đỗ Thị Quế"),
            ("Lê Thị Lan", "+84912000222", "", "bán vải", "TDP 2", "Đỗ Thị Quế"),
            ("Đỗ Thị Quế", "+84912000444", "", "", "TDP 2", ""),
        ]


async def test_nobody_named_is_registered_before_they_are_said_to_agree(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        asked = await say(core, channel, "đăng ký hội nghị", "đồng ý", THREE)
        assert "Từng người từ đủ 18 tuổi" in asked
        assert "chưa đăng ký" in await say(core, channel, "không đồng ý")
        assert not await living(core, event.id)


async def test_a_flow_left_in_the_middle_waits_with_all_who_are_still_to_come(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        one_number = "Trần Thị Hà 0912345601, Lê Thị Lan, Đỗ Thị Quế"
        asked = ("đăng ký hội nghị cho mấy chị em trong tổ", one_number, "đồng ý")
        assert "Trần Thị Hà" in await say(core, channel, *asked)
        assert "Lê Thị Lan, 2/3" in await say(core, channel, "1", "tổ 2", "1")
        assert "điền dở vẫn còn" in await say(core, channel, "menu")
        assert "Lê Thị Lan, 2/3" in await say(core, channel, "tiếp tục")
        assert "Đỗ Thị Quế" in await say(core, channel, "bây giờ có những ai")
        assert [one.name for one in await living(core, event.id)] == ["Trần Thị Hà"]


async def test_one_ticket_of_several_is_given_up_by_name_and_the_others_stay(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        begun = ("đăng ký hội nghị cho mấy chị em trong tổ", THREE, "đồng ý")
        everybody = ("đều chưa đăng ký kinh doanh", "cả nhóm tổ 2", "1", "1", "1")
        await say(core, channel, *begun, *everybody)
        assert len(await living(core, event.id)) == 3
        asked = await say(core, channel, "chi Ha ban roi, huy cua chi Ha thoi, may nguoi kia giu")
        assert "Trần Thị Hà" in asked and "Lê Thị Lan" not in asked
        assert len(await living(core, event.id)) == 3
        await say(core, channel, "1")
        names = [one.name for one in await living(core, event.id)]
        assert names == ["Lê Thị Lan", "Đỗ Thị Quế"]


async def test_a_name_put_right_by_its_marks_keeps_the_ticket(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        lines = ("đăng ký họp cho mẹ em", "đồng ý", "Nguyễn Thị Thuý", "0936222111", "1", "tổ 5")
        await say(core, channel, *lines, "1", "1", "1")
        [before] = await living(core, event.id)
        told = await say(core, channel, "tên mẹ em là Nguyễn Thị Thuỷ dấu hỏi, em gõ nhầm ạ")
        [after] = await living(core, event.id)
        assert "mã vé giữ nguyên" in told
        assert (after.name, after.code) == ("Nguyễn Thị Thuỷ", before.code)


async def test_two_people_told_in_the_wish_itself_have_a_ticket_each(
    tmp_path: Path, content: Content
) -> None:
    wish = (
        "đăng ký họp cho chị Lê Thị Lan 0912000222 bán vải"
        " và chị Trần Thị Hoa 0912000333 quán phở Hoa, đều tổ 3"
    )
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        asked = await say(core, channel, wish)
        assert asked.count("Từng người từ đủ 18 tuổi") == 1 and "2 người, mỗi người một vé" in asked
        await say(core, channel, "đồng ý", "1", "1")
        told = [
            (one.name, one.phone, one.business, one.sector, one.neighbourhood)
            for one in await living(core, event.id)
        ]
        assert told == [
            ("Lê Thị Lan", "+84912000222", "", "bán vải", "TDP 3"),
            ("Trần Thị Hoa", "+84912000333", "quán phở Hoa", "", "TDP 3"),
        ]


async def test_a_plain_yes_takes_up_the_offer_to_register(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)
        lines = ("hội nghị hôm nào", "tôi tên Hoàng Văn Tuấn", "sđt 0912000555", "vâng ạ")
        assert "để sẵn trong mẫu" in await say(core, channel, *lines)
        assert "**Hoàng Văn Tuấn**, số điện thoại" in await say(core, channel, "đồng ý")


@pytest.mark.parametrize("name", ["Trần Thị Út", "Bùi Văn Đức", "Lê Thị Ánh", "Hồ Ân"])
def test_a_given_name_with_a_marked_capital_is_heard_whole(name: str) -> None:
    people = people_in(f"Trần Thị Sáu 0901000789 và {name} 0901000790 bán rau")
    assert [one.name for one in people] == ["Trần Thị Sáu", name]
