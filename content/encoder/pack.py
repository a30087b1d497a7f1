"""Packs the last checkpoint in a folder of `train.py` into the file the program reads:
`python -m content.encoder.pack FOLDER`. Needs torch."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch

from content.encoder.model import FILE, narrowed

CARD = Path(__file__).with_name("encoder.json")
NARROW = ("qkv", "out", "up", "down")


def pack(checkpoint: Path, path: Path) -> None:
    state = torch.load(checkpoint, weights_only=False)
    body = {name: value.numpy() for name, value in state["body"].items()}
    layers = 1 + max(int(name.split(".")[1]) for name in body if name.startswith("layers."))
    out: dict[str, np.ndarray] = {
        "keys": np.frombuffer(json.dumps(state["keys"]).encode(), dtype=np.uint8),
        "tokens": np.frombuffer(json.dumps(state["tokens"]).encode(), dtype=np.uint8),
        "key_vectors": state["vectors"].numpy().astype(np.float16),
        "middle": state["middle"].numpy(), "layers": np.array(layers),
    }  # fmt: skip
    for name, value in body.items():
        whole = name.removesuffix(".weight")
        if whole in ("table", "places") or whole.rpartition(".")[2] in NARROW:
            rows, scales = narrowed(value)
            out |= {f"{whole}.rows": rows, f"{whole}.scales": scales}
        else:
            out[name] = value
    np.savez_compressed(path, **out)
    if path == FILE:
        card = {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size,
            "keys": len(state["keys"]), "tokens": len(state["tokens"]), "layers": layers,
            "width": int(body["table"].shape[1]), "steps": state["step"],
            "recipe": state["recipe"], "torch": torch.__version__, "numpy": np.__version__,
        }  # fmt: skip
        CARD.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    pack(max(Path(sys.argv[1]).glob("step_*.pt")), FILE)
