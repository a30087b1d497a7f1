"""Who wants the address of an answer to pass it on; not who tells of a stranger's link."""

import pytest

from content.sharing import link_wanted


@pytest.mark.parametrize(
    "said",
    [
        "cho xin cái link gửi cho chị tui",
        "gửi link câu này để mình share cho bạn",
        "có link không ad, gửi chồng em đọc",
        "cho xin đường dẫn để gửi nhóm chợ",
        "xin link",
        "gửi cho con tôi link này",
        "link đâu em",
    ],
)
def test_an_address_to_pass_on_is_wanted(said: str) -> None:
    assert link_wanted(said) is not None


def test_the_answer_that_is_named_is_kept() -> None:
    named = link_wanted("cho mình cái link câu cá tự nuôi hồi nãy gửi ông anh coi")
    assert named == "ca tu nuoi"


@pytest.mark.parametrize(
    "said",
    [
        "em lỡ bấm vô link rồi",
        "nó gửi link kêu cài app",
        "có người gửi cho tôi cái link lạ",
        "link này có thật không",
        "có cái link lạ gửi tới máy",
        "em bị gửi link lạ lấy hết tiền",
        "nhận được link trúng thưởng",
        "gửi link đăng ký",
        "link nộp thuế",
        "gửi câu này cho phường",
        "Linh",
        "cô Linh",
        "Linh 0912345678",
        "Linh Nguyễn",
        "ghi cho chị Linh",
        "gọi cho chị Linh",
        "có chị Linh đi nữa",
        "cho thêm chị Linh",
        "ghi cho cai linh nha toi",
    ],
)
def test_a_link_of_a_stranger_and_a_name_are_none_of_ours(said: str) -> None:
    assert link_wanted(said) is None
