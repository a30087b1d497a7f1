"""What follows a danger within the hour stays with it; what is plainly another wish is answered."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import exchange, playing, said

BEATEN = "chong em danh em, no uong ruou roi dap het sap hang"
CALLED = "co nguoi goi xung chi cuc thue bao tui no thue 18 trieu phai chuyen khoan lien"
DRANK = "chị gái em uống thuốc sâu rồi cứu với"
FIRE = "nhà hàng xóm đang cháy to lắm, lan sang quán tôi rồi"
DESPAIR = "nợ nần chồng chất, chắc ra cầu Kiến An cho xong"
FEE = "có người nhắn zalo bảo là cán bộ phường thu 500k phí dự hội nghị đối thoại"
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
        # Who is there by now; that it is over.
        ((DRANK, "vẫn tỉnh, nôn nhiều"), "nằm nghiêng"),
        ((DRANK, "xe cấp cứu tới rồi"), "Nói với bác sĩ"),
        ((DRANK, "dang tren xe cap cuu"), "Nói với bác sĩ"),
        ((FIRE, "cứu hỏa tới rồi, nhưng hàng cháy sạch 200 triệu"), "giữ biên bản"),
        ((FIRE, "dap xong roi"), "đỡ lo"),
        ((FIRE, "em đùa thôi"), "không có chuyện gì là tốt"),
        ((FIRE, "so 114 phai k"), "không mất tiền"),
        ((BEATEN, "113 den roi, no bo di roi, cam on"), "Công an tới rồi"),
        ((BEATEN, "em o nha me roi"), "đỡ lo"),
        (("bọn đòi nợ dọa đốt quán", "nợ thật, vay 50 triệu lãi ngày"), "Nợ thật thì trả dần"),
        (("bọn đòi nợ dọa đốt quán", "bao cong an no tra thu thi sao"), "trả thù"),
        ((DESPAIR, "nói vậy thôi chứ ai thương mình đâu"), "gọi cho một người"),
        ((DESPAIR, "nợ thuế 60 triệu, nợ bạn 200 triệu. bán phở lỗ"), "Nợ nhiều"),
        ((DESPAIR, SALES, "tôi mua sẵn thuốc chuột rồi, để trong tủ"), "thật xa"),
        ((DESPAIR, "goi so do ton tien k"), "không mất tiền"),
        ((DESPAIR, "con gái tôi vừa gọi, tôi vứt thuốc đi rồi. mai tính tiếp"), "Mừng quá"),
        ((DESPAIR, "thoi dung gui cho ai"), "không báo cho ai"),
        ((DESPAIR, "không có gì đâu, bác than tí thôi"), "đã nói ra"),
        (("mẹ em cứ đòi chết, phải làm sao",), "Đừng để người ấy ở một mình"),
        ((FEE, "em chưa chuyển"), "chưa mất gì"),
        ((FEE, "so cua no la 0987xxx, bao cho ai"), "Báo công an phường"),
        ((FEE, "à thế hội nghị có thật không"), "là có thật"),
        ((CALLED, "tui chuyen 5 trieu roi", "giờ làm sao lấy lại"), "không ai chắc"),
        (
            (CALLED, "tui chuyen 5 trieu roi", "ngan hang khoa roi, cong an cung bao roi"),
            "đổi mật khẩu",
        ),
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
        (BEATEN, "no dang dap cua", "gio e o nha me, muon mo quan moi ten e can giay gi"),
        ("bọn đòi nợ dọa đốt quán", "quán em bán ốc, có vay đc ngân hàng chính sách để trả ko"),
        ("co mui gas trong quan", "hết mùi rồi. à tiện hỏi bán gas thì nộp thuế mấy phần trăm"),
        (FIRE, "thiệt hại thế này có được giảm thuế không"),
        (DESPAIR, "thế nợ thuế 60 triệu có bị bắt k"),
        ("trời ơi tui muốn chết vì nóng quá", "nói vậy thôi, trời nóng chứ tui có sao đâu"),
        ("Hồi xưa em bị chồng đánh suốt, giờ ly hôn rồi, tự mở quán cơm",),
    ],
)
async def test_what_is_plainly_another_wish_is_no_danger(
    tmp_path: Path, content: Content, lines: Sequence[str]
) -> None:
    text = await last(tmp_path, content, lines)
    assert not any(number in text for number in ("113", "114", "115", "số in trên thẻ")), text


OPENINGS = (BEATEN, CALLED, DRANK, FIRE, DESPAIR, "bọn đòi nợ dọa đốt quán", "con tôi bị lạc ở chợ")
LITTLE = ("ừ", "trời ơi", "ừ", "sợ quá", "trời ơi", "ừ", "vậy hả", "trời ơi", "trời ơi")


@pytest.mark.parametrize("opening", OPENINGS)
async def test_no_answer_to_a_danger_is_the_one_before_it(
    tmp_path: Path, content: Content, opening: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        told = [
            "\n".join(reply.text for reply in await exchange(core, channel, said(line)))
            for line in (opening, *LITTLE, opening, opening, "cháy rồi", "cháy rồi")
        ]
    assert all(one != other for one, other in pairwise(told)), told
    assert not any("chưa có câu trả lời" in one for one in told)
