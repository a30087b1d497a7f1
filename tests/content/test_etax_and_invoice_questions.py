"""What people asked of eTax and of invoices when nobody answered: each finds its entry, in words
that stand in none, and what changes with the day is said as of the day."""

from datetime import date

import pytest

from content.library import Content

ASKED = {
    "cho tin otp ca tieng khong thay": "etax-khong-nhan-otp",
    "etax báo k tìm thấy nnt": "etax-khong-tim-thay",
    "nop thue xong hien giao dich khong thanh cong": "etax-giao-dich-loi",
    "quet khuon mat dang ky hoa don bi loi": "etax-khuon-mat",
    "Tôi gõ nhầm mật khẩu nhiều quá nên eTax khóa mất rồi": "etax-bi-khoa",
    "doi may moi cai lai etax sao": "etax-doi-may",
    "Tôi bỏ sim cũ rồi, muốn thuế nhắn vào số mới": "etax-doi-so",
    "giay nop tien ghi sai muc thi dieu chinh sao": "nop-sai-tieu-muc",
    "Tôi muốn cầm tiền ra ngân hàng đóng thuế": "nop-thue-ngoai-app",
    "khong mua chu ky so co khai thue duoc khong": "chu-ky-so-etax",
    "Bán gói kẹo vài nghìn cũng phải lập hóa đơn hay sao": "ban-le-nho-hoa-don",
    "xuat gop hoa don khach le cuoi ngay": "hoa-don-cuoi-ngay",
    "shopeefood co xuat hoa don thay quan khong": "hoa-don-app-giao-do-an",
    "Đơn trên Shopee thì sàn hay shop phải xuất hóa đơn": "hoa-don-ban-san",
    "Người ta chào bán hóa đơn khống cho tôi, lấy thì bị gì": "hoa-don-gia",
    "rot mang dang ban khong in duoc hoa don": "mat-mang-hoa-don",
    "hoa don cua ho co khau tru vat duoc khong": "hoa-don-vat-ho",
    "Trên hóa đơn phải ghi câu giảm 20% thế nào cho đúng": "ghi-giam-tren-hoa-don",
    # What stood nearest, and stays with its own entry.
    "quên mật khẩu app thuế rồi": "etax-quen-mat-khau",
    "kiểm tra tờ hóa đơn này là thật hay giả": "tra-cuu-hoa-don",
    "mã số thuế chờ cập nhật số định danh": "trang-thai-mst",
}


@pytest.mark.parametrize(("message", "entry"), ASKED.items(), ids=ASKED.values())
def test_it_finds_its_entry(content: Content, message: str, entry: str) -> None:
    assert content.understanding.read(message).entries[0].id == entry


def test_the_cut_is_written_on_invoices_of_its_years_only(content: Content) -> None:
    """1% of a million, a fifth of it off: 2,000 (reference: law_2026 K13)."""
    in_force = content.knowledge.short("ghi-giam-tren-hoa-don", date(2026, 12, 31))
    assert "giảm 2.000 đồng, dòng cộng ghi 998.000 đồng" in in_force
    over = content.knowledge.short("ghi-giam-tren-hoa-don", date(2027, 1, 1))
    assert "không ghi phần giảm nữa" in over and "998.000" not in over


def test_half_the_fine_of_an_organisation_for_false_invoices(content: Content) -> None:
    """Decree 125/2020, Articles 28 and 22 (by Decree 310/2025): 20 to 50 million; a household
    pays half of it (Article 7, clause 4)."""
    said = content.knowledge.short("hoa-don-gia", date(2026, 11, 28))
    assert said.count("từ 10 đến 25 triệu đồng") == 2
