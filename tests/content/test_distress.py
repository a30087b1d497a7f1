import pytest

from content.distress import is_distress


@pytest.mark.parametrize(
    "text",
    [
        *("tôi muốn tự tử", "toi muon chet", "nợ thuế quá tôi muốn chết", "không muốn sống nữa"),
        *("TÔI MUỐN CHẾT", "chắc chết quách cho xong", "nợ nần thế này thà chết còn hơn"),
        *("em không thiết sống nữa ạ", "vợ tôi định tự vẫn", "ko muon song nua", "toi muon tu tu"),
        *("làm ăn thua lỗ, chỉ muốn chết thôi", "khổ quá tôi muốn chết"),
    ],
)
def test_despair_is_heard(text: str) -> None:
    assert is_distress(text)


@pytest.mark.parametrize(
    "text",
    [
        *("mệt muốn chết mà vẫn phải khai thuế", "nong muon chet", "hàng chết ế cả tháng"),
        *("bán chết cũng không đủ nộp", "để tôi từ từ nộp được không", "toi muon tu tu tra no"),
        *(
            "toi tu tu nop duoc khong",
            "máy tính tiền bị chết",
            "chết máy etax",
            "quán sống không",
            "",
        ),
        *("đông khách muốn chết", "bán cá sống", "thủ tục lâu quá muốn chết", "tủ tử tế"),
        *("tu van thue", "tư vấn giúp tôi", "muốn sống bằng nghề bán hàng"),
    ],
)
def test_an_idiom_is_not_despair(text: str) -> None:
    assert not is_distress(text)
