"""Learning the sequence networks. Loads torch: import it inside `fit` only."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from recsys_core.models.deep_training import Batches, SampledSoftmax
from recsys_core.models.sequence_rows import Sequences
from recsys_core.schema.types import FloatArray, IntArray

BATCH_PLACES = 3_200
LEAST_CUSTOMERS = 16
LEAST_BATCHES = 10
ASKED = 8
DRAWN = 4


class SequenceBlock(nn.Module):
    """Self-attention on what came before, then two layers on each place; both added to the input.

    Normalised before each part, which learns steadier than after it as in the paper.
    """

    def __init__(self, d: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(d), nn.LayerNorm(d)
        self.mix, self.out = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.wide, self.narrow = nn.Linear(d, d), nn.Linear(d, d)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        n, width, d = x.shape
        query, key, value = (
            part.reshape(n, width, self.heads, -1).transpose(1, 2)
            for part in self.mix(self.before(x)).chunk(3, dim=2)
        )
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.out(seen.transpose(1, 2).reshape(n, width, d))
        hidden = torch.relu(self.wide(self.between(x)))
        out: Tensor = x + self.dropout(self.narrow(hidden))
        return out


class SequenceNet(nn.Module):
    """(n, width) product codes -> (n, width, d): at each place, what comes next looks like this.

    `heads` 0 makes the recurrent network. Places behind a sequence's end never influence it.
    """

    def __init__(
        self, counts: IntArray, d: int, length: int, layers: int, heads: int, dropout: float
    ) -> None:
        super().__init__()
        level = np.log(counts + 1.0)
        self.level = nn.Parameter(torch.from_numpy(level - level.mean()).float())
        self.products = nn.Embedding(len(counts), d)
        nn.init.normal_(self.products.weight, std=d**-0.5)
        self.heads = heads
        self.dropout = nn.Dropout(dropout)
        self.final = nn.LayerNorm(d)
        if heads:
            self.places = nn.Parameter(torch.randn(length, d) * 0.02)
            self.blocks = nn.ModuleList(SequenceBlock(d, heads, dropout) for _ in range(layers))
        else:
            self.gru = nn.GRU(d, d, batch_first=True)

    def forward(self, items: Tensor) -> Tensor:
        x = self.products(items)
        if self.heads:
            x = self.dropout(x * x.shape[2] ** 0.5 + self.places[: x.shape[1]])
            for block in self.blocks:
                x = block(x)
        else:
            x, _ = self.gru(self.dropout(x))
        out: Tensor = self.final(x)
        return out


def weights_of(net: SequenceNet, counts: IntArray) -> dict[str, FloatArray]:
    """The parameters by name, as arrays of their own; products nobody bought get a zero vector."""
    weights = {name: value.numpy().copy() for name, value in net.state_dict().items()}
    weights["products"] = weights.pop("products.weight") * (counts > 0)[:, None]
    return weights


class SequenceBatches(Batches):
    """Windows of the sequences, anew for each pass, and the loss of one batch of them.

    Of every customer one window of at most `length` products, at a random place. In it `ASKED`
    places are asked for products that come later, `DRAWN` drawn at random from the next `ahead` for
    each; the loss is their mean cross-entropy among the products of the batch's `SampledSoftmax`.
    """

    def __init__(
        self,
        net: SequenceNet,
        rows: Sequences,
        counts: IntArray,
        length: int,
        ahead: int,
        candidates: int,
    ) -> None:
        self.net, self.rows = net, rows
        self.length, self.ahead = length, ahead
        self.softmax = SampledSoftmax(counts, candidates)
        self.able = np.flatnonzero(np.diff(rows.starts) >= 2)
        most = max(BATCH_PLACES // length, LEAST_CUSTOMERS)
        self.per_batch = min(max(len(self.able) // LEAST_BATCHES, LEAST_CUSTOMERS), most)

    def count(self) -> int:
        return max(1, int(np.ceil(len(self.able) / self.per_batch)))

    def losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        rows = self.rows.shuffled(rng)
        begins, ends = rows.starts[:-1][self.able], rows.starts[1:][self.able]
        spare = np.maximum(ends - 1 - begins - self.length, 0)
        starts = begins + (rng.random(len(begins)) * (spare + 1)).astype(np.int64)
        order = rng.permutation(len(starts))
        for first in range(0, len(order), self.per_batch):
            picked = order[first : first + self.per_batch]
            yield self._loss(rows.items, starts[picked], ends[picked], rng)

    def _loss(
        self, items: IntArray, starts: IntArray, ends: IntArray, rng: np.random.Generator
    ) -> Tensor:
        width = np.minimum(ends - 1 - starts, self.length)
        places = np.minimum(starts[:, None] + np.arange(int(width.max())), ends[:, None] - 1)
        state = self.net(torch.from_numpy(items[places].astype(np.int64)))
        at = (rng.random((len(starts), ASKED)) * width[:, None]).astype(np.int64)
        asked = state[torch.arange(len(starts))[:, None], torch.from_numpy(at)].flatten(0, 1)
        now = (starts[:, None] + at).reshape(-1, 1)
        left = np.minimum(np.repeat(ends, ASKED)[:, None] - 1 - now, self.ahead)
        target = items[now + 1 + (rng.random((len(now), DRAWN)) * left).astype(np.int64)]
        picked, lowered = self.softmax.draw(target.ravel(), rng)
        place = np.searchsorted(picked, target)
        which = torch.from_numpy(picked)
        level = self.net.level[which] - torch.from_numpy(lowered)
        logs = torch.log_softmax(torch.addmm(level, asked, self.net.products(which).T), dim=1)
        return -logs.gather(1, torch.from_numpy(place)).mean()
