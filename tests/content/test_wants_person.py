"""Who wants a person, and who only speaks of one."""

import pytest

from content.wants_person import asks_how, wanted_in


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("gặp cán bộ thuế", "thue"),
        ("gặp cán bộ bảo hiểm", "lao-dong"),
        ("gặp cán bộ quản lý thị trường", "thi-truong"),
        ("noi chuyen voi can bo phong chay", "pccc"),
        ("cho tôi gặp người thật", ""),
        ("nói với máy chán lắm rồi", ""),
        ("chỉ có máy trả lời, cho chị gặp người", ""),
        ("noi voi may chan lam roi", ""),
        ("Thôi tôi không nói với máy nữa, gọi cán bộ ra đây nói chuyện", ""),
        ("có ai ở đó không, trả lời tôi với", ""),
        ("chuyển máy", ""),
        ("xin một anh nào giải thích cho em", ""),
        ("ai đang trực", ""),
    ],
)
def test_a_person_is_wanted(text: str, subject: str) -> None:
    wanted = wanted_in(text)
    assert wanted is not None and wanted.subject == subject


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua tôi gặp cán bộ rồi",
        "cán bộ bảo hiểm bảo tôi chờ",
        "cán bộ dặn nộp trước ngày 30",
        "vợ tôi làm cán bộ thì có được mở quán không",
        "gặp cán bộ thì phải mang giấy tờ gì",
        "thuê nhân viên có phải đóng bảo hiểm không",
        "nhường chỗ cho người khác",
        "gửi kiến nghị cho cán bộ phường",
        "mua máy tính tiền ở đâu",
        "chị may áo dài ở nhà, mỗi bộ 1 triệu 2, có phải đóng thuế không",
        "Em ơi chị may đo, tháng 108 triệu",
        "chi may ao dai, thang 108 trieu",
        "không may hỏng hàng thì sao",
        "mấy người thì phải ký hợp đồng",
    ],
)
def test_no_person_is_wanted(text: str) -> None:
    assert wanted_in(text) is None


@pytest.mark.parametrize(
    "text", ["số điện thoại cán bộ thuế", "phường làm việc mấy giờ", "gặp cán bộ ở đâu"]
)
def test_only_how_to_reach_one_is_asked(text: str) -> None:
    assert wanted_in(text) is None and asks_how(text)
