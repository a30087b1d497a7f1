"""Packs the last checkpoint in a folder of `train.py` into the file the program reads, and its
card: `python -m content.encoder.pack FOLDER`. Needs torch and onnx."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch

from content.encoder import graph
from content.encoder.keys import save_keys
from content.encoder.model import FILE


def pack(checkpoint: Path, path: Path) -> None:
    state = torch.load(checkpoint, weights_only=False)
    body = {name: value.numpy() for name, value in state["body"].items()}
    vectors = dict(zip(state["keys"], state["vectors"].numpy(), strict=True))
    layers = graph.write(path, body, state["middle"].numpy(), state["tokens"])
    card = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size,
        **save_keys(path.parent, vectors), "tokens": len(state["tokens"]), "layers": layers,
        "width": int(body["table"].shape[1]), "steps": state["step"], "recipe": state["recipe"],
        "torch": torch.__version__, "numpy": np.__version__, "onnx": onnx.__version__,
    }  # fmt: skip
    path.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    pack(max(Path(sys.argv[1]).glob("step_*.pt")), FILE)
