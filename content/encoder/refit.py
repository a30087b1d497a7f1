"""Fits the vectors of the keys to the wordings as they are now, the encoder itself left as it is:
`python -m content.encoder.refit` (`make encoder-keys`). Some minutes instead of an hour. Needs
torch and onnx."""

import hashlib
import json

import numpy as np
import torch
from torch.nn import functional

from content.encoder import graph
from content.encoder.model import FILE, Encoder
from content.encoder.noise import Noise
from content.encoder.tokens import words_of
from content.encoder.train import SHARPNESS, Recipe, held
from content.library import FOLDER, load_content
from content.search import asked_by_key, fixed_texts
from content.wording import Shorthand

ROUNDS = 12
TOGETHER = 512
RATE = 5e-3
FAITHFUL = 0.15  # what it costs a vector to leave the one it started as


def read(encoder: Encoder, keys: list[str], wordings: list[tuple[str, int]]) -> torch.Tensor:
    """Each wording as written, then each as somebody may type it."""
    shorthand = Shorthand.load(FOLDER / "shorthand.yaml")
    noise = Noise(Recipe().seed, shorthand)
    texts = [text for text, _ in wordings]
    typed = [*texts, *(noise(text) for text in texts)]
    return torch.from_numpy(np.stack([encoder.vector(words_of(text, shorthand)) for text in typed]))


def fitted(read: torch.Tensor, owner: torch.Tensor, start: torch.Tensor) -> torch.Tensor:
    """A vector of length one a key, by the loss of the training."""
    torch.manual_seed(Recipe().seed)
    vectors = start.clone().requires_grad_()
    optimizer = torch.optim.Adam([vectors], lr=RATE)
    fall = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda done: 1 - done / ROUNDS)
    for _ in range(ROUNDS):
        for some in torch.randperm(len(read)).split(TOGETHER):
            long = functional.normalize(vectors, dim=1)
            loss = functional.cross_entropy(
                SHARPNESS * read[some] @ long.T, owner[some], label_smoothing=Recipe().smoothing
            )
            loss = loss + FAITHFUL * (long - start).square().sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        fall.step()
        print(round(loss.item(), 3), flush=True)
    return functional.normalize(vectors.detach(), dim=1)


def main() -> None:
    torch.set_num_threads(1)
    encoder = Encoder.load()
    asked = asked_by_key(load_content(FOLDER, with_meaning=False).knowledge, fixed_texts(FOLDER))
    keys = list(asked)
    left_out = held()
    wordings = [
        (text, at) for at, key in enumerate(keys) for text in asked[key] if text not in left_out
    ]
    vectors = read(encoder, keys, wordings)
    owner = torch.tensor([at for _, at in wordings] * 2)
    learned = dict(zip(encoder.keys, torch.from_numpy(encoder.key_vectors), strict=True))
    start = [
        learned[key] if key in learned else vectors[owner == at].mean(0)
        for at, key in enumerate(keys)
    ]
    found = fitted(vectors, owner, functional.normalize(torch.stack(start), dim=1))
    graph.exchange_keys(FILE, dict(zip(keys, found.numpy(), strict=True)))
    path = FILE.with_suffix(".json")
    card = json.loads(path.read_text(encoding="utf-8")) | {
        "sha256": hashlib.sha256(FILE.read_bytes()).hexdigest(), "bytes": FILE.stat().st_size,
        "keys": len(keys), "keys_fitted_to": len(wordings),
    }  # fmt: skip
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
