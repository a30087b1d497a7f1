"""What people want besides an answer is heard by its meaning: the layer is the one of its card."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import yaml

from content.encoder.intents import (
    ANSWERS,
    INTENTS,
    NONE,
    PETITIONS,
    IntentLayer,
    file_of,
    load_layer,
)
from content.encoder.model import FILE
from content.library import FOLDER, Content
from content.numbered import numbered_in
from tests.support.conference import loaded_content

# Of messages by somebody who saw neither the wordings nor the program.
STRANGERS = Path(__file__).parent.parent / "understanding" / "intents_of_strangers.tsv"
FIRST_RIGHT, HEARD_IN_NONE, LEAST = 0.6, 0.1, 0.5


@pytest.fixture(scope="module")
def content() -> Content:
    return loaded_content(with_encoder=True)


@pytest.mark.parametrize("layer", [INTENTS, PETITIONS, ANSWERS])
def test_the_layer_is_the_one_of_its_card(layer: str) -> None:
    card = json.loads(FILE.with_suffix(".json").read_text(encoding="utf-8"))
    data = FILE.with_name(file_of(layer)).read_bytes()
    assert hashlib.sha256(data).hexdigest() == card[f"{layer}_sha256"]


@pytest.mark.parametrize("layer", [INTENTS, PETITIONS, ANSWERS])
def test_a_layer_that_is_not_of_its_card_is_not_used(layer: str, tmp_path: Path) -> None:
    for name in (FILE.with_suffix(".json").name, file_of(layer)):
        (tmp_path / name).write_bytes(FILE.with_name(name).read_bytes())
    assert load_layer(tmp_path, layer) is not None
    (tmp_path / file_of(layer)).write_bytes(b"damaged")
    assert load_layer(tmp_path, layer) is None
    with pytest.raises(ValueError, match="intents"):
        IntentLayer(["news"], np.zeros((1, 3), np.float32))


def test_strangers_are_heard(content: Content) -> None:
    lines = [line.split("\t") for line in STRANGERS.read_text(encoding="utf-8").splitlines()]
    found = [content.understanding.intents(text)[:1] for _, text in lines]
    right = [bool(one) and one[0].name == name for (name, _), one in zip(lines, found, strict=True)]
    some = [ok for ok, (name, _) in zip(right, lines, strict=True) if name != NONE]
    none = [
        bool(one) and one[0].sure >= LEAST
        for one, (name, _) in zip(found, lines, strict=True)
        if name == NONE
    ]
    assert sum(some) >= FIRST_RIGHT * len(some)
    assert sum(none) <= HEARD_IN_NONE * len(none)


@pytest.mark.parametrize("layer", [INTENTS, PETITIONS, ANSWERS])
def test_no_wording_is_given_twice(layer: str) -> None:
    read = yaml.safe_load((FOLDER / f"{layer}.yaml").read_text(encoding="utf-8"))
    said = [text.lower() for texts in read.values() for text in texts]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        (
            "hỏi 3 việc: 1 là thuế tháng này, 2 là hóa đơn nào, 3 là vay vốn",
            ["thuế tháng này", "hóa đơn nào", "vay vốn"],
        ),
        (
            "1 là thuế tháng này sao, 2 là hóa đơn mua ở đâu",
            ["thuế tháng này sao", "hóa đơn mua ở đâu"],
        ),
        ("1. mở quán cần gì\n2. vay ở đâu", ["mở quán cần gì", "vay ở đâu"]),
        ("1) mở quán cần gì 2) vay ở đâu", ["mở quán cần gì", "vay ở đâu"]),
        (
            "thứ nhất chị hỏi thuế, thứ hai chị hỏi vay",
            ["chị hỏi thuế", "chị hỏi vay"],
        ),
        ("tháng bán 1.500.000 với 2.000.000", []),
        ("từ 1/7 đến 2/9 bán được 300 triệu", []),
        ("tháng 1 là hai trăm triệu, tháng 2 là ba trăm triệu", []),
        ("quý 1 là 200 triệu, quý 2 là 300 triệu", []),
        ("2. hóa đơn 3. vay vốn", []),
        ("câu 1 là sao vậy", []),
        ("", []),
    ],
)
def test_numbered_matters(text: str, matters: list[str]) -> None:
    assert numbered_in(text) == matters
