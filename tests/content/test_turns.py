"""What a turn is in the middle of a talk: the layer is the one of its card, its data is whole, and
what a remark or a follow-up plainly is it is taken for."""

import hashlib
import json
from collections import Counter

import pytest

from content.aspects import asked_in, lines_telling
from content.encoder.fit_turns import FILE_OF_TURNS, stands_in, told_in_file
from content.encoder.intents import file_of
from content.encoder.model import FILE
from content.encoder.turns import TURNS, load_turns
from content.library import Content
from content.remarks import Mood, mood_in
from content.turns import Stands, TurnKind
from tests.support.conference import loaded_content

# Of the turns it learned from; by sets it did not learn it is right of .57 to .67, and of .69 to
# .79 where it is sure by .7 (`content/encoder/fit_turns.py` prints them).
LEARNED = 0.9


@pytest.fixture(scope="module")
def content() -> Content:
    return loaded_content(with_encoder=True)


def test_the_layer_is_the_one_of_its_card() -> None:
    card = json.loads(FILE.with_suffix(".json").read_text(encoding="utf-8"))
    data = FILE.with_name(file_of(TURNS)).read_bytes()
    assert hashlib.sha256(data).hexdigest() == card[f"{TURNS}_sha256"]
    assert load_turns(FILE.parent) is not None


def test_every_kind_of_turn_is_labelled(content: Content) -> None:
    told = told_in_file()
    assert set(Counter(one.kind for one in told)) == set(TurnKind)
    for one in told:
        assert one.stands.after in ("", *content.knowledge.entries), one
        assert one.text.strip() == one.text
    lines = FILE_OF_TURNS.read_text(encoding="utf-8").splitlines()
    assert all(line.count("\t") == 3 for line in lines)


def test_where_a_talk_stands_is_read_from_the_file() -> None:
    assert stands_in("-") == Stands()
    assert stands_in("vay-o-dau") == Stands("vay-o-dau")
    assert stands_in("vay-o-dau,form:register,figures") == Stands("vay-o-dau", True, True)


def test_what_it_learned_it_knows(content: Content) -> None:
    some = told_in_file()[::10]
    right = [content.understanding.turn(one.text, one.stands)[0].name == one.kind for one in some]
    assert sum(right) >= LEARNED * len(some)


@pytest.mark.parametrize(
    ("text", "after", "kind"),
    [
        ("mấy bữa thì xong vậy em", "ho-so-chuyen-doi", TurnKind.FOLLOWS),
        ("trời ơi may quá, cứ lo hoài", "thong-bao-doanh-thu", TurnKind.REMARKS),
        ("thôi để tui về bàn với ông xã đã", "vay-o-dau", TurnKind.REMARKS),
        ("nói gì khó hiểu quá, nói lại đi", "cach-tinh-thue", TurnKind.GRUMBLES),
        ("hộ kinh doanh có phải nộp thuế môn bài nữa không", "vay-o-dau", TurnKind.QUESTION),
    ],
)
def test_a_plain_turn_is_what_it_is(
    content: Content, text: str, after: str, kind: TurnKind
) -> None:
    kinds = content.understanding.turn(text, Stands(after))
    assert kinds[0].name == kind
    assert sum(one.sure for one in kinds) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("may quá, cảm ơn con", Mood.RELIEVED),
        ("mưa hoài, bán ế quá", Mood.WEARY),
        ("thôi để bàn lại với bà xã", Mood.LEAVES),
        ("ra là vậy", Mood.PLAIN),
    ],
)
def test_moods(text: str, mood: Mood) -> None:
    assert mood_in(text) is mood


def test_the_lines_that_tell_what_is_asked() -> None:
    body = "Nộp ở Trung tâm Phục vụ hành chính công.\n- Lệ phí 100.000 đồng.\n- 3 ngày làm việc."
    assert lines_telling(body, asked_in("bao lâu thì xong")) == ["- 3 ngày làm việc."]
    assert lines_telling(body, asked_in("hết bao nhiêu tiền")) == ["- Lệ phí 100.000 đồng."]
    assert lines_telling(body, asked_in("ra phường hay ra đâu")) == body.splitlines()[:1]
    assert lines_telling(body, asked_in("vâng")) == []
