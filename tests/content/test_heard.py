"""What hears the numbers of a talk: the file is the one its card names, hears as it did, and is not
needed to start."""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from content.account import heard
from content.account.heard import (
    BY_TALK,
    BY_WORDS,
    CARD,
    FOLDER,
    ROLES,
    TIMES,
    HeardNumber,
    NumberLayers,
    NumberRole,
    Weighing,
    layers,
)
from content.account.marks import JUDGED_BY, TOLD, by_writer, sums, talks_in, unmarked
from content.account.numbers import numbers_in
from content.account.reading import (
    MESSAGES,
    READ_AT_MOST,
    hint_names,
    number_names,
    read,
    tokens_of,
)
from content.account.retyping import Retyping
from content.encoder.tokens import Vocabulary

READINGS = Path(__file__).parent.parent / "understanding" / "heard_readings.tsv"
LARGEST = 12_000_000
STILL_HEARD = 0.97  # of the pinned numbers


@pytest.fixture(scope="module")
def known() -> NumberLayers:
    return NumberLayers.load(FOLDER)


def roles(some: tuple[HeardNumber, ...]) -> list[str]:
    return [str(one.role) for one in some]


@pytest.mark.parametrize(("name", "file"), [("by_words", BY_WORDS), ("by_talk", BY_TALK)])
def test_each_file_is_the_one_of_the_card(name: str, file: str) -> None:
    card = json.loads((FOLDER / CARD).read_text(encoding="utf-8"))[name]
    data = (FOLDER / file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == card["sha256"]
    assert len(data) == card["bytes"] < LARGEST
    assert JUDGED_BY not in card["writers"]


def test_fifty_talks_are_heard_as_after_the_training(known: NumberLayers) -> None:
    """Each line: messages, and behind them what their numbers are."""
    same = []
    for line in READINGS.read_text(encoding="utf-8").splitlines():
        was, *lines = line.split("\t")
        found = [one for some in known.talk(lines) for one in some]
        said = [f"{one.role}/{one.time}" for one in found]
        same += [one == other for one, other in zip(said, was.split(), strict=True)]
    assert len(same) > 50
    assert sum(same) >= STILL_HEARD * len(same)


def test_most_numbers_of_a_writer_nothing_was_fitted_to_are_heard(known: NumberLayers) -> None:
    right = numbers = 0
    for talk in talks_in(TOLD / f"{JUDGED_BY}.txt"):
        for line, found in zip(talk, known.talk([one.text for one in talk]), strict=True):
            for one in found:
                numbers += 1
                right += one.role == line.mark_of(one.number).role
    assert right > 0.8 * numbers


def test_a_message_is_heard_by_those_before_it_alone(known: NumberLayers) -> None:
    lines = ("bún riêu ngày bán 60 bát", "bát 30 nghìn", "à nhầm, 50 bát thôi")
    whole = known.talk(lines)
    for at in range(1, len(lines) + 1):
        for one, other in zip(whole[at - 1], known.talk(lines[:at])[-1], strict=True):
            assert (one.role, one.time) == (other.role, other.time)
            assert one.roles == pytest.approx(other.roles, abs=0.05)
    assert [roles(some) for some in whole] == [["count"], ["price"], ["count"]]
    assert whole[2][0].mends > 0.5 > whole[0][0].mends


def test_marks_and_the_way_a_figure_is_written_change_little(known: NumberLayers) -> None:
    for line in ("tạp hóa tháng 30 triệu", "tạp hóa tháng ba chục triệu", "tap hoa thang 30tr"):
        (one,) = known.talk((line,))[0]
        assert (one.role, one.time) == ("takings", "month")


def test_shares_are_shares(known: NumberLayers) -> None:
    (some,) = known.talk(("ngày bán 60 bát, bát 30 nghìn, vốn 1 triệu",))
    for one in some:
        assert sum(one.roles) == pytest.approx(1, abs=1e-4)
        assert one.sure == max(one.roles)
        assert one.apart == pytest.approx(sum(one.roles[4:]), abs=1e-4)


def test_without_numbers_nothing_is_heard(known: NumberLayers) -> None:
    assert known.talk(("thế có phải nộp không",)) == ((),)
    assert known.talk(("", "ngày 2 triệu", "ừ"))[::2] == ((), ())
    assert known.talk(()) == ()


def test_of_a_long_talk_every_message_is_heard(known: NumberLayers) -> None:
    lines = tuple(f"tháng {month} bán {20 + month} triệu" for month in range(1, 13))
    found = known.talk(lines)
    assert list(map(len, found)) == [len(numbers_in(line)) for line in lines]
    assert all(some[-1].sure > 0 for some in found)
    assert found[-1] == known.talk(lines[-MESSAGES:])[-1]


def test_a_number_too_far_back_to_be_read_is_heard_by_its_words(known: NumberLayers) -> None:
    far = ("ngày bán 60 bát", " ".join(["bún"] * READ_AT_MOST) + " 30 nghìn")
    first, last = known.talk(far)
    assert first[0].role == "count"
    assert last[0].sure > 0


def test_what_both_say_is_weighed() -> None:
    one, other = np.array([0.8, 0.2], np.float32), np.array([0.4, 0.6], np.float32)
    (even,) = Weighing(words=0.5, talk=0.5).of([one], [other])
    assert even.sum() == pytest.approx(1)
    assert other[0] < even[0] < one[0]
    assert Weighing(words=0.5, talk=0.5).of([one], None) == [one]


def copied(folder: Path) -> Path:
    for file in (BY_WORDS, BY_TALK, CARD):
        shutil.copy(FOLDER / file, folder)
    return folder


@pytest.mark.parametrize("file", [BY_WORDS, BY_TALK])
@pytest.mark.parametrize("damage", [b"", b"not a file", b"as it begins"])
@pytest.mark.parametrize("of_its_card", [True, False])
def test_a_damaged_file_is_left_aside(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    file: str,
    damage: bytes,
    *,
    of_its_card: bool,
) -> None:
    """Even where its card calls it right."""
    path, card = copied(tmp_path) / file, tmp_path / CARD
    data = path.read_bytes()[:100_000] if damage == b"as it begins" else damage
    path.write_bytes(data)
    if of_its_card:
        told = json.loads(card.read_text(encoding="utf-8"))
        told[path.stem]["sha256"] = hashlib.sha256(data).hexdigest()
        card.write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(heard, "FOLDER", tmp_path)
    assert layers.__wrapped__() is None
    assert "numbers of a talk not heard" in caplog.text


@pytest.mark.parametrize("gone", [BY_WORDS, BY_TALK, CARD])
def test_a_missing_file_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, gone: str
) -> None:
    (copied(tmp_path) / gone).unlink()
    monkeypatch.setattr(heard, "FOLDER", tmp_path)
    assert layers.__wrapped__() is None
    assert "numbers of a talk not heard" in caplog.text


def test_files_of_other_roles_are_left_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heard, "ROLES", ROLES[::-1])
    with pytest.raises(ValueError, match="talk"):
        NumberLayers.load(FOLDER)


def test_without_its_library_nothing_is_heard(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert layers.__wrapped__() is None
    assert "not heard" in caplog.text


def test_what_it_adds_fits_in_memory() -> None:
    NumberLayers.load(FOLDER).talk(("ngày 2 triệu",))  # the library itself, once
    process = psutil.Process()
    before = process.memory_info().rss
    known = NumberLayers.load(FOLDER)
    assert known.talk(("bún " * READ_AT_MOST + "30 triệu",))
    assert process.memory_info().rss - before < 20_000_000


def test_a_talk_typed_otherwise_keeps_its_numbers() -> None:
    text = "mỗi ngày chị bán được tầm 60 bát, bát 30 nghìn, nghỉ hai ngày"
    tokens = tokens_of(text, numbers_in(text))
    numbers = [one.words for one in tokens if one.number >= 0]

    def made(seed: int) -> list[list[str]]:
        retyped = Retyping(seed)
        some = [retyped(tokens) for _ in range(30)]
        for typed in some:
            assert [one.words for one in typed if one.number >= 0] == numbers
        return [[one.words[0] for one in typed] for typed in some]

    assert made(1) == made(1) != made(2)


def test_a_number_is_read_by_its_kind_and_size() -> None:
    text = "tháng 30 triệu, 26 ngày, bảy tám chục tô"
    some = [one.words for one in tokens_of(text, numbers_in(text)) if one.number >= 0]
    assert some == [("#M", "#M8"), ("#N", "#N2", "#=26"), ("#N", "#N2", "#~", "#w3")]


def test_every_name_a_number_is_read_by_has_a_row() -> None:
    names = {*number_names(), *hint_names()}
    for talks in by_writer().values():
        for line in (line for talk in talks for line in talk):
            for token in tokens_of(line.text, numbers_in(line.text)):
                read_by = (*token.words, *token.hints)
                assert {one for one in read_by if one.startswith("#")} <= names


def test_each_number_knows_its_message() -> None:
    known = Vocabulary(["<s>", "</s>", "<unk>", "ban"])
    lines = ["bán 3 bó", "5 bó"]
    talk = read([tokens_of(line, numbers_in(line)) for line in lines], known)
    assert [(one.message, one.place) for one in talk.numbers] == [(0, 0), (1, 0)]
    assert [talk.messages[one.at] for one in talk.numbers] == [0, 1]
    assert len(talk.rows) == len(talk.messages)
    assert talk.rows[1] == [3]


def test_the_marks_of_a_talk_are_read() -> None:
    line = unmarked("không, [25 triệu|!takings/month] thôi, [tổ 12|none] => 300tr")
    assert (line.text, line.year) == ("không, 25 triệu thôi, tổ 12", "300tr")
    first, second = line.spans
    assert (first.role, first.time, first.mends) == (NumberRole.TAKINGS, TIMES[2], True)
    assert line.text[first.start : first.end] == "25 triệu"
    assert (second.role, second.time, second.mends) == (NumberRole.NONE, TIMES[-1], False)


def test_every_marked_message_is_read() -> None:
    writers = by_writer()
    assert [len(talks) for talks in writers.values()] == [120] * 12
    assert all(line.year for talks in writers.values() for talk in talks for line in talk)
    for line in [*sums(), *(line for talk in writers["a"] for line in talk)]:
        assert all(0 <= one.start < one.end <= len(line.text) for one in line.spans)
