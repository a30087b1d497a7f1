"""Reply -> what Telegram gets: always within its limits, always balanced HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import keyboard, to_html
from bot.core.conversation import paginate
from content.library import Content
from handlers.talk.messages import Choice, Reply, numbered
from tests.support.botapi import METHODS, check_html

MARKUPISH = st.text(alphabet="ab <>&*[]()\\-1.\n\"'đ😀h:/tp", max_size=300)


@given(MARKUPISH, MARKUPISH)
def test_any_text_is_balanced_html(text: str, footer: str) -> None:
    check_html(to_html(Reply(text, footer=footer)))


@given(MARKUPISH)
def test_nothing_a_person_wrote_becomes_a_tag(text: str) -> None:
    html = to_html(Reply(f"<b>{text}</b> <script>"))
    assert "<script>" not in html


def test_markup_becomes_telegrams_tags() -> None:
    reply = Reply("**Đậm** & <b>\n\n- một\n- hai\n\n[trang](https://a.vn/?a=1&b=2)", footer="nhỏ")
    assert to_html(reply) == (
        "<b>Đậm</b> &amp; &lt;b&gt;\n\n• một\n• hai\n\n"
        '<a href="https://a.vn/?a=1&amp;b=2">trang</a>\n\n<i>nhỏ</i>'
    )


@given(st.text(max_size=20_000))
def test_every_part_of_a_long_reply_fits_a_message(text: str) -> None:
    choices = numbered((Choice("Một lựa chọn rất dài " * 5, "faq:a"), Choice("Hai", "menu")))
    for part in paginate(Reply(text, choices, "chân trang"), 4096):
        assert len(check_html(to_html(part))) <= 4096


def test_every_button_of_every_entry_fits_64_bytes(content: Content) -> None:
    for entry in content.knowledge.entries:
        reply = Reply("x", numbered((Choice("a", f"faq:{entry}:details"),)), menu=999_999)
        for row in keyboard(reply):
            assert all(len(button["callback_data"].encode()) <= 64 for button in row)


def test_long_labels_stand_alone_and_are_written_out() -> None:
    label = "Một câu hỏi rất dài mà nút bấm của Telegram không hiện hết được trên điện thoại nhỏ"
    reply = Reply("Chọn:", numbered((Choice(label, "a"), Choice("Có", "b"), Choice("Không", "c"))))
    rows = keyboard(reply)
    assert [len(row) for row in rows] == [1, 2]
    assert label in to_html(reply)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_loopback_server_knows_the_same_parameters_as_the_real_one() -> None:
    from aiogram import methods

    for name, (required, known) in METHODS.items():
        model = getattr(methods, name[0].upper() + name[1:])
        fields = model.model_fields
        needed = {field for field, info in fields.items() if info.is_required()}
        assert required == needed, name
        assert known <= set(fields), name
