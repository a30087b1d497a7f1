"""What is often said wrongly of the law of 2026 (reference: traps X28 to X71, and by the number
of a correction or example what a second reader mended), searched in everything a person reads, as
of three days: now, the busiest month, and half a year on.

Each trap has a sentence that it must catch, so that a pattern that catches nothing is seen.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import pytest

from content.calendar import WorkingDays
from content.library import FOLDER, Content
from content.tax import Band
from handlers.talk.markup import to_plain
from handlers.tools.group import TradeKind
from handlers.tools.notebook import page_text

DAYS = (date(2026, 11, 26), date(2027, 1, 2), date(2027, 7, 1))

# Trap -> (what is wrong to say, as a pattern over lower-case text; a sentence that says it).
TRAPS: dict[str, tuple[str, str]] = {
    "X28": (
        r"(?:sửa xe|gara|sửa chữa (?:xe|ô tô))[^.\n;]{0,40}(?:(?<![,\d])5%|là dịch vụ)",
        "Sửa xe là dịch vụ, GTGT 5%.",
    ),
    "X29": (
        r"(?:quán ăn|quán phở|ăn uống|cà phê)[^.\n;:]{0,40}(?:\b5%|là dịch vụ 5)",
        "Quán ăn nộp 5% và 2%.",
    ),
    "X30": (
        r"(?:may đo|tiệm may)[^.\n;:]{0,30}(?:là sản xuất|\b3%|1,5%)",
        "May đo là sản xuất, 3%.",
    ),
    "X31": (
        r"(?:mọi|tất cả|các loại)? ?phòng trọ[^.\n]{0,20}(?:đều|cũng) là (?:cho thuê|lưu trú)",
        "Phòng trọ nào cũng là cho thuê nhà.",
    ),
    "X32": (
        r"thuê (?:nhà|bất động sản)[^.\n]{0,60}(?:17%|bắt buộc tính theo lãi|phải tính theo lãi)",
        "Cho thuê nhà trên 3 tỷ phải tính theo lãi.",
    ),
    "X33": (
        r"(?:thuê nhà|cho thuê)[^.\n]{0,40}(?:dùng|trừ) chung[^.\n]{0,20}(?:mức trừ|cửa hàng)"
        r"|mức trừ[^.\n]{0,20}chung cho[^.\n]{0,20}thuê",
        "Cho thuê nhà dùng chung mức trừ với cửa hàng.",
    ),
    "X34": (
        r"theo (?:lãi|thu nhập)[^.\n]{0,20}cũng được trừ 1 tỷ",
        "Tính theo lãi cũng được trừ 1 tỷ đồng.",
    ),
    "X35": (r"nội dung số[^.\n;]{0,40}tncn (?:là )?3%", "Nội dung số: TNCN 3%."),
    "X36": (
        r"(?:vé số|xổ số)[^.\n]{0,30}5%[^.\n]{0,20}(?:cả|toàn bộ) (?:tiền vé|hoa hồng)",
        "Đại lý vé số nộp 5% trên toàn bộ hoa hồng.",
    ),
    "X37": (
        r"(?:bán|buôn) rau(?:,)? thịt[^.\n]{0,30}không (?:chịu|phải nộp) (?:thuế )?gtgt",
        "Bán rau thịt ở chợ không chịu GTGT.",
    ),
    "X38": (
        r"giảm (?:20%|2%)[^.\n]{0,30}(?:mọi|tất cả) (?:mặt hàng|hàng)",
        "Được giảm 20% cho mọi mặt hàng.",
    ),
    "X39": (
        r"trên 10 tỷ[^.\n]{0,40}giảm phần|giảm 30%[^.\n]{0,20}cả (?:thuế )?gtgt",
        "Trên 10 tỷ đồng vẫn được giảm phần đầu.",
    ),
    "X40": (
        r"vượt 3 tỷ[^.\n]{0,30}(?:phải|chuyển|đổi)[^.\n]{0,20}ngay",
        "Vừa vượt 3 tỷ đồng là phải đổi ngay.",
    ),
    "X41": (
        r"(?:chưa thu (?:được )?tiền|khách (?:còn )?nợ)[^.\n]{0,30}(?:chưa|không) (?:phải )?tính"
        r"|doanh thu là[^.\n]{0,20}tiền đã thu",
        "Khách nợ thì chưa tính doanh thu.",
    ),
    "X42": (
        r"(?:tiền thưởng|hỗ trợ)[^.\n]{0,30}(?:hãng|doanh số)[^.\n]{0,30}"
        r"không (?:phải )?(?:tính|doanh thu)",
        "Tiền thưởng của hãng không tính doanh thu.",
    ),
    "X43": (
        r"(?:freelancer|làm tự do|chưa đăng ký kinh doanh)[^.\n]{0,40}dưới 1 tỷ[^.\n]{0,20}không",
        "Freelancer dưới 1 tỷ đồng không phải thuế.",
    ),
    "X44": (
        r"(?<!không )được trừ:[^.\n]{0,60}lương(?: và bảo hiểm)? (?:của )?(?:mọi )?người làm thuê"
        r"|lương (?:mọi|tất cả|của mọi) người làm[^.\n]{0,20}được trừ",
        "Được trừ: nguyên liệu, lương và bảo hiểm của người làm thuê.",
    ),
    "X45": (
        r"sàn (?:chỉ |bắt đầu )(?:trừ|khấu trừ)[^.\n]{0,20}(?:khi|từ lúc)[^.\n]{0,20}(?:vượt|quá)",
        "Sàn chỉ trừ khi quá 1 tỷ.",
    ),
    "X46": (
        r"sàn[^.\n]{0,40}(?:không phải nộp lại|khỏi (?:phải )?khai|không phải khai)",
        "Sàn đã trừ thì không phải nộp lại.",
    ),
    "X47": (
        r"(?:hoàn|nộp thừa)[^.\n]{0,40}(?:phải|cần) nộp (?:bộ )?hồ sơ hoàn",
        "Muốn hoàn thuế phải nộp bộ hồ sơ hoàn thuế.",
    ),
    "X48": (
        r"(?:01/cnkd|01/bđs)[^.\n]{0,40}(?:thông tư 89|tt 89)",
        "Mẫu 01/CNKD kèm Thông tư 89/2026.",
    ),
    "X49": (
        r"chủ nhật[^.\n]{0,60}(?:trễ|chậm|quá) (?:là|thì) (?:bị )?phạt"
        r"|ngày nghỉ[^.\n]{0,40}(?:chưa có nguồn xác nhận|không được lùi)",
        "Hạn rơi vào ngày nghỉ được lùi: chưa có nguồn xác nhận, hạn ngày nghỉ không được lùi.",
    ),
    "X50": (
        r"(?:lỗi|hỏng)[^.\n]{0,60}(?:vào|đến|tới) ngày làm việc (?:kế tiếp|sau|tiếp theo)"
        r"(?![^.\n]{0,60}giờ hành chính)",
        "Hệ thống lỗi thì nộp vào ngày làm việc kế tiếp.",
    ),
    "X51": (
        r"(?:từ|sau)[^.\n]{0,20}2027[^.\n]{0,30}"
        r"(?:cấm|không (?:được|còn|nhận)|hết)[^.\n]{0,15}giấy",
        "Từ năm 2027 không nhận hồ sơ giấy.",
    ),
    "X52": (
        r"thuê nhà[^.\n]{0,40}(?:khai|nộp)[^.\n]{0,20}nơi (?:mình |ông/bà )?(?:thường trú|cư trú)",
        "Cho thuê nhà thì khai ở nơi thường trú.",
    ),
    "X53": (
        r"(?:bên thuê|người thuê)[^.\n]{0,15}là công ty[^.\n]{0,15}(?:sẽ|thì|phải) nộp thay",
        "Bên thuê là công ty thì nộp thay.",
    ),
    "X54": (
        r"(?:nợ dưới 50 triệu|phải đủ cả mức nợ)[^.\n]{0,60}",
        "Nợ vài trăm nghìn cũng bị chặn: phải đủ cả mức nợ, số ngày quá hạn và đang bị cưỡng chế.",
    ),
    "X55": (
        r"(?:mã|tin) xác nhận[^.\n]{0,40}số (?:điện thoại )?(?:vừa|mới) (?:ghi|điền|gõ)",
        "Tin xác nhận gửi về số điện thoại vừa ghi.",
    ),
    "X56": (
        r"tạm ứng[^.\n]{0,40}(?:chưa|không) (?:phải|cần)[^.\n]{0,10}(?:lập|xuất|hóa đơn)",
        "Tạm ứng thì chưa phải lập hóa đơn.",
    ),
    "X57": (
        r"(?:nhận|đặt) (?:đặt )?cọc[^.\n]{0,10}(?:là|thì) (?:phải )?(?:xuất|lập)",
        "Nhận cọc là phải xuất hóa đơn.",
    ),
    "X58": (
        r"(?:tặng|khuyến mại)[^.\n]{0,30}(?:không|khỏi) (?:cần|phải)[^.\n]{0,10}hóa đơn",
        "Hàng tặng không cần hóa đơn.",
    ),
    "X59": (
        r"in[^.\n]{0,20}ra giấy[^.\n]{0,20}(?:dùng|được) (?:thanh toán|giao dịch)",
        "In hóa đơn ra giấy dùng thanh toán được.",
    ),
    "X60": (
        r"(?:hóa đơn )?(?:bán )?xe[^.\n]{0,20}sai[^.\n]{0,30}(?<!không )lập điều chỉnh(?! hoặc)",
        "Hóa đơn bán xe sai giá thì lập điều chỉnh.",
    ),
    "X61": (
        r"lần (?:hai|sau)[^.\n]{0,20}(?:được|có thể) (?:đổi|chuyển)[^.\n]{0,30}thay thế",
        "Lần sau có thể đổi sang thay thế.",
    ),
    "X62": (
        r"bán cho người tiêu dùng[^.\n]{0,60}(?:vẫn )?(?:được )?tính (?:được )?(?:vào )?chi phí"
        r"(?<!không tính được vào chi phí)",
        "Hóa đơn bán cho người tiêu dùng vẫn tính chi phí.",
    ),
    "X63": (
        r"30 ngày[^.\n]{0,20}(?:kể )?từ (?:ngày|hôm) vượt",
        "Đăng ký trong 30 ngày từ ngày vượt.",
    ),
    "X64": (
        r"(?:công ty|doanh nghiệp)[^.\n]{0,40}năm nay[^.\n]{0,30}miễn"
        r"|tổng doanh thu năm từ 1 tỷ",
        "Doanh nghiệp có tổng doanh thu năm từ 1 tỷ đồng trở xuống được miễn thuế TNDN.",
    ),
    "X65": (
        r"ngưỡng[^.\n]{0,20}(?:còn (?:một nửa|500)|chia theo (?:số )?tháng)"
        r"(?<!không chia theo tháng)",
        "Mở tháng 7 thì ngưỡng còn 500 triệu đồng.",
    ),
    "X66": (
        r"(?:hộ kinh doanh|mọi hộ)[^.\n]{0,30}miễn phí[^.\n]{0,30}(?:năm đầu|12 tháng)"
        r"(?<!khó khăn được miễn phí 12 tháng)",
        "Hộ kinh doanh được miễn phí hóa đơn năm đầu.",
    ),
    "X67": (
        r"chung cư[^.\n]{0,20}không (?:được )?đăng ký (?:được )?hóa đơn",
        "Chung cư không đăng ký được hóa đơn.",
    ),
    "X68": (
        r"tạm ngừng[^.\n]{0,30}vẫn (?:được )?(?:xuất|dùng) hóa đơn",
        "Trong lúc tạm ngừng vẫn xuất hóa đơn.",
    ),
    "X69": (r"24/11[^.\n]{0,20}(?:là )?ngày làm việc", "24/11 là ngày làm việc."),
    "X70": (
        r"vay (?:vốn )?(?:từ|tại|của) quỹ quốc gia (?:về|giải quyết) việc làm",
        "Vay từ Quỹ quốc gia về việc làm.",
    ),
    "X71": (
        r"phường[^.\n]{0,20}(?:quyết định|ấn định|tính) (?:số|mức|tiền) thuế"
        r"(?<!không quyết định số thuế)",
        "Phường ấn định mức thuế.",
    ),
    "F12": (
        r"(?:phường|ngân hàng chính sách)[^.\n]{0,40}không thu (?:bất cứ )?phí",
        "Phường không thu phí xác nhận, giới thiệu.",
    ),
    "V16": (
        r"(?:có lợi|lợi hơn|nộp ít hơn) (?:khi|nếu) lãi (?:mỏng|ít)",
        "Theo lãi: có lợi khi lãi mỏng.",
    ),
    "K31": (
        r"hợp đồng[^.\n]{0,20}trước năm 2026(?![^.\n]*6 tháng)[^.\n]*được điều chỉnh",
        "Hợp đồng ký trước năm 2026, đã nộp thuế trước: được điều chỉnh theo mức mới.",
    ),
    "K34": (
        r"thiếu(?![^.\n;]*(?:hạn|chậm nhất))[^.\n;]{0,60}không (?:bị )?tính (?:tiền )?chậm nộp",
        "Quyết toán thiếu thì nộp bổ sung, không tính tiền chậm nộp.",
    ),
    "K42": (
        r"(?:dùng trong quán|dùng cho quán)[^.\n]{0,60}(?:đều |phải )(?:phải )?lập hóa đơn",
        "Hàng tặng, dùng trong quán, cho mượn đều phải lập hóa đơn.",
    ),
    "C17": (
        r"hàng (?:khách )?trả lại[^.\n]{0,80}lập thay thế",
        "Hàng khách trả lại; hóa đơn từ máy tính tiền thì lập thay thế.",
    ),
    "K16": (
        r"doanh thu[^.;]{0,60}thu về",
        "Doanh thu: toàn bộ tiền bán hàng, tiền dịch vụ thu về.",
    ),
    "K20": (
        r"lương người làm(?! (?:thuê )?có đóng)[^.\n]{0,10}có hóa đơn",
        "Chi phí một năm (tiền hàng, lương người làm… có hóa đơn, chứng từ).",
    ),
    "U24": (
        r"(?:^|[.:;\n] ?)gửi kèm bảng kê tài khoản",
        "Gửi kèm bảng kê tài khoản nhận tiền bán hàng.",
    ),
}

_MISTAKE = re.compile(r"^- [^\n]*?(?::|\?) ", flags=re.MULTILINE)


def without_mistakes(text: str) -> str:
    """The text without what "Hay nhầm" quotes as wrong: there a line says the mistake, then after
    a colon what is right."""
    head, found, tail = text.partition("Hay nhầm")
    return head + found + _MISTAKE.sub("- ", tail)


def parts_read(content: Content, day: date) -> Iterator[tuple[str, str]]:
    knowledge, facts = content.knowledge, content.knowledge.facts.as_of(day)
    for entry in knowledge.entries.values():
        if entry.servable_on(day):
            yield f"faq {entry.id}", knowledge.short(entry.id, day)
            yield f"faq {entry.id}", knowledge.details(entry.id, day) or ""
    for item in content.news.items:
        month = date.fromisoformat(f"{item.month}-15")
        shown = knowledge.facts.as_of(month)
        yield f"news {item.id}", f"{item.title}\n{item.summary.render(shown)}"
    for task in content.checklist:
        yield f"checklist {task.id}", f"{task.title}\n{task.details.render(facts)}"
    for trade in content.trades.values():
        yield f"trade {trade.id}", trade.name
    for band in Band:
        for kind in TradeKind:
            answers = {"band": band, "kind": kind, "method": "ratio", "workers": "some"}
            for plan in ("enterprise", "loan", "close"):
                text = page_text(content, answers | {"plan": plan}, day, WorkingDays())
                yield f"notebook {band} {kind}", text
    yield "glossary", (FOLDER / "glossary.yaml").read_text(encoding="utf-8")
    for path in sorted((FOLDER / "messages").rglob("*.j2")):
        yield f"message {path.stem}", path.read_text(encoding="utf-8")
    for path in sorted((FOLDER / "documents").rglob("*.j2")):
        yield f"document {path.stem}", path.read_text(encoding="utf-8")


@cache
def _read(content: Content, day: date) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, text in parts_read(content, day):
        found[name] = found.get(name, "") + "\n" + to_plain(without_mistakes(text)).lower()
    return found


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_a_person_reads_says_it(content: Content, trap: str, day: date) -> None:
    pattern = re.compile(TRAPS[trap][0])
    found = {
        name: match[0]
        for name, text in _read(content, day).items()
        if (match := pattern.search(text))
    }
    assert found == {}


@pytest.mark.parametrize("trap", TRAPS)
def test_the_trap_catches_what_it_is_for(trap: str) -> None:
    pattern, wrong = TRAPS[trap]
    assert re.search(pattern, wrong.lower())


@pytest.mark.parametrize(
    ("entry", "figure"),
    [
        ("vi-du-tap-hoa", "12,8 triệu"),
        ("vi-du-sua-xe", "28,8 triệu"),
        ("ty-le-thue-nganh", "hóa đơn lập trong năm 2026"),
        ("giam-gtgt", "quý 4 năm 2026"),
    ],
)
def test_the_cut_of_2026_is_told_while_its_last_return_is_due(
    content: Content, entry: str, figure: str
) -> None:
    """V48: asked in January, the last quarter of 2026 still has its cut."""
    assert figure in _read(content, date(2027, 1, 20))[f"faq {entry}"]


@pytest.mark.parametrize("entry", ["khai-quy", "thong-bao-doanh-thu"])
def test_no_day_that_has_passed_is_advised(content: Content, entry: str) -> None:
    said = f"faq {entry}"
    assert "29/1/2027" in _read(content, date(2027, 2, 1))[said]
    assert "29/1/2027" not in _read(content, date(2027, 2, 2))[said]


def test_the_day_to_register_for_invoices_goes_when_it_has_passed(content: Content) -> None:
    def said(day: date) -> str:
        return _read(content, day)["faq han-dang-ky-hoa-don"]

    assert "29/1/2027" in said(date(2027, 1, 30))
    assert "29/1/2027" not in said(date(2027, 1, 31))
    assert "29/4/2027" in said(date(2027, 4, 29))
    assert "29/4/2027" not in said(date(2027, 4, 30))


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("faq phai-dung-hoa-don", "cho thuê nhà"),  # C7: above the mark, and still without invoices
        ("faq khong-can-hoa-don", "lưu trú"),  # K4, U20
        ("faq hang-tang-hoa-don", "làm tiếp việc kinh doanh"),  # decree 254, article 7
        ("faq phat-khong-xuat", "trốn thuế"),  # B40: sold without invoice, and not declared
        ("faq phat-bhxh", "chính chủ hộ"),  # I6: decree 283 fines employers
        ("faq doi-chu-ho", "thì hộ chấm dứt"),  # NĐ 168 Đ104.4: a hộ of one person
        ("faq cham-dut-ho", "doanh thu từ đầu năm tới ngày chấm dứt"),  # K36
        ("faq nghi-ban", "không trọn quý"),  # K36
        ("faq ban-rong", "tự đăng ký thuế"),  # NĐ 252 Đ6.3.a
        ("faq mo-them-cua-hang", "tên, mã và địa chỉ"),  # K35
        ("faq hoan-thue-san", "tính theo tỷ lệ: thuế tncn sàn giữ nhiều hơn"),  # K22
        ("news 2027-01-cho-thue-nha", "vẫn gửi mẫu này để thông báo"),  # K29
        ("faq khai-sai", "khai bổ sung và nộp đủ tiền thuế"),  # NĐ 125 Đ9.3: both, and before
        ("faq nop-ho-so-giay", "mạng nhà mình hỏng"),  # TT 89 Đ12.1.b
        ("faq chay-bao-lu-thue", "tờ khai quyết toán 60 ngày"),  # Luật 108 Đ12.4.a
        ("faq chay-bao-lu-thue", "tiền thật chi để khắc phục"),  # NĐ 253 Đ40.4: not the loss
        ("faq ke-hang-ton", "năm 2025 đã có doanh thu từ 3 tỷ"),  # NĐ 68 Đ18.4
        ("faq cong-ty-nop-thay-chu-nha", "ngưỡng gtgt cộng hay tách"),  # U15
        ("faq quan-ten-nguoi-khac", "đăng ký chung một hộ"),  # NĐ 168 Đ100.3
        ("faq hoa-don-cuoi-ngay", "khách ghi nợ"),  # NĐ 254 Đ9.2: paid or not
    ],
)
def test_what_would_mislead_if_left_out_is_told(content: Content, read: str, told: str) -> None:
    assert told in _read(content, date(2026, 11, 27))[read]


def test_a_landlord_is_told_of_no_cut_in_vat(content: Content) -> None:
    """X38: renting out property is outside the cut."""
    said = _read(content, DAYS[0])
    assert "tỷ lệ gtgt cho hàng" in said[f"notebook {Band.FREE_CHOICE} {TradeKind.SHOP}"]
    assert "tỷ lệ gtgt cho hàng" not in said[f"notebook {Band.FREE_CHOICE} {TradeKind.RENT}"]


def test_a_landlord_is_not_taken_for_a_registered_household(content: Content) -> None:
    """I4, E28: compulsory insurance and stopping at the ward are for who is registered."""
    said = _read(content, DAYS[0])
    for band in Band:
        assert "bảo hiểm của chủ hộ" in said[f"notebook {band} {TradeKind.SHOP}"]
        assert "bảo hiểm của chủ hộ" not in said[f"notebook {band} {TradeKind.RENT}"]
        assert "thông báo chấm dứt" not in said[f"notebook {band} {TradeKind.RENT}"]


def test_a_settlement_is_due_only_when_taxed_by_income(content: Content) -> None:
    """K15: by ratio, and above 3 tỷ for the first time, this year stays by ratio."""
    notebook = _read(content, DAYS[0])[f"notebook {Band.BY_INCOME} {TradeKind.SHOP}"]
    assert "quyết toán thuế tncn (nếu tính theo lãi)" in notebook
