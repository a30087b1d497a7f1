"""Fits the transformer that reads a talk, by hand (needs torch and onnx, as `make encoder`):

    python -m content.account.fit_by_talk                  fits to all writers, writes the file
    python -m content.account.fit_by_talk --left-out aehk  fits to the others, says what is heard

The recipe stands in README.md beside this file.
"""

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn
from torch.nn import functional

from content.account import graph, judging
from content.account.by_talk import HEADS
from content.account.heard import BY_TALK, FOLDER, ROLES, TIMES
from content.account.judging import Shares, owners_of, write_card
from content.account.marks import JUDGED_BY, MarkedLine, by_writer
from content.account.numbers import Number, numbers_in
from content.account.reading import ReadTalk, read, tokens_of
from content.account.retyping import Retyping
from content.account.tagger import Tagger
from content.encoder.model import FILE as ENCODER
from content.encoder.read_back import checkpoint_of
from content.vietnamese import fold


@dataclass(frozen=True)
class TalkRecipe:
    layers: int = 3
    epochs: int = 10
    talks: int = 16  # of a step
    rate_layers: float = 1.5e-4
    rate_table: float = 6e-4
    rate_heads: float = 2e-3
    warm_up: int = 60
    dropout: float = 0.1  # of what is read
    smoothing: float = 0.05
    from_later: float = 0.15  # talks of which only the end is read
    share_time: float = 0.4
    share_mends: float = 0.3
    seed: int = 1


@dataclass(frozen=True, slots=True)
class TaughtMessage:
    """A message with its numbers, and what each of them is: role, time and whether it mends, as
    numbers of their names (-1: not said)."""

    text: str
    numbers: tuple[Number, ...]
    labels: tuple[tuple[int, int, int], ...]


Talk = list[TaughtMessage]
Labelled = tuple[ReadTalk, list[tuple[int, int, int]]]


def told(line: MarkedLine) -> TaughtMessage:
    numbers = numbers_in(line.text)
    return TaughtMessage(line.text, numbers, tuple(owners_of(line.mark_of(one)) for one in numbers))


def words_of(talks: Sequence[Talk]) -> list[str]:
    """The words of the talks, marked and bare."""
    words = {
        word
        for talk in talks
        for one in talk
        for token in tokens_of(one.text, one.numbers)
        for word in token.words
        if not word.startswith("#") and not word.isdecimal()
    }
    return sorted(words | set(map(fold, words)))


class TalkTrainer:
    """Everything one training holds."""

    def __init__(self, recipe: TalkRecipe, talks: Sequence[Talk]) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.talks = recipe, talks
        self.rng = random.Random(recipe.seed)  # noqa: S311  # an order, no secret
        self.retyped = Retyping(recipe.seed)
        begun = checkpoint_of(ENCODER)
        self.model = Tagger(begun, words_of(talks), recipe.layers, recipe.dropout)
        body = [p for name, p in self.model.named_parameters() if name.split(".")[0] in _BODY]
        groups = (
            (body, recipe.rate_layers), ([self.model.table], recipe.rate_table),
            (list(self.model.heads.parameters()), recipe.rate_heads),
        )  # fmt: skip
        self.optimizer = torch.optim.AdamW(
            [{"params": some, "lr": rate, "rate": rate} for some, rate in groups],
            weight_decay=0.01,
            fused=True,
        )

    def fit(self) -> Tagger:
        steps = self.recipe.epochs * -(-len(self.talks) // self.recipe.talks)
        started, step = time.time(), 0
        for epoch in range(self.recipe.epochs):
            self.model.train()
            losses = []
            for some in self._batches():
                rate = min((step + 1) / self.recipe.warm_up, 1 - step / steps)
                for group in self.optimizer.param_groups:
                    group["lr"] = group["rate"] * rate
                losses.append(self._step([self._labelled(talk) for talk in some]))
                step += 1
            print(epoch, round(np.mean(losses), 3), round(time.time() - started), flush=True)
        return self.model.eval()

    def _batches(self) -> list[list[Talk]]:
        """All talks in another order each time, those of about one length together."""
        size = self.recipe.talks
        talks = self.rng.sample(self.talks, len(self.talks))
        sorted_ = [
            talk
            for at in range(0, len(talks), 8 * size)
            for talk in sorted(
                talks[at : at + 8 * size], key=lambda talk: sum(len(one.text) for one in talk)
            )
        ]
        batches = [sorted_[at : at + size] for at in range(0, len(sorted_), size)]
        self.rng.shuffle(batches)
        return batches

    def _labelled(self, talk: Talk) -> Labelled:
        """A talk as somebody else would type it, or the end of it."""
        if len(talk) > 1 and self.rng.random() < self.recipe.from_later:
            talk = talk[self.rng.randrange(len(talk)) :]
        return labelled(talk, self.model, self.retyped)

    def _step(self, talks: Sequence[Labelled]) -> float:
        some = [one for one in talks if one[1]]
        if not some:
            return 0.0
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.model.at_numbers([read for read, _ in some])
        role, time_, mends = torch.tensor([one for _, labels in some for one in labels]).T
        loss = functional.cross_entropy(scores["role"], role, label_smoothing=self.recipe.smoothing)
        shares = (self.recipe.share_time, self.recipe.share_mends)
        for name, owner, share in zip(("time", "mends"), (time_, mends), shares, strict=True):
            if (owner >= 0).any():
                more = functional.cross_entropy(scores[name], owner, ignore_index=-1)
                loss = loss + share * more
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return float(loss.detach())


_BODY = ("layers", "norm", "places")


def labelled(talk: Talk, model: Tagger, retyped: Retyping | None = None) -> Labelled:
    """The tokens of a talk, and what each of its numbers that are read is."""
    tokens = [tokens_of(one.text, one.numbers) for one in talk]
    if retyped:
        tokens = list(map(retyped, tokens))
    found = read(tokens, model.known)
    return found, [talk[one.message].labels[one.place] for one in found.numbers]


def shares_of(model: Tagger, talk: Talk) -> Shares:
    """The shares of each number of a talk."""
    found: Shares = [[] for _ in talk]
    read_, labels = labelled(talk, model)
    if labels:
        with torch.no_grad():
            scores = model.at_numbers([read_])
        shares = [scores[name].softmax(1).numpy() for name in HEADS]
        for one, *rows in zip(read_.numbers, *shares, strict=True):
            found[one.message].append(tuple(rows))
    return found


def ship(model: Tagger, recipe: TalkRecipe, writers: Sequence[str]) -> None:
    """Writes the file the program reads, and its part of the card."""
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    heads = {
        name.removeprefix("heads."): value
        for name, value in state.items() if name.startswith("heads.")
    }  # fmt: skip
    body = {name: value for name, value in state.items() if not name.startswith("heads.")}
    names = {"tokens": model.known.tokens, "roles": ROLES, "times": TIMES}
    graph.write(FOLDER / BY_TALK, body, heads, names)
    versions = {"torch": torch.__version__, "numpy": np.__version__, "onnx": onnx.__version__}
    write_card(by_talk={"writers": list(writers), "recipe": asdict(recipe), **versions})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--left-out", default="", help="writers to judge by, as `aehk`")
    parser.add_argument("--rows", type=Path, help="where what is heard of them is written")
    parser.add_argument("--epochs", type=int, default=TalkRecipe.epochs)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    recipe = TalkRecipe(epochs=asked.epochs)
    marked = by_writer()
    every = {writer: [list(map(told, talk)) for talk in marked[writer]] for writer in marked}
    learned = [writer for writer in every if writer not in asked.left_out + JUDGED_BY]
    model = TalkTrainer(recipe, [talk for writer in learned for talk in every[writer]]).fit()
    if not asked.left_out:
        ship(model, recipe, learned)
        return
    heard = {w: [shares_of(model, talk) for talk in every[w]] for w in asked.left_out}
    judging.say_and_keep(marked, heard, asked.rows)


if __name__ == "__main__":
    main()
