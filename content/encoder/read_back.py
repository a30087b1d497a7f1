"""The file the program reads -> a checkpoint that training goes on from: what eight bits kept of
it, which is next to all. Needs onnx."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import orjson
import torch
from onnx import numpy_helper

from content.encoder.keys import NAME, load_keys

_SCALES = "_scales"


def checkpoint_of(path: Path) -> dict[str, Any]:
    """Body, middle, words and keys as `train.py` saves them."""
    model = onnx.load(path)
    held = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    body = {}
    for name, array in held.items():
        if name.startswith(("layers_", "norm_", "table_")) or name == "places":
            plain = name.removesuffix("_rows")
            if plain == "table":
                body[plain] = array * held[plain + _SCALES]
            elif plain != name:
                body[f"{_dotted(plain)}.weight"] = (array * held[plain + _SCALES]).T
            elif not name.endswith(_SCALES):
                body[_dotted(name)] = array
    card = orjson.loads(path.with_suffix(".json").read_bytes())
    keys, vectors = load_keys(path.with_name(NAME), card["keys_sha256"])
    told = {one.key: one.value for one in model.metadata_props}
    return {
        "body": {name: torch.tensor(np.array(array, np.float32)) for name, array in body.items()},
        "middle": torch.tensor(held["middle"]), "tokens": orjson.loads(told["tokens"]),
        "keys": list(keys), "vectors": torch.tensor(np.array(vectors, np.float32)),
    }  # fmt: skip


def _dotted(name: str) -> str:
    """`layers_0_norm1_bias` -> `layers.0.norm1.bias`, as torch names it."""
    return name.replace("_", ".")
