"""Who comes is put right, asked for and asked about while the consent to a seat stands open, or the
registration has stepped aside: nothing of it is lost, nobody is taken for a question."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.clock import FixedClock
from tests.support.conference import add_event
from tests.support.play import check_words, exchange, playing, said

HANH = "đăng ký hội nghị > Trần Thị Hạnh, số máy 0987 111 222"
THREE = f"{HANH} > Cô đi cùng chị Hoa hàng bên với cả cái Thảo con dâu cô nữa"
OUT = f"{THREE} > Ấy chết cái Thảo hôm đó nó đi làm, thôi bỏ nó ra nhé"
ASIDE = "thôi thế doanh thu từ bao nhiêu thì phải đóng thuế"
PHAT = "đăng ký hội nghị > 0903 222 333 > 3 la tinh ca tui, 2 thang kia la Phat voi Loc"


@pytest.mark.parametrize(
    ("lines", "words", "not_these"),
    [
        (OUT, ("chị Hoa", "chưa được ghi"), ("Thảo", "Tôi dừng")),
        (f"{THREE} > {ASIDE} > thôi bỏ Thảo ra nhé", ("chị Hoa",), ("Thảo", "Ý ông/bà")),
        (f"{OUT} > Thế bây giờ cô đăng ký mấy người rồi?", ("2 người", "chưa đăng ký"), ()),
        (f"{HANH} > {ASIDE} > check lai danh sach coi", ("Trần Thị Hạnh", "chưa đăng ký"), ()),
        (
            f"{HANH} > {ASIDE} > Sửa lại giúp cô số máy, đuôi là 223 chứ không phải 222",
            ("0987 111 223",),
            ("Ý ông/bà",),
        ),
        (f"{HANH} > có phải mang giấy tờ gì không, gửi xe ở đâu", ("giấy mời", "chỗ gửi xe"), ()),
        (f"{HANH} > {ASIDE} > ma may gio vay, co bao com k", ("8 giờ", "ăn uống"), ("Xin lỗi",)),
        (f"{HANH} > Nhắc cô trước một hôm nhé, cô hay quên", ("tự nhắc", "chưa có vé"), ("thuế",)),
        (
            f"{HANH} > cô đăng ký hộ bà cụ nhà cô luôn được không, cụ 84 tuổi nhưng sạp đứng tên cụ"
            " > Cụ tên là Lê Thị Tẹo, cụ không dùng điện thoại, cứ gọi số của cô",
            ("Trần Thị Hạnh và Lê Thị Tẹo",),
            ("Ý ông/bà",),
        ),
        (PHAT, ("Phat, Loc", "0903 222 333"), ("Ý ông/bà", "Gần nhất")),
        (f"{PHAT} > thoi bo Loc, the thang Hieu vo", ("Phat, Hieu",), ("Loc", "nhận tin")),
    ],
)
async def test_who_comes_is_never_lost(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    words: tuple[str, ...],
    not_these: tuple[str, ...],
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content_with_encoder, clock) as (core, channel):
        await add_event(core.database, seats=50, now=clock.now, days=14)
        for line in lines.split(" > "):
            replies = await exchange(core, channel, said(line))
    check_words("\n".join(one.text for one in replies), words, not_these)


async def test_the_ticket_is_of_those_who_come(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content_with_encoder, clock) as (core, channel):
        event = await add_event(core.database, seats=50, now=clock.now, days=14)
        for line in (*OUT.split(" > "), "đồng ý"):
            replies = await exchange(core, channel, said(line))
        [kept] = await core.database.read(lambda tx: tx.registrations.of_event(event.id))
    assert (kept.name, kept.companions, kept.companion_names) == ("Trần Thị Hạnh", 1, "chị Hoa")
    check_words("\n".join(one.text for one in replies), ("Trần Thị Hạnh",), ())
