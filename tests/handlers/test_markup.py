"""The neutral markup: parsing never fails, splitting loses nothing."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.html import to_html
from content.rendering import literal
from handlers.talk.markup import parse, split, to_plain

MARKUPISH = st.text(alphabet="ab <>&*[]()\\-1.\n#đ", max_size=200)


@given(MARKUPISH)
def test_parsing_never_fails_and_html_escapes_everything(text: str) -> None:
    parse(text)
    html = to_html(text.replace("<", "<i>"))
    assert "<i>" not in html


@given(st.text(alphabet="ab *[]()\\đ", max_size=60).filter(lambda text: text.strip()))
def test_what_a_person_wrote_is_never_read_as_markup(text: str) -> None:
    assert to_plain(f"“{literal(text)}”") == f"“{text}”".strip()


@given(st.text(max_size=2000), st.integers(min_value=1, max_value=300))
def test_splitting_keeps_every_character_but_white_space(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_cut_falls_between_paragraphs_when_it_can() -> None:
    assert split("một hai\n\nba bốn", 10) == ["một hai", "ba bốn"]


def test_lists_headings_and_links_are_understood() -> None:
    text = "## Các bước\n1. Mở **máy**\n2. Vào [trang](https://a.vn)\n\n- một\n- hai"
    assert to_plain(text) == ("Các bước\n\n1. Mở máy\n2. Vào trang (https://a.vn)\n\n- một\n- hai")
