"""What is covered before anything is stored, and what must stay as it was typed."""

import time

import pytest

from content.codes import CodeKind, new_code
from content.sensitive import NEVER_WRITTEN, Sensitive, mask, mask_after

I, O, P, A, C = (  # noqa: E741  # short, because the tables are long
    Sensitive.IDENTITY, Sensitive.OTP, Sensitive.PASSWORD, Sensitive.ACCOUNT, Sensitive.CARD,
)  # fmt: skip

# (text, kind, what must be gone)
SECRETS = (
    # glued to the words beside it
    ("tôi031185001234", I, "031185001234"),
    ("031185001234nhé", I, "031185001234"),
    ("Hoa031185001234 tổ 5", I, "031185001234"),
    ("031185001234cccd", I, "031185001234"),
    ("sđt0912345678cccd031185001234", I, "031185001234"),
    ("4111111111111111abc", C, "4111111111111111"),
    ("thẻ9704361234567894", C, "9704361234567894"),
    # cards of banks here, without a check digit
    ("thẻ 9704361234567894", C, "9704361234567894"),
    ("thẻ 9704 3612 3456 7890", C, "9704 3612"),
    ("9704361234567890128", C, "9704361234567890128"),
    ("482913 otp", O, "482913"),
    ("tài khoản ngân hàng số 102.345.678.901", A, "102.345"),
    ("1234567890 ngân hàng agribank", A, "1234567890"),
    ("mật khẩu wifi 12345678", P, "12345678"),
    ("chuyển vào 0071000123456 ngân hàng VCB nhé", A, "0071000123456"),
    ("1903 4567 8901 23 (Techcombank)", A, "1903"),
    ("mật khẩu của tôi hoa1985 vào không được", P, "hoa1985"),
    ("mat khau wifi nha em Hoa@85", P, "Hoa@85"),
    ("cccd o31o85oo1234", I, "85oo"),
    # CCCD: twelve digits, in every way people write them
    ("cccd của tôi 031092001234", I, "031092001234"),
    ("031092001234", I, "031092001234"),
    ("031 092 001 234", I, "031 092"),
    ("031.092.001.234", I, "031.092"),
    ("031-092-001-234", I, "031-092"),
    ("031 - 092 - 001 - 234", I, "031"),
    ("cccd: 031 092 001 234", I, "092"),
    ("cccd:031092001234 nhé", I, "031092001234"),
    ("CCCD031092001234", I, "031092001234"),
    ("Căn cước công dân số: 031092 001234", I, "031092"),
    ("căn cước\n031 092\n001 234", I, "092"),
    ("031092\n001234", I, "001234"),
    ("0310 9200 1234", I, "9200"),
    ("0 3 1 0 9 2 0 0 1 2 3 4", I, "3 1 0 9"),
    ("０３１０９２００１２３４", I, "０３１０"),
    ("số căn cước ０３１ ０９２ ００１ ２３４", I, "０９２"),
    ("031\u00a0092\u00a0001\u00a0234", I, "092"),
    ("031\u200b092001234", I, "092001234"),
    ("031–092–001–234", I, "092"),
    ("cccd O31092001234", I, "31092001234"),
    ("Tôi tên Hoa, số định danh 079185001234, sinh 1985", I, "079185001234"),
    ("mã số thuế của hộ tôi là 031092001234", I, "031092001234"),
    ("MST 031092001234 bị khóa", I, "031092001234"),
    ("031 0 92 001234", I, "001234"),
    ("số định danh 281 092 001 234", I, "281"),
    ("123456789012", I, "123456789012"),
    ("gọi 0912345678, cccd 031092001234", I, "031092001234"),
    ("0912345678 031092001234", I, "031092001234"),
    ("031092001234 - 0912 345 678", I, "031092001234"),
    ("Nguyễn Thị Hoa 031092001234 TDP 5", I, "031092001234"),
    ("căn cước của tôi là: 036092001234", I, "036092001234"),
    ("031/092/001/234", I, "031/092"),
    ("cccd: 031,092,001,234", I, "031,092"),
    ("(031) 092 001 234", I, "092"),
    ("031 092 001 234 cấp ngày 12/11/2021", I, "092"),
    ("(031092001234)", I, "031092001234"),
    ("“031092001234”.", I, "031092001234"),
    # ... and in odd ones
    ("079201001234079201001235", I, "07920100123"),
    ("0792010012340912345678", I, "079201001234"),
    ("0912345678079201001234", I, "079201001234"),
    ("079•201•001•234", I, "201"),
    ("079 | 201 | 001 | 234", I, "201"),
    ("079*201*001*234", I, "201"),
    ("079~201~001~234", I, "201"),
    ("079:201:001:234", I, "201"),
    ("079\\201\\001\\234", I, "201"),
    ("079, 201, 001, 234", I, "201"),
    ("0792•0100•1234", I, "0100"),
    ("0️⃣7️⃣9️⃣2️⃣0️⃣1️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣", I, "7️⃣"),
    ("0\u03387\u03389\u0338201001234", I, "201001234"),
    ("sốcăncước079201001234", I, "079201001234"),
    ("socccd079201001234", I, "079201001234"),
    ("4111•1111•1111•1111", C, "1111"),
    ("tech 19036812345678", A, "19036812345678"),
    ("mb 0912345678999", A, "0912345678999"),
    # CMND: nine digits, when called so
    ("cmnd 031234567", I, "031234567"),
    ("CMT: 031 234 567", I, "031 234"),
    ("chứng minh nhân dân cũ của tôi 031234567", I, "031234567"),
    ("chứng minh thư số 031.234.567", I, "031.234.567"),
    ("so chung minh 031234567", I, "031234567"),
    ("031234567 là số cmnd của tôi", I, "031234567"),
    ("cmnd 9 số của tôi là 031234567", I, "031234567"),
    ("mã OTP 6 số là 482910", O, "482910"),
    ("hộ chiếu C1234567", I, "C1234567"),
    # one-time codes
    ("mã OTP của tôi là 123456", O, "123456"),
    ("OTP: 123 456", O, "123 456"),
    ("otp 1-2-3-4-5-6", O, "1-2-3"),
    ("otp là 4821 ạ", O, "4821"),
    ("O.T.P 482910", O, "482910"),
    ("mã xác nhận 482910", O, "482910"),
    ("ma xac nhan la 482910", O, "482910"),
    ("mã xác thực: 48291037", O, "48291037"),
    ("482910 là mã OTP", O, "482910"),
    ("Vietcombank gửi mã OTP cho chị: 482910", O, "482910"),
    ("mã otp\n482910", O, "482910"),
    ("OTP４８２９１０", O, "４８２９１０"),
    ("ma xn 482910", O, "482910"),
    ("passcode VNeID 482910", O, "482910"),
    ("mã PIN là 1234", O, "1234"),
    # passwords
    ("mật khẩu là Hoa@1985", P, "Hoa@1985"),
    ("mật khẩu: hoahong", P, "hoahong"),
    ("mat khau la hoa1985 nhe", P, "hoa1985"),
    ("mật khẩu VNeID của tôi là abc123", P, "abc123"),
    ("password=S3cret!", P, "S3cret"),
    ("pass: 12345678", P, "12345678"),
    ("mật khẩu: “Hoa@1985”", P, "Hoa@1985"),
    ("mật khẩu của em là Hoa Hong 1985", P, "Hong 1985"),
    ("mk: hoa1985", P, "hoa1985"),
    ("mk hoa@1985", P, "hoa@1985"),
    ("Mật khẩu Abc@1234 không vào được", P, "Abc@1234"),
    ("mật khẩu etax là 0912345678", P, "0912345678"),
    ("tài khoản hoa85, mật khẩu là matkhau", P, "matkhau"),
    # accounts, when called so
    ("số tài khoản 0011004123456", A, "0011004123456"),
    ("stk: 101874512010 vietinbank", A, "101874512010"),
    ("STK 19035678901 techcombank", A, "19035678901"),
    ("STK: 711A12345678", A, "711A12345678"),
    ("stk của cửa hàng 19.035.678.901", A, "19.035"),
    ("stk 711 234 567", A, "711 234 567"),
    ("stk 0912345678", A, "0912345678"),
    ("tài khoản ngân hàng của tôi 10187451201", A, "10187451201"),
    ("Vietcombank 0011004123456", A, "0011004123456"),
    ("chuyển vào tk 3713012345678 giúp", A, "3713012345678"),
    # cards
    ("4111 1111 1111 1111", C, "1111"),
    ("4111111111111111", C, "4111111111111111"),
    ("4111-1111-1111-1111 hạn 12/28", C, "1111"),
    ("thẻ 4111 1111 1111 1111 12/28 123", C, "1111"),
    ("số thẻ 9704 1234 5678 9012", C, "9704"),
    ("thẻ atm 9704361234567890123", C, "9704361234567890123"),
    ("3782 822463 10005", C, "822463"),
    ("5555.5555.5555.4444", C, "5555"),
    ("４１１１１１１１１１１１１１１１", C, "４１１１"),
    ("cvv 123", C, "123"),
)

SAFE = (
    "mã ngành 4711 4719 4721 có phải đổi không",
    "mã ngành 4711, 4719, 4721",
    "đổi mật khẩu vneid 2026 thế nào",
    "mật khẩu ngân hàng 24/7 có ai hỗ trợ",
    "mật khẩu mới 8 ký tự",
    "doanh thu 125000000 qua vietcombank",
    "chuyển 155500000 ngân hàng bidv",
    "sđt 0912345678 ngân hàng agribank gọi",
    # phones
    "0912345678",
    "0912 345 678",
    "0912.345.678",
    "0912-345-678",
    "+84 912 345 678",
    "+84 (0) 912345678",
    "84912345678",
    "0084912345678",
    "0912345678 0987654321",
    "0912 345 678 - 0987 654 321",
    "0912345678/0987654321",
    "0225 3822 123",
    "0225.3.822.123 hoặc 0912345678",
    "Hoa 0912345678 tổ 5, đi 2 người",
    "0912345678 12",
    "01629345678",
    "tổng đài 1900 9068",
    "Làm lại căn cước ở đâu? Gọi tôi 0912345678",
    "cccd của tôi bị mất, sđt 0912345678",
    "mất căn cước 0912345678",
    "mk 0912345678",
    # tax codes
    "0312345678-001",
    "mã số thuế 0100109106",
    "MST: 0100109106-001",
    "0100109106001",
    "mst 0100109106, điện thoại 0912345678",
    # money
    "12.000.000",
    "12.000.000 đồng",
    "doanh thu 900 triệu",
    "1.600.000.000",
    "1,600,000,000.00",
    "900.000.000.000 đồng",
    "150 000 000 000",
    "900000000000",
    "doanh thu 3 năm 300.000.000 350.000.000 400.000.000",
    "vay ngân hàng 500000000",
    "vay vietcombank 50000000",
    "tài khoản còn 12.000.000",
    "chuyển khoản 12000000 cho khách",
    "tài khoản có 900 triệu",
    "1000000000000",
    "thu 1.200.000.000đ/năm",
    # dates and times
    "12/11/2026",
    "ngày 12-11-2026 08:00",
    "26.11.2026 1400",
    "12 11 2026 08 00",
    "từ 01/2026 đến 12/2026, 03/2026",
    "các năm 2024 2025 2026",
    "2024, 2025, 2026",
    "2026-11-26",
    "doanh thu các tháng 12 15 18 20 22 25 triệu",
    # papers
    "Nghị định 68/2026/NĐ-CP, 181/2025/NĐ-CP và 91/2022",
    "Thông tư 40/2021/TT-BTC điều 12 khoản 3",
    "hồ sơ H29.187-241105-0001",
    "giấy phép 41A8012345",
    "số 4567/QĐ-UBND ngày 12/11/2026",
    # talk about them
    "mật khẩu là gì",
    "quên mật khẩu thì làm sao",
    "mat khau la bao nhieu ky tu",
    "mật khẩu phải có 8 ký tự",
    "Mật khẩu là do ai cấp ạ",
    "đổi mật khẩu eTax như thế nào",
    "mật khẩu không đúng 3 lần bị khóa",
    "mã OTP là gì, có hiệu lực 5 phút",
    "Không đưa mã OTP cho ai, gọi 113",
    "OTP gửi về số 0912345678",
    "mã OTP năm 2026 có đổi không",
    "cấp lại căn cước năm 2026",
    "số tài khoản là gì",
    "có cần báo số tài khoản với thuế không",
    "mở tài khoản 131 và 511",
    "căn cước công dân gắn chíp có 12 số phải không",
    "cmnd 9 số còn dùng được không",
    "tài khoản eTax là 0100109106",
    "pass môn",
    "mk bán 200 bát phở",
    "1 2 3 4 5 6 7 8 9 10",
    "mã vạch 8934563138165",
    "mã giao dịch FT26330123456789",
    "mật khẩu ban đầu là số điện thoại phải không",
    "mật khẩu mới là 8 ký tự gồm chữ và số",
    "(0225) 3822 123",
    "tờ khai 101 102 103 104 105",
    "chợ có 120 hộ, 35 quầy, 12 tổ",
    "",
    "ok",
)


@pytest.mark.parametrize(("text", "kind", "gone"), SECRETS)
def test_a_secret_is_covered(text: str, kind: Sensitive, gone: str) -> None:
    masked = mask(text)
    assert kind in masked.kinds
    assert gone not in masked.text


@pytest.mark.parametrize("text", SAFE)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask(text).text == text
    assert mask(text).kinds == ()


@pytest.mark.parametrize("text", [text for text, _, _ in SECRETS])
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@pytest.mark.parametrize("text", [text for text, _, _ in SECRETS])
def test_what_stands_around_a_secret_stays(text: str) -> None:
    masked = mask(f"Cho tôi hỏi việc này. {text}. Số của tôi 0912345678, thu 12.000.000 đồng")
    assert masked.text.startswith("Cho tôi hỏi việc này.")
    assert masked.text.endswith("Số của tôi 0912345678, thu 12.000.000 đồng")


def test_in_the_offices_own_texts_an_account_stays() -> None:
    said = "Nộp vào tài khoản số 3511012345678 của Kho bạc, căn cước 079201001234"
    covered = mask(said, NEVER_WRITTEN)
    assert "3511012345678" in covered.text and covered.kinds == (I,)


def test_our_own_codes_stay() -> None:
    for kind in CodeKind:
        for _ in range(300):
            code = new_code(kind)
            for text in (code, f"mã xác nhận {code}", f"vé {code.replace('-', ' ')} của tôi"):
                assert mask(text).text == text


def test_several_secrets_in_one_message() -> None:
    masked = mask("cccd 031092001234, stk 0011004123456, otp 482910, mật khẩu: hoa@85, 0912345678")
    assert masked.kinds == (I, O, P, A)
    assert masked.text == (
        "cccd [số căn cước đã che], stk [số tài khoản đã che], otp [mã đã che],"
        " mật khẩu: [mật khẩu đã che], 0912345678"
    )


ODD = (
    *("1 ", "cccd ", "otp 1 ", "9", "a1.", "mật khẩu ", "12.000.000 ", "0912 345 678 "),
    *("0 ", "0.", "0 9 1 2 ", "84 91 "),  # no number, and as many beginnings of one
)


def test_a_long_odd_text_is_looked_through_quickly() -> None:
    for part in ODD:
        started = time.thread_time()
        mask((part * 4000)[:4000])
        assert time.thread_time() - started < 0.5, part


def test_a_number_among_very_many_is_covered_all_the_same() -> None:
    around = "1 2 3 " * 60
    for number in ("079 201 001 234", "079201001234", "4111 1111 1111 1111"):
        assert number not in mask(f"{around}{number} {around}").text


def test_what_a_number_was_called_in_the_message_before() -> None:
    assert mask_after("mã OTP của tôi", "482910").kinds == (O,)
    assert mask_after("số cccd cũ 9 số của tôi là", "031234567").kinds == (I,)
    for before, text in (("thuế khoán", "2026"), ("mã OTP", "0912345678"), ("", "482910")):
        assert mask_after(before, text).text == text


@pytest.mark.parametrize(
    "said",
    [
        "079188oo1234",
        "079l88001234",
        "không bảy chín một tám tám không không một hai ba bốn",
        "cccd khong bay chin mot tam tam, khong khong mot hai ba bon nhe",
        "Số căn cước: không, bảy, chín, 188 không không một hai ba bốn",
        "G-482913 là mã",
        "G-482913",
        "mã G-482913",
        "FB-12345 là mã của bạn",
        "123456 la ma",
        "mã: 482913",
        "mã của bạn là 482 913",
        "đọc mã 482913 cho nó rồi",
        "nó hỏi mã gửi về máy, tôi đọc 482913",
        "482913 is your Google verification code",
        "mã otp bốn tám hai chín một ba",
        "mã otp AB12CD",
        "số tk một hai ba bốn năm sáu bảy tám chín không",
    ],
)
def test_a_secret_is_covered_however_its_digits_are_written(said: str) -> None:
    covered = mask(said).text
    assert "đã che]" in covered
    left = covered.replace("[số căn cước đã che]", "").replace("[mã đã che]", "")
    assert not any(char.isdecimal() for char in left)
    assert not {"tám", "tam", "bốn", "bon", "chín"}.intersection(left.replace(",", " ").split())
    assert mask(covered).text == covered


@pytest.mark.parametrize(
    "said",
    [
        "tôi bán ba bốn năm rồi",
        "số điện thoại không chín một hai ba bốn năm sáu bảy tám",
        "một hai ba bốn năm sáu bảy",
        "mã số 482913",
        "mã ngành 4711 và 4719",
        "mã hồ sơ 482913",
        "482913 là mã hồ sơ",
        "mã bưu chính 180000",
        "mã hàng 482913",
        "doanh thu chín trăm năm mươi triệu",
        "mã 150000 đồng",
    ],
)
def test_digits_in_words_and_codes_of_things_stay(said: str) -> None:
    assert mask(said).text == said


def test_a_code_spelled_in_the_message_after_its_name_is_covered() -> None:
    assert mask_after("nó hỏi mã otp", "bốn tám hai chín một ba").text == "[mã đã che]"
    assert mask_after("tôi bán phở", "bốn tám hai chín một ba").kinds == ()
