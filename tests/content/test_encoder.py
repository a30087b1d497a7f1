"""The encoder: the file is the one its card names, reads as it did, and is not needed to start."""

import hashlib
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil
import pytest

from content.encoder import scorer
from content.encoder.curves import CURVES, UNSURE, Numbers, load_curves
from content.encoder.eight_bits import narrowed
from content.encoder.keys import NAME, save_keys
from content.encoder.model import FILE, Encoder
from content.encoder.noise import Noise
from content.encoder.refit import fitted
from content.encoder.scorer import EncoderScorer, load_scorer
from content.encoder.tokens import READ_AT_MOST, words_in, words_of
from content.library import FOLDER, Content, load_content
from content.search import Decision, asked_by_key, fixed_texts
from content.wording import Shorthand, normalise

READINGS = Path(__file__).parent.parent / "understanding" / "encoder_readings.tsv"
LARGEST = 25_000_000
STILL_READ = 0.94  # wordings of entries may move between trainings, and entries be merged


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture(scope="module")
def shorthand() -> Shorthand:
    return Shorthand.load(FOLDER / "shorthand.yaml")


def test_the_file_is_the_one_of_its_card(encoder: Encoder) -> None:
    card = json.loads(FILE.with_suffix(".json").read_text(encoding="utf-8"))
    data = FILE.read_bytes()
    assert hashlib.sha256(data).hexdigest() == card["sha256"]
    assert len(data) == card["bytes"] < LARGEST
    keys = FILE.with_name(NAME).read_bytes()
    assert hashlib.sha256(keys).hexdigest() == card["keys_sha256"]
    assert len(encoder.keys) == card["keys"]
    assert len(encoder.vocabulary.tokens) == card["tokens"]
    assert encoder.key_vectors.shape == (card["keys"], card["width"])


def test_fifty_messages_are_read_as_after_the_training(
    encoder: Encoder, shorthand: Shorthand
) -> None:
    lines = [line.split("\t") for line in READINGS.read_text(encoding="utf-8").splitlines()]
    found = [
        encoder.keys[
            int(np.argmax(encoder.key_vectors @ encoder.vector(words_of(text, shorthand))))
        ]
        for _, text in lines
    ]
    same = [key == was for key, (was, _) in zip(found, lines, strict=True)]
    assert len(lines) == 50
    assert sum(same) >= STILL_READ * len(same)


def test_any_words_have_a_vector_of_length_one(encoder: Encoder) -> None:
    for words in ([], ["thuế"], ["xyzzy", "900"], ["a"] * 500):
        vector = encoder.vector(words_in(" ".join(words)))
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_marked_and_bare_words_mean_about_the_same(encoder: Encoder, shorthand: Shorthand) -> None:
    asked = "Hộ kinh doanh nộp thuế ở đâu"
    marked = encoder.vector(words_of(asked, shorthand))
    bare = encoder.vector(words_of("ho kinh doanh nop thue o dau", shorthand))
    other = encoder.vector(words_of("vay vốn ngân hàng cần giấy tờ gì", shorthand))
    assert marked @ bare > marked @ other + 0.3


def test_of_a_long_message_the_beginning_and_the_end_are_read() -> None:
    words = words_in(" ".join(f"w{number}" for number in range(200)))
    assert len(words) == READ_AT_MOST
    assert (words[0], words[-1]) == ("w0", "w199")


def test_a_word_never_seen_is_read_by_its_pieces(encoder: Encoder) -> None:
    known = encoder.vocabulary
    assert known.rows("thuế") == [known.row["thuế"]]
    assert len(known.rows("doanhh")) > 1
    assert known.rows("ђ") == [known.unknown]


def test_eight_bits_lose_next_to_nothing() -> None:
    matrix = np.random.default_rng(1).normal(size=(20, 30)).astype(np.float32)
    rows, scales = narrowed(matrix)
    assert np.abs(rows * scales[:, None] - matrix).max() < 0.02


def test_a_new_entry_is_found_before_the_next_training(
    encoder: Encoder, shorthand: Shorthand, content: Content
) -> None:
    """An entry the encoder never learned gets the mean of its wordings as its vector."""
    asked = asked_by_key(content.knowledge, fixed_texts(FOLDER))
    keys = list(asked)
    new = "moi-nuoi-ong"
    wordings = {
        **asked,
        new: ["nuôi ong lấy mật bán", "tôi nuôi ong bán mật ong", "nhà nuôi vài chục đàn ong"],
    }
    scorer = EncoderScorer(encoder, [*keys, new], wordings, shorthand)
    written = shorthand.typed(*normalise("nhà em nuôi ong bán mật")).written
    assert int(np.argmax(scorer.scores(written))) == len(keys)


def test_an_entry_that_went_is_no_fault(encoder: Encoder, shorthand: Shorthand) -> None:
    scorer = EncoderScorer(encoder, encoder.keys[5:9], {}, shorthand)
    assert scorer.scores("nộp thuế").shape == (4,)


def without_encoder(tmp_path: Path) -> Path:
    copy = tmp_path / "content"
    ignored = shutil.ignore_patterns("__pycache__", "*.py", "encoder")
    shutil.copytree(FOLDER, copy, ignore=ignored)
    return copy


def test_without_its_file_words_and_table_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reading = load_content(without_encoder(tmp_path), with_encoder=True).understanding.read(
        "thuế môn bài năm nay bao nhiêu"
    )
    assert reading.decision is Decision.ANSWER
    assert "not read, words and table do" in caplog.text


@pytest.mark.parametrize("damage", [b"", b"not a file", FILE.read_bytes()[:1_000_000]])
@pytest.mark.parametrize("with_card", [True, False])
def test_a_damaged_file_is_left_aside(
    tmp_path: Path, shorthand: Shorthand, damage: bytes, *, with_card: bool
) -> None:
    (tmp_path / FILE.name).write_bytes(damage)
    if with_card:
        shutil.copy(FILE.with_suffix(".json"), tmp_path)
    assert load_scorer(tmp_path, ["mon-bai"], {}, shorthand) is None


@pytest.mark.parametrize("damage", [b"", b"not a file", FILE.read_bytes()[:1_000_000]])
def test_a_file_of_another_kind_is_left_aside(
    tmp_path: Path, shorthand: Shorthand, damage: bytes
) -> None:
    """Even where its card calls it right."""
    (tmp_path / FILE.name).write_bytes(damage)
    card = {"sha256": hashlib.sha256(damage).hexdigest()}
    (tmp_path / FILE.with_suffix(".json").name).write_text(json.dumps(card), encoding="utf-8")
    assert load_scorer(tmp_path, ["mon-bai"], {}, shorthand) is None


def test_a_damaged_middle_is_seen(tmp_path: Path, shorthand: Shorthand) -> None:
    data = bytearray(FILE.read_bytes())
    data[len(data) // 2] ^= 0xFF
    (tmp_path / FILE.name).write_bytes(bytes(data))
    shutil.copy(FILE.with_suffix(".json"), tmp_path)
    assert load_scorer(tmp_path, ["mon-bai"], {}, shorthand) is None


def test_keys_that_are_not_of_the_card_leave_it_aside(tmp_path: Path, shorthand: Shorthand) -> None:
    for file in (FILE, FILE.with_suffix(".json")):
        shutil.copy(file, tmp_path)
    assert load_scorer(tmp_path, ["mon-bai"], {}, shorthand) is None
    save_keys(tmp_path, {"mon-bai": np.ones(384, np.float32)})
    assert load_scorer(tmp_path, ["mon-bai"], {}, shorthand) is None
    shutil.copy(FILE.with_name(NAME), tmp_path)
    assert load_scorer(tmp_path, ["mon-bai"], {}, shorthand) is not None


def test_keys_are_fitted_to_what_is_read(encoder: Encoder) -> None:
    """Two that begin as each other come apart, by what is asked of each."""
    some = np.stack([encoder.vector([word]) for word in ("thuế", "vay", "hóa", "sổ")])
    owner = np.array([0, 1, 0, 1] * 1600)
    found = fitted(np.tile(some, (1600, 1)), owner, some[[1, 0]])
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)
    assert ((some @ found.T).argmax(1) == owner[:4]).all()


def test_the_curves_are_the_ones_of_the_card() -> None:
    curves = load_curves(FILE.parent)
    assert curves is not None
    assert 0.5 < curves.answer < 1 and 0 < curves.choose < 0.5


@pytest.mark.parametrize("change", [("answer", "0.1"), ("right", "{}"), ("scope", "nothing")])
def test_curves_that_were_changed_leave_the_encoder_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, change: tuple[str, str]
) -> None:
    shutil.copy(FILE.with_suffix(".json"), tmp_path)
    curves = json.loads(CURVES.read_text(encoding="utf-8")) | dict((change,))
    (tmp_path / CURVES.name).write_text(json.dumps(curves), encoding="utf-8")
    assert load_curves(tmp_path) is None
    assert "curves not read" in caplog.text


def test_before_anything_was_fitted_nothing_is_sure() -> None:
    numbers = Numbers(0.5, 0.9, 0.4, 0.4, 0.4, 9, 9, 1)
    assert UNSURE.is_right(numbers) < UNSURE.answer


def test_the_further_ahead_an_entry_is_the_surer_it_is_right() -> None:
    curves = load_curves(FILE.parent)
    assert curves is not None
    near = Numbers(-0.1, 0.3, 0.0, 0.0, -0.1, -2.0, -3.0, 0.7)
    far = Numbers(0.5, 0.8, 0.3, 0.3, 0.4, 5.0, 4.0, 1.0)
    assert curves.is_right(near) < 0.3 < 0.95 < curves.is_right(far)
    assert curves.in_scope(near) < curves.in_scope(far)


def test_without_its_library_words_and_table_do(
    shorthand: Shorthand, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    # A test before this one may have read it already.
    monkeypatch.setattr(scorer, "_loaded", lambda path, _: Encoder.load(path))
    assert load_scorer(FILE.parent, ["mon-bai"], {}, shorthand) is None
    assert "encoder not read" in caplog.text


def test_what_it_adds_fits_in_memory() -> None:
    """Measured from outside Python, whose own count does not see what the library holds."""
    Encoder.load()  # the library itself, once
    process = psutil.Process()
    before = process.memory_info().rss
    encoder = Encoder.load()
    assert encoder.vector(["thuế"] * READ_AT_MOST).size
    assert process.memory_info().rss - before < 60_000_000


def test_noise_is_the_same_for_one_seed(shorthand: Shorthand) -> None:
    def made(seed: int) -> Sequence[str]:
        noise = Noise(seed, shorthand)
        return [noise("Hộ kinh doanh nộp thuế ở đâu?") for _ in range(30)]

    assert made(1) == made(1) != made(2)
    assert len(set(made(1))) > 20
