"""What follows a danger within the hour stays with it; what is plainly another wish is answered."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import exchange, playing, said

BEATEN = "chong em danh em, no uong ruou roi dap het sap hang"
CALLED = "co nguoi goi xung chi cuc thue bao tui no thue 18 trieu phai chuyen khoan lien"
SALES = "toi ban 50 trieu mot thang co phai dong thue khong"


async def last(tmp_path: Path, content: Content, lines: Sequence[str]) -> str:
    async with playing(tmp_path, content) as (core, channel):
        for line in lines:
            replies = await exchange(core, channel, said(line))
    return "\n".join(reply.text for reply in replies).replace("**", "")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((BEATEN, "em ban duoc 30tr no lay het"), "kể với công an phường"),
        ((BEATEN, "no lay het tien cua em roi, 30 trieu"), "kể với công an phường"),
        # Something else was answered meanwhile.
        ((BEATEN, SALES, "neu no quay lai thi goi ai"), "quay lại: gọi 113"),
        ((BEATEN, SALES, "goi ai bay gio"), "Gọi 113"),
        ((CALLED, "tui chuyen 5 trieu roi", "ngan hang so nao"), "số in trên thẻ"),
        (("co mui gas trong quan", "con khach dang an 6 nguoi"), "Mời hết khách ra"),
        (("nhieu khi nghi di theo ba ay cho roi", "noi vay thoi chu chua lam gi"), "đã nói ra"),
        (("ba ay mat 3 nam roi, ban hang mot minh buon qua",), "thấy thương"),
    ],
)
async def test_what_follows_stays_with_the_need(
    tmp_path: Path, content: Content, lines: Sequence[str], told: str
) -> None:
    assert told in await last(tmp_path, content, lines)


@pytest.mark.parametrize(
    "lines",
    [
        (CALLED, "tui chuyen 5 trieu roi", "tui ban 60tr thang thi co no thue k"),
        (CALLED, "the vay von that thi o dau"),
        (BEATEN, SALES, "den duong hu bao ai"),
        ("co mui gas trong quan", "tho sua xong roi", "quan ga cua toi de mai mo"),
    ],
)
async def test_what_is_plainly_another_wish_is_no_danger(
    tmp_path: Path, content: Content, lines: Sequence[str]
) -> None:
    text = await last(tmp_path, content, lines)
    assert not any(number in text for number in ("113", "114", "115", "số in trên thẻ")), text
