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
CREDITOR = "chủ nợ đòi đốt quán"
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
        ((CALLED, "tui chuyen 5 trieu roi", "ngân hàng vietcombank số mấy"), "số in trên thẻ"),
        ((CALLED, "tui chuyen 5 trieu roi", "thế công an phường mình số mấy"), "gọi 113"),
        ((CALLED, "tui chuyen 5 trieu roi", "công an phường ở đâu qua trình báo"), "gọi 113"),
        ((CALLED, "tui chuyen 5 trieu roi", "ok gọi đc r, ngân hàng khoá thẻ r"), "đổi mật khẩu"),
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
        (CREDITOR, "thôi tôi bình tĩnh rồi, nợ thuế 40tr xin trả dần được không"),
        (CREDITOR, SALES, "tôi muốn đóng quán luôn cho xong"),
        (CREDITOR, SALES, "đóng quán mà nợ thuế thì sao"),
        (CREDITOR, SALES, "cảm ơn cháu nhé, nói chuyện đỡ buồn"),
        ("co mui gas trong quan", "tho sua xong roi", "quan ga cua toi de mai mo"),
        (BEATEN, "no dang dap cua", "gio e o nha me, muon mo quan moi ten e can giay gi"),
        ("bọn đòi nợ dọa đốt quán", "quán em bán ốc, có vay đc ngân hàng chính sách để trả ko"),
        ("co mui gas trong quan", "hết mùi rồi. à tiện hỏi bán gas thì nộp thuế mấy phần trăm"),
        (FIRE, "thiệt hại thế này có được giảm thuế không"),
        (DESPAIR, "thế nợ thuế 60 triệu có bị bắt k"),
        (DESPAIR, "đăng ký dự hội nghị"),
        (DESPAIR, "xem vé của tôi"),
        (DESPAIR, "thuế môn bài nộp khi nào"),
        (BEATEN, "bo thue khoan tu bao gio"),
        ("trời ơi tui muốn chết vì nóng quá", "nói vậy thôi, trời nóng chứ tui có sao đâu"),
        ("Hồi xưa em bị chồng đánh suốt, giờ ly hôn rồi, tự mở quán cơm",),
    ],
)
async def test_what_is_plainly_another_wish_is_no_danger(
    tmp_path: Path, content: Content, lines: Sequence[str]
) -> None:
    text = await last(tmp_path, content, lines)
    assert not any(number in text for number in ("113", "114", "115", "số in trên thẻ")), text


JUMPS = "chán quá, buôn bán lỗ hết, vợ bỏ, chắc tôi nhảy cầu cho xong"
THREAT = "em nợ tín dụng đen 200 triệu tụi nó dọa đốt quán em giờ em phải làm sao"
LOAN = "em cần vay tiền ở đâu để trả cho nó đây, ngân hàng có cho vay ko"
BRIDGE = "toi dang dung tren cau Rao ne"
MISSED = (
    *("Xin chào ông/bà", "Ý ông/bà là", "chưa có câu trả lời", "Gửi phường", "Không có gì ạ"),
    *("114 không được", "làm mất thời gian", "Hiện không có việc", "Đã thôi"),
)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((JUMPS, "người nhà gì nữa, chả ai nghe. 115 với 113 để làm gì"), "người thật nghe máy"),
        ((JUMPS, "goi lam gi co ai nghe dau"), "người thật nghe máy"),
        ((JUMPS, "kêu mấy ông đó chi, hổng gọi đâu"), "người thật nghe máy"),
        ((JUMPS, "tôi đang đứng trên cầu đây"), "Xin lùi lại"),
        ((JUMPS, "tui ngồi trên lan can nè"), "Xin lùi lại"),
        ((JUMPS, "tôi nhảy đây"), "Xin lùi lại"),
        ((BRIDGE,), "Xin lùi lại"),
        ((JUMPS, BRIDGE, "nước lạnh lắm. Thôi chào"), "đừng đi"),
        ((JUMPS, "thoi tam biet"), "đừng đi"),
        ((JUMPS, "xin lỗi má giùm tui nghen"), "đừng đi"),
        ((JUMPS, "sao không ai giữ tôi lại"), "gọi cho một người"),
        ((JUMPS, "tôi lùi vào rồi, ngồi dưới đất"), "đã lùi lại"),
        ((JUMPS, "tui buoc xuong roi ne, ngoi via he"), "đã lùi lại"),
        ((JUMPS, "có ai gọi cho tôi được không"), "không gọi điện cho ông/bà được"),
        ((JUMPS, "phuong goi lai cho tui di"), "không gọi điện cho ông/bà được"),
        ((JUMPS, "tôi cần người nói chuyện thôi, không phải chợ"), "giọng một người thật"),
        ((JUMPS, "co ai noi chuyen voi tui hong"), "giọng một người thật"),
        ((JUMPS, "cảm ơn"), "115"),
        ((JUMPS, "thôi"), "115"),
        ((JUMPS, "giúp tôi"), "115"),
        ((JUMPS, "hủy"), "115"),
        ((JUMPS, "tin nhắn đến thôi"), "115"),
        ((JUMPS, "con be nha em con nho qua"), "115"),
        ((JUMPS, SALES, "lạnh quá trời ơi, tối thui"), "115"),
        ((JUMPS, SALES, "tui buong tay day"), "Xin lùi lại"),
        ((THREAT, LOAN, "tụi nó đang đứng trước cửa em kìa"), "Khóa trái cửa"),
        ((THREAT, "ho den roi, 4 nguoi"), "Khóa trái cửa"),
        ((THREAT, "nó đập cửa ầm ầm"), "Khóa trái cửa"),
        ((THREAT, LOAN, "cứu em, nó đập cửa"), "Khóa trái cửa"),
        ((THREAT, "em run quá"), "113"),
        (
            (
                *(THREAT, "cứu em, nó đập cửa", "công an tới rồi em ơi, nó chạy rồi", SALES),
                "em cảm ơn. Nhưng em mất ngủ mấy hôm rồi, con em mới 3 tuổi",
            ),
            "chợp mắt",
        ),
        ((BEATEN, "dem nao em cung khoc, khong ngu duoc"), "chợp mắt"),
    ],
)
async def test_a_danger_goes_on_until_it_is_over(
    tmp_path: Path, content: Content, lines: Sequence[str], told: str
) -> None:
    text = await last(tmp_path, content, lines)
    assert told in text, text
    assert not any(missed in text for missed in MISSED), text


async def test_who_fears_for_another_is_not_told_to_step_back(
    tmp_path: Path, content: Content
) -> None:
    lines = ("mẹ em cứ đòi chết, phải làm sao", "mẹ đang đứng trên sân thượng kìa")
    text = await last(tmp_path, content, lines)
    assert "113" in text and "Xin lùi lại" not in text, text


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


@pytest.mark.parametrize(
    "text",
    [
        "vo em da co hkd ban quan ao, nay dk them hkd nua de ban my pham dc ko",
        "ban bien bao tam ngung kd roi hoat dong lai, hd van bi tat",
    ],
)
async def test_what_only_sounds_like_a_blow_is_answered_below_whom_to_call(
    tmp_path: Path, content: Content, text: str
) -> None:
    shown = await last(tmp_path, content, [text])
    assert shown.startswith("Đang có người gặp nguy thì gọi ngay: 113")
    assert len(shown) > 300 and "?" in shown


LOCKED = (
    "có người xưng cán bộ thuế gọi, gửi link qua zalo kêu chị cài app",
    "chị đọc mã otp cho hắn mất rồi",
    "ngân hàng khóa rồi, họ nói chưa mất đồng mô",
)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (LOCKED, "hai việc gấp nhất"),
        ((*LOCKED, "có phải ra công an không, công an phường mình ở mô"), "Báo công an phường"),
        (
            (*LOCKED, "mà răng hắn biết tên chị với mã số thuế, có phải bên phường lộ ra không"),
            "tôi không biết được",
        ),
        ((*LOCKED, "rứa bên em đang giữ cái chi của chị"), "Phường lưu gì"),
        ((*LOCKED[:2], "rứa bên em đang giữ cái chi của chị"), "Phường lưu gì"),
    ],
)
async def test_a_swindle_that_was_met_swallows_no_plain_question(
    tmp_path: Path, content: Content, lines: Sequence[str], told: str
) -> None:
    assert told in await last(tmp_path, content, lines)
