"""The staff's loop: questions grouped, a draft, a new wording that is refused when it harms."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.commands.facts import UnknownDocument, difference, impact
from bot.commands.inbox import add_wording, draft, inbox_text, lost_wordings
from bot.commands.refusal import CommandRefused
from content.library import Content
from handlers.desk.asked import grouped
from storage.models import Reason, Unanswered
from tests.support.copies import copy_content, load_content, once

TODAY = date(2026, 11, 21)


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    with once():  # a wording is added by reading all before and after
        yield copy_content(tmp_path / "content")


def kept(*texts: str) -> list[Unanswered]:
    return [
        Unanswered(number, text, Reason.UNKNOWN, None, "2026-11-21")
        for number, text in enumerate(texts)
    ]


def test_questions_that_ask_the_same_are_one_group(content: Content) -> None:
    groups = grouped(
        content,
        kept(
            "mất giấy phép kinh doanh thì làm sao",
            "tôi bị mất giấy phép kinh doanh",
            "cho hỏi giá heo hơi",
            "mat giay phep kinh doanh",
        ),
    )
    assert [group.count for group in groups] == [3, 1]
    assert groups[0].entry == "cap-lai-giay"
    assert groups[1].entry is None


def test_the_inbox_says_what_to_do_next(content: Content) -> None:
    text = inbox_text(content, kept("mất giấy phép kinh doanh thì làm sao"), as_json=False)
    assert "donghanh faq add cap-lai-giay" in text
    assert inbox_text(content, [], as_json=False) == "Chưa có câu nào."


def test_a_draft_is_never_served_as_fact(copy: Path) -> None:
    content = load_content(copy)
    path = draft(content, "Bán vàng mã cần giấy gì?", "dang-ky", TODAY, copy)
    again = load_content(copy)
    entry = again.knowledge.entries[path.stem]
    assert not entry.servable_on(TODAY)
    with pytest.raises(CommandRefused, match="đã có câu"):
        draft(again, "Bán vàng mã cần giấy gì?", "dang-ky", TODAY, copy)
    with pytest.raises(CommandRefused, match="không có chủ đề"):
        draft(again, "Bán vàng mã cần giấy gì?", "chu-de-la", TODAY, copy)


def test_a_good_wording_is_added_and_found(copy: Path) -> None:
    said = add_wording("mon-bai", "sạp rau của bà tôi còn phải đóng tiền bài không", copy)
    assert "Đã thêm" in said
    content = load_content(copy)
    reading = content.understanding.read("sap rau cua ba toi con phai dong tien bai khong")
    assert reading.entries[0].id == "mon-bai"


@pytest.mark.parametrize(
    ("entry", "wording", "why"),
    [
        ("mon-bai", "xóa hóa đơn điện tử đã lập", "đang ra «huy-hoa-don»"),
        ("mon-bai", "huỷ hoá đơn được không", "đã có ở|đang ra"),
        ("khong-co", "câu hỏi nào đó", "không có câu nào mã"),
        ("mon-bai", "thuế", "quá ngắn"),
    ],
)
def test_a_wording_that_breaks_others_is_refused_and_taken_back(
    copy: Path, entry: str, wording: str, why: str
) -> None:
    path = copy / "faq/thue/mon-bai.md"
    before = path.read_text(encoding="utf-8")
    with pytest.raises(CommandRefused, match=why):
        add_wording(entry, wording, copy)
    assert path.read_text(encoding="utf-8") == before


def test_no_wording_is_lost(content: Content) -> None:
    assert lost_wordings(content) == set()


def test_the_difference_between_two_days_says_what_changes_and_why(content: Content) -> None:
    text = difference(content, TODAY, date(2027, 2, 1))
    assert "giam-gtgt  (thue)" in text
    assert "Mức giảm tỷ lệ GTGT" in text and "20 -> không có" in text
    assert "quá hạn rà soát 2026-12-30" in text
    assert "+ Đợt giảm đã hết sau ngày 31/12/2026" in text
    assert difference(content, TODAY, date(2026, 11, 22)).endswith("0 câu trả lời thay đổi.")


@pytest.mark.parametrize("name", ["NĐ 68/2026", "nd-68-2026", "Nghị định 68/2026/NĐ-CP"])
def test_the_impact_of_a_document_names_all_that_rests_on_it(content: Content, name: str) -> None:
    text = impact(content, name, TODAY)
    assert text.startswith("Nghị định 68/2026/NĐ-CP")
    assert "  nguong-doanh-thu: " in text
    assert "han_khai_quy" in text
    assert "tax/" in text or "group/" in text or "tools/" in text


def test_an_unknown_document_is_named(content: Content) -> None:
    with pytest.raises(UnknownDocument, match="Không tìm thấy"):
        impact(content, "NĐ 1/1900", TODAY)
