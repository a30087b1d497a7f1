"""`donghanh faq score`: a set is scored, told, and written between its marks in the document."""

import json
from pathlib import Path

import pytest

from bot.commands import quality
from bot.commands.quality import held_out, in_pairs, repeated, report_of_strangers
from bot.commands.scores import (
    END,
    START,
    as_table,
    changed,
    confusions,
    score,
    strangers,
    write,
)
from bot.commands.typed import BETWEEN, WAYS, misspelt, shortened
from content.library import Content
from content.search import Understanding

SET = """# a remark
clean\t145\tMôn bài năm nay nộp bao nhiêu?
nomark\tmon-bai\tmon bai con phai nop khong
clean\tkhong-co\tMôn bài còn không
out\t-\tgiá vàng hôm nay
small\t-\txin chào
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "set.tsv"
    found.write_text(SET, encoding="utf-8")
    return found


def test_numbers_of_the_catalogue_and_entry_ids_are_both_expected(
    content: Content, path: Path
) -> None:
    scores = score(content, path)
    assert [item.first for item in scores.within] == [True, True, False]
    assert scores.refused == 1.0
    assert "| all | 3 | 0.667" in as_table(scores)
    assert "`khong-co` read as `mon-bai`: 1" in confusions(scores)


def test_a_change_is_scored_only_on_what_it_changes(content: Content, path: Path) -> None:
    scores = score(content, path)
    assert len(changed(content, scores, shortened).within) == 2
    assert changed(content, scores, lambda text: text).within == []


def test_strangers_messages_are_told_apart_by_whether_an_entry_answers_them(
    content: Content, tmp_path: Path
) -> None:
    said = [
        {"text": "Môn bài năm nay nộp bao nhiêu?", "gold": ["mon-bai"], "in_scope": True},
        {"text": "Nuôi ong có được hỗ trợ thùng không?", "gold": [], "in_scope": True},
        {"text": "giá vàng hôm nay", "gold": [], "in_scope": False},
    ]
    path = tmp_path / "strangers.jsonl"
    lines = (json.dumps({**one, "noise": "clean"}, ensure_ascii=False) for one in said)
    path.write_text("\n".join(lines), encoding="utf-8")
    told = strangers(content, path)
    assert [item.first for item in told.scores.within] == [True]
    assert (len(told.unanswered), len(told.scores.outside)) == (1, 1)
    assert repeated(content, told) == ["Môn bài năm nay nộp bao nhiêu?", "giá vàng hôm nay"]
    text = report_of_strangers(content, path)
    assert "word for word: 2" in text
    assert "| clean | 1 | 1.000" in text
    assert "| known | 1 | 1.000 | 1.000 | 1.000 | 0.000 |" in text
    assert "| Telex keys left on | 1 | 1.000 | 1.000" in text


def test_strangers_messages_are_judged_by_what_answers_them_today(
    content: Content, tmp_path: Path
) -> None:
    message = {"text": "Nộp môn bài bao nhiêu?", "noise": "clean", "in_scope": True, "gold": []}
    path, now = tmp_path / "strangers.jsonl", tmp_path / "now.tsv"
    path.write_text(json.dumps({**message, "id": "q1", "about": "licence"}), encoding="utf-8")
    now.write_text("# since then\nlicence\tmon-bai bo-thue-khoan\n", encoding="utf-8")
    told = strangers(content, path, now)
    assert [item.expected for item in told.scores.within] == [{"mon-bai", "bo-thue-khoan"}]
    now.write_text("q1\tmon-bai\nlicence\tbo-thue-khoan\n", encoding="utf-8")
    both = {"mon-bai", "bo-thue-khoan"}
    assert [item.expected for item in strangers(content, path, now).scores.within] == [both]


def test_two_questions_in_one_message_are_counted_by_what_is_answered(
    content: Content, path: Path
) -> None:
    path.write_text(
        "clean\tmon-bai\tMôn bài năm nay nộp bao nhiêu?\n"
        "clean\tetax-quen-mat-khau\tQuên mật khẩu eTax thì làm sao?\n",
        encoding="utf-8",
    )
    rows = in_pairs(content, score(content, path).within).splitlines()
    assert len(rows) == 2 + len(BETWEEN)
    assert rows[2].endswith("| 1.000 | 0.000 | 0.000 |"), rows[2]


def test_wordings_left_out_are_asked_of_what_has_not_seen_them(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = content.knowledge.entries["mon-bai"].ask[1]
    declined = "làm sổ đỏ"
    asked: list[frozenset[str]] = []

    def understanding(_: Content, some: frozenset[str]) -> Understanding:
        asked.append(some)
        return content.understanding

    monkeypatch.setattr(quality, "without", understanding)
    path = tmp_path / "held.txt"
    path.write_text(f"{left_out}\n{declined}\n", encoding="utf-8")
    text = held_out(content, path)
    assert asked == [frozenset((left_out, declined))]
    assert "| entries | 1 | 1.000" in text
    assert "- out of scope, not answered: 1.000" in text


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("Telex keys left on", "nguwowngx thuees hoas ddown?"),
        ("VNI keys left on", "ngu7o7ng4 thue61 hoa1 d9o7n?"),
        ("marks without tones", "ngương thuê hoa đơn?"),
        ("as a telephone hears it", "à ừ ngưỡng thuế hóa đơn"),
        ("without marks", "nguong thue hoa don?"),
    ],
)
def test_a_text_is_typed_in_each_way(way: str, typed: str) -> None:
    assert WAYS[way]("Ngưỡng thuế hóa đơn?").lower() == typed


def test_slips_of_the_finger_are_the_same_every_time() -> None:
    text = "hóa đơn điện tử đăng ký ở đâu"
    assert misspelt(text) == misspelt(text) != text
    assert misspelt("a b") == "a b"


def test_the_report_replaces_the_one_before(tmp_path: Path) -> None:
    document = tmp_path / "quality.md"
    document.write_text(f"# x\n{START}\nold\n{END}\nrest\n", encoding="utf-8")
    write(document, "new")
    write(document, "newer")
    assert document.read_text(encoding="utf-8") == f"# x\n{START}\n\nnewer\n\n{END}\nrest\n"
    document.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="không thấy"):
        write(document, "new")
