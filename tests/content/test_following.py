"""What words mean behind an answer: the weights fit, without the encoder nothing is weighed, the
talks it learned from are whole, and the talks of a writer it never saw are read rightly."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from bot.commands.scores import SETS
from content.encoder.fit_following import labelled_in
from content.encoder.threads import NO_ANSWER, OTHER, SAME, THREADS, talks_in
from content.following import Behind, follow, load_weights
from content.library import Content
from tests.support.conference import loaded_content

APART = SETS / "threads.tsv"
EVERY = 4  # of the follow-ups of the writer left out
FIRST, AMONG_THREE = 0.78, 0.92  # of all of them .84 and .97
DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def content() -> Content:
    return loaded_content(with_encoder=True)


def test_weights_that_are_missing_or_damaged_are_none(tmp_path: Path) -> None:
    assert load_weights() is not None
    assert load_weights(tmp_path / "none.npz") is None
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(b"PK")
    assert load_weights(damaged) is None


def test_nothing_is_weighed_without_the_encoder() -> None:
    content = loaded_content()
    behind = Behind(content.knowledge.entries["hoa-don-sai"], "", DAY)
    assert follow(content.knowledge, content.understanding, behind, "hủy được không") is None


@pytest.mark.parametrize(
    "path", [*sorted(THREADS.glob("*.tsv")), APART], ids=lambda path: path.stem
)
def test_every_message_of_the_talks_is_labelled(content: Content, path: Path) -> None:
    for talk in talks_in(path):
        assert len(talk) > 1
        for message, label in talk:
            assert message
            ids = () if label in (SAME, NO_ANSWER, OTHER) else label.split(",")
            assert set(ids) <= set(content.knowledge.entries), (message, label)


def test_what_follows_an_answer_is_read_behind_it(content: Content) -> None:
    known = list(content.knowledge.entries)
    asked = [one for one in labelled_in(APART, known, Random(1)) if one.asked and one.meant]
    first = among = 0
    for one in (some := asked[::EVERY]):
        behind = Behind(content.knowledge.entries[one.after], one.asked, DAY)
        read = follow(content.knowledge, content.understanding, behind, one.text)
        assert read is not None
        found = [each.id for each in read.found[:3]]
        first += found[0] in one.meant
        among += not set(found).isdisjoint(one.meant)
        assert 0 <= read.other < 1 and read.found[0].score <= 1 - read.other + 1e-6
    assert first >= FIRST * len(some), first / len(some)
    assert among >= AMONG_THREE * len(some), among / len(some)
