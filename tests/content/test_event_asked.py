"""What somebody who is to come asks of the meeting is told apart from what is asked of papers."""

import pytest

from content.event_asked import TicketMatter, asked_of_event
from content.event_questions import EventMatter

_M = EventMatter


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        *(
            (said, TicketMatter.TICKET)
            for said in ("gửi lại mã cho tôi", "mã của tôi là gì", "xem đăng ký")
        ),
        *(
            (said, TicketMatter.TICKET)
            for said in ("tôi đã đăng ký mấy người", "con tôi có vé chưa")
        ),
        *((said, _M.WHEN) for said in ("mai mấy giờ", "ở đâu", "o dau vay em", "họp mấy giờ")),
        *((said, _M.PARKING) for said in ("có chỗ gửi xe không", "xe để ở đâu", "có bãi đỗ không")),
        *((said, _M.LATE) for said in ("tôi đi trễ được không", "đến muộn một chút có sao không")),
        *((said, _M.CHILDREN) for said in ("con nhỏ đi cùng được không", "mang theo con được ko")),
        *((said, _M.MEAL) for said in ("có ăn trưa không", "có nước uống không")),
        *((said, _M.FEE) for said in ("có mất tiền không", "co phai dong tien ko", "miễn phí à")),
        *(
            (said, TicketMatter.REMIND)
            for said in ("nhắc tôi trước 1 ngày nhé", "ai sẽ gọi cho mẹ mình thế")
        ),
        ("phải mang gì", _M.BRING),
    ],
)
def test_a_matter_of_the_meeting_is_heard(said: str, matter: EventMatter) -> None:
    assert asked_of_event(said) is matter


@pytest.mark.parametrize(
    "said",
    [
        *("hóa đơn điện tử có mất tiền không", "đăng ký kinh doanh ở đâu", "nộp thuế ở đâu"),
        *("đóng thuế bao giờ", "mã số thuế của tôi là gì", "tôi bán xe máy", "gửi câu hỏi"),
        *(
            "phí môn bài còn không",
            "bán cơm trưa ngày 2 triệu",
            "đăng ký nhận tin",
            "tôi đến nơi rồi",
        ),
    ],
)
def test_what_is_asked_of_something_else_is_not(said: str) -> None:
    assert asked_of_event(said) is None
