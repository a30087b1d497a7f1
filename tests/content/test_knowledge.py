"""The FAQ as content: complete, correct as of the cut-off, and refusing what is wrong."""

import re
from datetime import date
from pathlib import Path

import pytest

from content import library
from content.facts import FactMissing
from content.library import FOLDER, Content
from content.problems import ContentError
from handlers.answers.menu import topic_page
from handlers.talk.markup import to_plain
from tests.support.copies import check_content, copy_content, load_content

TODAY = date(2026, 11, 21)
DAYS = (date(2026, 11, 26), date(2027, 1, 2), date(2027, 7, 1))


def rendered(content: Content, day: date = TODAY) -> dict[str, str]:
    """Entry id -> everything a person can read of it on a day."""
    knowledge = content.knowledge
    return {
        entry.id: "\n".join(
            (
                entry.question,
                entry.menu,
                knowledge.short(entry.id, day),
                knowledge.details(entry.id, day) or "",
                *(f"{source.law.name}: {source.articles}" for source in entry.sources),
            )
        )
        for entry in knowledge.entries.values()
        if entry.servable_on(day)
    }


def test_the_content_passes_its_own_check(content: Content) -> None:
    library.check_content(content, TODAY)


def test_every_question_of_the_catalogue_has_its_answer(content: Content) -> None:
    entries = content.knowledge.entries.values()
    assert len(entries) >= 220
    assert {number for entry in entries for number in entry.catalogue} == set(range(1, 199))


def test_every_entry_is_whole(content: Content) -> None:
    """Forty ways to ask it, details, common mistakes, neighbours, and a second pair of eyes."""
    for entry in content.knowledge.entries.values():
        assert len(entry.ask) >= 40, entry.id
        assert "Hay nhầm" in (content.knowledge.details(entry.id, TODAY) or ""), entry.id
        assert entry.related and entry.sources, entry.id
        assert entry.checked_on >= entry.reviewed_on, entry.id


def test_the_menu_walks_to_every_entry(content: Content) -> None:
    reached = set()
    for topic in content.knowledge.topics:
        page: int | None = 0
        while page is not None:
            actions = [choice.action for choice in topic_page(content, topic, page).choices]
            reached |= {a.removeprefix("faq:") for a in actions if a.startswith("faq:")}
            following = [a for a in actions if a.startswith("topic:")]
            page = int(following[0].rpartition(":")[2]) if following else None
    assert reached == set(content.knowledge.entries)


# What older articles still say (reference: traps X1 to X27), as it must not stand in anything a
# person reads: answers, tools, messages.
TRAPS = {
    "X1": r"thuế khoán.{0,30}(?:vẫn|còn) (?:phải )?(?:nộp|đóng|áp dụng)|ổn định khoán cả năm",
    "X2": r"01/LPMB|môn bài.{0,20}(?:300\.000|1\.000\.000|300 nghìn|1 triệu)"
    r"|được miễn (?:lệ phí )?môn bài \d+ năm(?!.{0,40}(?:không|nay))",
    "X3": r"(?:100|200|500) triệu đồng.{0,40}(?:không phải nộp thuế|ngưỡng|trở xuống)"
    r"|ngưỡng.{0,30}(?:100|200|500) triệu",
    "X4": r"[Tt]ừ 1 tỷ đồng trở lên.{0,30}(?:hóa đơn|nộp thuế|phải|bắt buộc)",
    "X5": r"bán lẻ.{0,20}bắt buộc.{0,20}máy tính tiền(?!.{0,30}không đúng|, không có ngoại)",
    "X6": r"123/2020/NĐ-CP|70/2025/NĐ-CP|78/2021/TT-BTC|32/2025/TT-BTC",
    "X7": r"40/2021/TT-BTC|100/2021/TT-BTC|01-2/BK-HĐKD",
    "X8": r"88/2021/TT-BTC|S7-HKD|7 (?:quyển )?sổ",
    "X9": r"(?:hãy|được|phải|nên|cần|lập biên bản) hủy hóa đơn",
    "X10": r"(?<!Có )xin cấp hóa đơn (?:lẻ|từng lần)",
    "X11": r"trên 3 tỷ.{0,40}khấu trừ",
    "X12": r"bắt buộc mở (?:thêm )?(?:một )?tài khoản riêng(?! không)",
    "X13": r"10 tỷ đồng(?: trở xuống)?.{0,20}được miễn(?! thuế\": sai)",
    "X14": r"86/2024/TT-BTC",
    "X15": r"117/2025/NĐ-CP|49/2025/NĐ-CP|126/2020/NĐ-CP|80/2021/TT-BTC",
    "X16": r"\b01/2021/NĐ-CP|(?:phải|cần) nộp (?:lại )?bản chính|Sở Kế hoạch|UBND (?:quận|huyện)",
    "X17": r"(?<!Không )phải giải thể hộ(?! kinh doanh trước khi lập công ty không)",
    "X18": r"132/2018/TT-BTC|200/2014/TT-BTC",
    "X19": r"miễn phí hóa đơn điện tử cho mọi",
    "X20": r"61/2015/NĐ-CP|74/2019/NĐ-CP|7,92%|2 tỷ(?: đồng)?/dự án|100 triệu(?: đồng)?/lao động",
    "X21": r"31/2022/NĐ-CP|2%.{0,15}(?:cho )?mọi (?:hộ|khoản) vay",
    "X22": r"\b13/2023/NĐ-CP",
    "X23": r"Chi cục Thuế|TP\.? Hải Dương|thành phố Hải Dương",
    "X24": r"1900 9068[^.\n]{0,40}(?:hotline thuế|tổng đài thuế|cơ quan thuế|eTax)",
    "X25": r"[Cc]hủ hộ.{0,40}chưa phải (?:đóng|tham gia).{0,30}2029",
    "X26": r"(?:4|10)\s*(?:–|-|đến)\s*(?:8|20) triệu",
    "X27": r"(?:Luật AI|luật về dữ liệu|luật trí tuệ nhân tạo).{0,20}chưa có",
}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def everything_said(request: pytest.FixtureRequest, content: Content) -> dict[str, str]:
    """Every answer as of a day, and the source of every other sentence; without our markup."""
    day: date = request.param
    said = rendered(content, day)
    for path in sorted((FOLDER / "messages").rglob("*.j2")):
        said[path.stem] = path.read_text(encoding="utf-8")
    facts = content.knowledge.facts.as_of(day)
    for task in content.checklist:
        said[f"checklist {task.id}"] = task.details.render(facts)
    return {name: to_plain(text) for name, text in said.items()}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_no_answer_repeats_superseded_law(everything_said: dict[str, str], trap: str) -> None:
    found = {
        entry_id: match[0]
        for entry_id, text in everything_said.items()
        if (match := re.search(trap, text))
    }
    assert found == {}


def test_the_social_insurance_number_is_never_given_as_the_tax_offices(content: Content) -> None:
    for entry_id, text in rendered(content).items():
        for line in text.splitlines():
            if "1900 9068" in line:
                assert "bảo hiểm" in line.lower(), entry_id


def test_vnpay_and_other_brands_of_invoice_software_are_not_recommended(content: Content) -> None:
    for text in rendered(content).values():
        assert not re.search(r"(?i)\b(misa|viettel|vnpt|bkav)\b", text)


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ("nguong-doanh-thu", ["từ 1 tỷ đồng trở xuống", "**trên** mức đó mới phải nộp"]),
        (
            "vi-du-tap-hoa",
            ["2,1 triệu đồng", "16 triệu đồng", "12,8 triệu đồng"],
        ),
        ("vi-du-sua-xe", ["3 triệu đồng", "2,1 triệu đồng", "36 triệu đồng", "28,8 triệu đồng"]),
        ("vi-du-quan-pho", ["tiền thuế bằng 0", "01/TKN-CNKD", "31/01"]),
        ("phai-dung-hoa-don", ["**trên 1 tỷ đồng**", "không bắt buộc"]),
        ("mon-bai", ["Không phải nộp", "1/1/2026"]),
        ("huy-hoa-don", ["Không còn thủ tục hủy"]),
        ("giam-30-phan-tram", ["Không phải miễn", "giảm 30%", "10 tỷ đồng"]),
        ("ho-cu-ra-sao", ["Không phải** giải thể", "hộ không được kinh doanh nữa"]),
        ("hoa-don-khi-len-dn", ["hộ không được kinh doanh nữa"]),
        ("thue-suat-tndn", ["tổng doanh thu **năm trước liền kề**:", "nộp bù"]),
        ("loi-ich-thue-dn", ["không quá 50 tỷ đồng", "liên tục từ 1 năm", "của cả hai chính sách"]),
        ("ho-moi-len-dn", ["Miễn thuế TNDN 2 năm"]),
        ("vo-chong-gop-von", ["dù riêng một người góp ít hơn"]),
        ("uy-quyen-nop-ho-so", ["không bắt buộc công chứng"]),
        ("vay-500-trieu", ["**phường không phải nông thôn**"]),
        ("vay-nong-nghiep", ["**phường không phải nông thôn**"]),
        ("bat-buoc-may-tinh-tien", ["không bắt buộc"]),
        ("bao-tai-khoan", ["01/BK-STK", "không thấy điều nào buộc mở tài khoản riêng"]),
        ("so-sach", ["S1a-HKD", "S2a-HKD"]),
        ("luu-so-sach", ["ít nhất 5 năm"]),
        ("thong-bao-doanh-thu", ["01/TKN-CNKD", "31/01"]),
        ("gia-han-nop-thue", ["hết hạn nhận", "30/12/2026"]),
        ("goi-dien-thue", ["Thuế cơ sở 5"]),
        ("ho-so-chuyen-doi", ["không yêu cầu", "**Không** nộp bản gốc"]),
        ("vay-toi-da", ["200 triệu đồng", "10 tỷ đồng", "kiểm lại với Ngân hàng"]),
        ("ban-goc-gcn", ["Không nộp bản gốc"]),
        ("mon-bai-cong-ty", ["**Không.**"]),
        ("doi-sang-may-tinh-tien", ["Không bắt buộc"]),
        ("gtgt-tinh-tren-gi", ["không nói rõ", "trợ lý không tự tính"]),
        ("mst-nhap-so-nao", ["số định danh", "(12 số)"]),
        ("dung-1-ty-hoa-don", ["Chưa bắt buộc"]),
        ("ho-tro-lai-xanh", ["chưa có hướng dẫn nộp hồ sơ"]),
        ("giai-trinh-doanh-thu", ["hạn trả lời", "10 ngày làm việc", "1,5 đến 2,5 triệu đồng"]),
        ("kiem-tra-thue", ["**được từ chối**", "nhiều nhất 20 ngày"]),
        ("chay-bao-lu-thue", ["không tự động", "2 năm kể từ ngày xảy ra", "01/GHAN"]),
        ("ke-hang-ton", ["01/BK-HTK", "**không phải gửi**"]),
        ("phat-khong-bao-tai-khoan", ["**chưa thấy mức phạt riêng**"]),
        ("lo-chuyen-nam-sau", ["Chưa thấy quy định nào", "thuế GTGT vẫn phải nộp"]),
        ("giay-ho-ghi-sai", ["trong 3 ngày làm việc"]),
        ("tai-xe-cong-nghe", ["**chưa thấy văn bản xếp rõ**"]),
        ("tien-dien-nuoc-nguoi-thue", ["Văn bản không nói riêng"]),
        ("cong-ty-nop-thay-chu-nha", ["**Theo hợp đồng.**", "không nộp lại"]),
        ("tieu-thu-dac-biet", ["30%", "70%", "**không phải nộp** thuế này"]),
        ("via-he", ["Buôn bán không nằm trong các việc nêu sẵn"]),
        ("tra-no-xau", ["cic.gov.vn", "miễn phí một lần mỗi năm", "ít nhất 5 năm"]),
        ("tra-no-truoc-han", ["Tùy hợp đồng vay", "không có mức phí"]),
        ("khat-no-ngan-hang", ["không phải cứ xin là được"]),
        ("ten-tai-khoan", ["không thấy điều nào buộc tài khoản phải mang tên cửa hàng"]),
        ("cong-ty-o-chung-cu", ["**Không đặt ở căn hộ để ở.**"]),
        ("ma-nganh-nghe", ["cấp bốn", "chỉ **ngành chính**"]),
        ("con-dau-cong-ty", ["**Công ty tự quyết định**"]),
        ("can-bo-dung-ten", ["không được lập, quản lý doanh nghiệp", "không nêu tên nhóm này"]),
        ("ho-thue-may-nguoi", ["**Không thấy giới hạn số người.**"]),
        ("len-dn-luc-nao", ["ngày công ty được cấp giấy", "không chia theo tháng"]),
        ("cong-ty-ve-ho", ["không quá 12 tháng", "không quá 24 tháng", "5 ngày làm việc"]),
        ("nam-dau-cong-ty", ["tháng đầu quý sau", "tháng thứ ba"]),
    ],
)
def test_the_answers_easiest_to_get_wrong(content: Content, entry: str, wanted: list[str]) -> None:
    text = rendered(content)[entry]
    for phrase in wanted:
        assert phrase in text


def test_what_the_law_leaves_open_names_whom_to_ask(content: Content) -> None:
    from handlers.answers.faq import answer

    for entry in content.knowledge.entries.values():
        if entry.certainty != "confirmed":
            office = content.ward.office(entry.office).name
            assert office in answer(content, entry, TODAY), entry.id


def test_an_answer_past_its_review_is_not_served_as_fact(content: Content) -> None:
    entry = content.knowledge.entries["mon-bai"]
    assert entry.servable_on(TODAY)
    assert not entry.servable_on(date(2027, 12, 1))
    assert not entry.servable_on(date(2025, 12, 31))


def test_no_answer_falls_silent_in_the_busiest_month(content: Content) -> None:
    entries = content.knowledge.entries.values()
    silent = [entry.id for entry in entries if not entry.servable_on(date(2027, 1, 31))]
    assert len(silent) <= 10


def test_reviews_come_when_the_law_can_change_and_never_many_at_once(copy: Path) -> None:
    path = copy / "faq/thue/giam-gtgt.md"
    late = path.read_text(encoding="utf-8").replace(
        "review_by: 2027-02-19", "review_by: 2027-06-30"
    )
    path.write_text(late, encoding="utf-8")
    with pytest.raises(ContentError, match="hạn rà soát phải trước hoặc đúng 1/3/2027"):
        check_content(load_content(copy), TODAY, copy)
    for name in sorted((copy / "faq/thue").glob("*.md"))[:11]:
        text = name.read_text(encoding="utf-8")
        name.write_text(re.sub("review_by: .*", "review_by: 2026-12-29", text), encoding="utf-8")
    with pytest.raises(ContentError, match="câu cùng hạn rà soát, tối đa 10"):
        check_content(load_content(copy), TODAY, copy)


def test_a_fact_has_the_value_of_its_day(content: Content) -> None:
    facts = content.knowledge.facts
    assert facts["giam_gtgt"].on(TODAY).value == 20
    with pytest.raises(FactMissing, match="Mức giảm tỷ lệ GTGT"):
        facts["giam_gtgt"].on(date(2027, 1, 1))
    with pytest.raises(FactMissing, match="khong_co"):
        facts["khong_co"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_content(tmp_path / "content")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "said"),
    [
        ("faq/thue/mon-bai.md", "owner:", "onwer:", 1, "thiếu mục «owner»"),
        ("faq/thue/mon-bai.md", "valid_from: 2026-07-01", "valid_from: hôm qua", "", "YYYY-MM-DD"),
        ("faq/thue/mon-bai.md", "nq-198-2025", "nq-không-có", "", "chưa có trong content/laws"),
        ("faq/thue/mon-bai.md", "**Không phải nộp.**", "{{ fact('x') }", "", "mẫu câu sai"),
        (
            "faq/thue/mon-bai.md",
            "## Chi tiết",
            "## Chi tiết\n{{ fact('x') }",
            "fact(",
            "không dựng",
        ),
        ("faq/thue/mon-bai.md", "mon-bai-cong-ty,", "mon-bai-cong-ti,", "", "không có câu nào mã"),
        ("faq/thue/mon-bai.md", "**Không phải nộp.**", "x " * 400, "owner:", "tối đa 600"),
        ("faq/thue/mon-bai.md", "**Không phải nộp.**", '{{ fact("sai_ten") }}', "", "sai_ten"),
        ("faq/thue/mon-bai.md", "**Không phải nộp.**", "**Hỏi Chatbot.**", "", "«trợ lý»"),
        ("faq/phuong/ai-tra-loi.md", "Câu trợ lý không trả", "Câu bot không trả", 2, "«trợ lý»"),
        ("faq/thue/mon-bai.md", 'question: "', "question: [", 2, "phần đầu không đọc được"),
        ("facts/thue.yaml", "law: nd-141-2026", "law: nd-999", 3, "chưa có trong content/laws"),
        ("facts/thue.yaml", "value: 1000000000", "valeu: 1000000000", 3, "value"),
        ("laws/thue.yaml", "in_force_from: 2026-01-01", "in_force_from: mai", 3, "YYYY-MM-DD"),
        ("messages/vi/faq/good.j2", "Cảm", "{% if %}Cảm", 1, "mẫu câu sai"),
        ("ward.toml", 'name = "phường', "name = phường", 1, "TOML"),
        ("ward.toml", "[office.kthtdt]", "[office.khac]", 1, "kthtdt"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(
    copy: Path, file: str, old: str, new: str, line: int | str, said: str
) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    if isinstance(line, str):  # a text that stands on the line; "" for the one that is changed
        line = text[: text.index(line or old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        check_content(load_content(copy), TODAY, copy)
    matching = [p for p in caught.value.problems if p.file.name == path.name and said in p.text]
    assert matching, caught.value
    assert abs(matching[0].line - line) <= 3, matching[0]


def test_a_fact_without_a_source_is_not_stated_as_sure(copy: Path) -> None:
    path = copy / "facts/thue.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("source_read: full", "source_read: unconfirmed", 1), "utf-8")
    with pytest.raises(ContentError, match=r"“Doanh thu năm không .*” chưa có nguồn chắc"):
        check_content(load_content(copy), TODAY, copy)
    path.write_text(text.replace("      source_read: full\n", "", 1), "utf-8")
    with pytest.raises(ContentError, match="source_read"):
        load_content(copy)


@pytest.mark.parametrize("month", ["2026-11", "2026-12", *(f"2027-0{n}" for n in range(1, 7))])
def test_every_month_has_its_news(content: Content, month: str) -> None:
    assert content.news.of_month(month)


def test_two_entries_may_not_share_a_wording(copy: Path) -> None:
    path = copy / "faq/thue/bo-thue-khoan.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("thuế khoán còn không", "thuế môn bài hộ kinh doanh"), "utf-8")
    with pytest.raises(ContentError, match="đã có ở"):
        check_content(load_content(copy), TODAY, copy)


def test_an_answer_that_outlives_its_law_fails(copy: Path) -> None:
    path = copy / "laws/hoa-don.yaml"
    text = path.read_text(encoding="utf-8")
    ended = text.replace(
        "in_force_from: 2026-07-01", "in_force_from: 2026-07-01\n  in_force_to: 2026-11-20"
    )
    path.write_text(ended, encoding="utf-8")
    with pytest.raises(ContentError, match="không có hiệu lực ngày 21/11/2026"):
        check_content(load_content(copy), TODAY, copy)


def test_a_phone_number_that_is_unknown_is_not_shown_and_a_known_one_is(copy: Path) -> None:
    from handlers.answers.faq import answer

    content = load_content(copy)
    # What the ward did not enter is said to be unknown, and no number stands in its place.
    unknown = content.words.say("staff/contact", office="")
    assert "không nêu" in unknown and not re.search(r"\d[\d .]{5,}\d", unknown)
    path = copy / "ward.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('phone = ""', 'phone = "0225 000 0000"'), encoding="utf-8")
    content = load_content(copy)
    assert "0225 000 0000" in content.words.say("staff/contact", office="")
    assert "0225 000 0000" in answer(content, content.knowledge.entries["goi-dien-thue"], TODAY)
