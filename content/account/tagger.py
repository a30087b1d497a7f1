"""The transformer that hears numbers, to train it with: layers of the encoder, each token seeing
its own message and those before it, and three heads at every number."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from content.account.heard import ROLES, TIMES
from content.account.reading import READ_AT_MOST, STOPS, ReadTalk, hint_names, number_names
from content.encoder.tokens import Vocabulary
from content.encoder.train import EPSILON, Layer

HEADS = 12
SIZES = {"role": len(ROLES), "time": len(TIMES), "mends": 2}
_NEAR, _HINT = 0.02, 0.05  # how far new rows of the table stand from what they begin as


class TalkLayer(Layer):
    """A layer of the encoder in which not every token sees every other."""

    def forward(self, x: Tensor, seen: Tensor, _: Tensor | None = None) -> Tensor:
        """`x`: talks, tokens, width; `seen`: talks, 1, tokens, tokens."""
        q, k, v = (
            part.unflatten(2, (self.heads, -1)).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        # By hand: at this size a third of the time of torch's own, in bf16.
        close = (q @ k.transpose(2, 3)).float() * q.shape[3] ** -0.5
        near = close.masked_fill(~seen, -1e4).softmax(-1).to(v.dtype) @ v
        x = self.norm1(x + self.out(near.transpose(1, 2).flatten(2)))
        return self.norm2(x + self.down(functional.gelu(self.up(x), approximate="tanh")))


class Tagger(nn.Module):
    """Talks -> what stands at each of their numbers."""

    def __init__(
        self, begun: Mapping[str, Any], words: Sequence[str], layers: int, dropout: float
    ) -> None:
        """`begun` is a checkpoint of the encoder, of which the first layers are taken; `words` are
        those of the talks."""
        super().__init__()
        self.dropout = dropout
        body = begun["body"]
        self.known, table = _grown(Vocabulary(begun["tokens"]), body["table"], words)
        self.table = nn.Parameter(table)
        width = table.shape[1]
        places = body["places"]
        more = max(0, READ_AT_MOST + 1 - len(places))
        self.places = nn.Parameter(torch.cat([places, places[len(places) - more :]]))
        self.norm = nn.LayerNorm(width, eps=EPSILON)
        inner = len(body["layers.0.up.bias"])
        self.layers = nn.ModuleList(TalkLayer(width, inner, HEADS, 0) for _ in range(layers))
        self.heads = nn.ModuleDict({name: nn.Linear(width, size) for name, size in SIZES.items()})
        own = {name for name in self.state_dict() if name.startswith(("norm", "layers"))}
        self.load_state_dict({name: body[name] for name in own}, strict=False)

    def forward(self, talks: Sequence[ReadTalk]) -> Tensor:
        """What stands at every token: talks, tokens, width."""
        lengths = torch.tensor([len(talk.rows) for talk in talks])
        longest = int(lengths.max())
        sizes = [len(rows) for talk in talks for rows in talk.rows]
        each = functional.embedding_bag(
            torch.tensor([row for talk in talks for rows in talk.rows for row in rows]),
            self.table,
            torch.from_numpy(np.cumsum([0, *sizes[:-1]])),
            mode="mean",
        )
        is_any = torch.arange(longest)[None] < lengths[:, None]
        at = torch.arange(longest).expand(len(talks), -1)[is_any]
        each = functional.dropout(self.norm(each + self.places[at]), self.dropout, self.training)
        x = each.new_zeros(*is_any.shape, each.shape[1])
        x[is_any] = each
        message = torch.full(is_any.shape, READ_AT_MOST)
        message[is_any] = torch.tensor([of for talk in talks for of in talk.messages])
        seen = message[:, None, :] <= message[:, :, None]
        for layer in self.layers:
            x = layer(x, seen[:, None])
        return x

    def at_numbers(self, talks: Sequence[ReadTalk]) -> dict[str, Tensor]:
        """The scores of each head at each number, talk by talk."""
        x = self(talks).float()
        of = [at for at, talk in enumerate(talks) for _ in talk.numbers]
        there = x[of, [one.at for talk in talks for one in talk.numbers]]
        return {name: head(there) for name, head in self.heads.items()}


def _grown(known: Vocabulary, table: Tensor, words: Sequence[str]) -> tuple[Vocabulary, Tensor]:
    """The words and rows of the encoder, and those that numbers, stops and new words begin as."""
    order = np.random.default_rng(1)
    rows = []
    new = [
        one
        for one in dict.fromkeys([*number_names(), *hint_names(), *STOPS, *words])
        if one not in known.row
    ]
    for word in new:
        if word.startswith("#"):
            like = table[known.row["trieu" if word.startswith("#M") else "muoi"]]
        elif word in STOPS:
            like = table[known.after].mean(0) * 0.3
        else:
            like = table[known.by_pieces(word)].mean(0)
        noise = order.normal(0, _HINT if ":" in word[1:] else _NEAR, len(like)).astype(np.float32)
        rows.append(like + torch.from_numpy(noise))
    return Vocabulary([*known.tokens, *new]), torch.cat([table, torch.stack(rows)])
