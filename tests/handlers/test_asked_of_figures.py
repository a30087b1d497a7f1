# ruff: noqa: E501
"""What is asked in a few words of told figures is answered for that owner, and never with a list.
What follows `>` is typed next; the last reply is judged, with its choices."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

NO_LIST = ["Ý ông/bà là câu nào", "nên không đoán"]
PHO, GROCER = "bán phở tháng 90 triệu", "tạp hóa tháng 40 triệu"
OWES, FREE = ["1,08 tỷ đồng × 3% = 32,4 triệu", "1,2 triệu đồng"], ["480 triệu", "không phải nộp"]

CASES: list[tuple[str, list[str], list[str]]] = [
    *((f"{PHO} > {said}", OWES, []) for said in (
        "vậy nhà tôi nộp bao nhiêu", "thế phải đóng mấy", "quý này nộp nhiêu", "rứa tui đóng mấy đồng",
        "tính giúp tôi luôn", "mỗi quý bao nhiêu tiền", "vay nha toi nop bao nhieu", "rồi có phải nộp gì không",
    )),
    *((f"{GROCER} > {said}", FREE, []) for said in (
        "vậy tui phải đóng bao nhiêu", "thế có phải đóng đồng nào không", "tính hộ cái", "khỏi đóng hả em",
        "the nha toi co phai nop khong", "cảm ơn > vậy nhà tôi nộp bao nhiêu",
    )),
    # Every month, or every quarter.
    (f"{PHO} > nộp hàng tháng hay quý", ["theo quý", "1/2/2027"], []),
    (f"{GROCER} > đóng theo tháng hay theo năm", ["không phải nộp tiền thuế", "một năm một lần"], []),
    ("bán vật liệu xây dựng năm 60 tỷ > nop theo thang hay theo quy vay", ["theo tháng"], []),
    # Why so much, or nothing.
    (f"{PHO} > sao nhiều thế", ["toàn bộ 1,08 tỷ đồng × 3%", "phần vượt 1 tỷ đồng", "3.100 đồng"], []),
    (f"{PHO} > sao mắc vậy trời", ["toàn bộ 1,08 tỷ đồng × 3%"], []),
    (f"{PHO} > răng lại nhiều rứa", ["toàn bộ 1,08 tỷ đồng × 3%"], []),
    (f"{GROCER} > sao không phải nộp", ["480 triệu", "không vượt 1 tỷ đồng"], []),
    # Can it be less.
    (f"{PHO} > có bớt được không", ["32,4 triệu đồng còn 25,92 triệu đồng", "1,2 triệu đồng còn 840.000 đồng", "31/12/2026"], []),
    (f"{PHO} > co giam duoc ko em", ["25,92 triệu"], []),
    (f"{GROCER} > có được miễn không", ["không phải nộp"], []),
    ("cho thuê nhà năm 1 tỷ 2 > có bớt được không", ["10 triệu đồng còn 7 triệu đồng"], ["GTGT giảm"]),
    # Where, when, what if not.
    (f"{PHO} > đóng ở đâu", ["eTax Mobile", "01/CNKD", "Nộp thuế"], []),
    (f"{GROCER} > nộp giấy ở đâu vậy", ["không phải nộp tiền thuế", "01/TKN-CNKD"], ["Nộp thuế,"]),
    ("cho thuê nhà năm 1 tỷ 2 > nop o dau", ["01/BĐS", "nơi có nhà cho thuê"], ["01/CNKD"]),
    (f"{PHO} > hạn khi nào", ["quý 4/2026", "1/2/2027"], []),
    (f"{GROCER} > chừng nào phải gửi", ["thông báo doanh thu năm 2026", "không phải nộp tiền"], []),
    # Each matter with its own date.
    (f"{PHO} > gửi thông báo khi nào", ["quý 4/2026", "không phải gửi thông báo doanh thu"], ["Gửi thông báo doanh thu năm"]),
    (f"{PHO} > nộp thuế thu nhập cá nhân khi nào", ["quý 4/2026", "1/2/2027"], ["doanh nghiệp"]),
    ("cho thuê nhà năm 1 tỷ 2, bán tạp hóa 1 tỷ 2 > bao giờ phải khai", ["quý 4/2026", "Khai thuế cho thuê nhà"], []),
    ("bán tạp hóa năm 4 tỷ > bao giờ phải nộp", ["quý 4/2026", "Quyết toán thuế TNCN", "31/3/2027"], []),
    ("cho thuê nhà năm 600 triệu, bán tạp hóa 300 triệu > gửi thông báo khi nào", ["thông báo doanh thu năm 2026", "Khai thuế cho thuê nhà"], ["không phải gửi thông báo"]),
    (f"{PHO} > không nộp thì sao", ["0,03%", "tờ khai đúng hạn"], []),
    (f"{PHO} > lỡ trễ có bị phạt không", ["0,03%"], []),
    (f"{GROCER} > hong nộp có sao hong", ["không phải nộp tiền thuế", "thông báo doanh thu"], ["0,03%"]),
    # Forgotten.
    (f"{PHO} > quên mấy con số đó đi", ["đã quên con số"], []),
    (f"{PHO} > xóa số đi", ["đã quên con số"], []),
    (f"{PHO} > thôi bỏ đi đừng nhớ", ["đã quên con số"], []),
    # What lacks something is asked for again.
    ("bán phở 40 triệu > vậy nộp bao nhiêu", ["một ngày, một tháng hay một năm"], NO_LIST),
]  # fmt: skip
ELSEWHERE: list[tuple[str, list[str], list[str]]] = [
    (f"{PHO} > bỏ sổ được không", [], ["đã quên con số"]),
    (f"{PHO} > hội nghị tổ chức ở đâu", [], ["eTax Mobile"]),
    (f"{PHO} > đăng ký hộ kinh doanh nộp ở đâu", [], ["01/CNKD"]),
    (f"{PHO} > vay vốn lãi bao nhiêu", [], ["Trường hợp ông/bà nêu"]),
    (f"{PHO} > không xuất hóa đơn thì sao", ["hóa đơn"], ["0,03%"]),
    (f"{PHO} > đóng bảo hiểm xã hội bao nhiêu", [], ["Trường hợp ông/bà nêu"]),
]


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_what_is_asked_of_figures_is_answered(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, [*unwanted, *NO_LIST])


@pytest.mark.parametrize(
    ("lines", "wanted", "unwanted"), ELSEWHERE, ids=[case[0] for case in ELSEWHERE]
)
async def test_what_is_asked_of_something_else_is_not_of_the_figures(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)
