"""The networks. Loads torch.

All see the same: numbers with mean 0 and standard deviation 1, an embedding for every field, one
for everything in the history and, shared with it, one for what is offered.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

SIZE = 8
"""Length of an embedding."""
HIDDEN = (32, 16)
DROPPED = 0.2
BUCKETS = 1 << 12
"""Pairs of fields are hashed into so many weights."""


@dataclass(frozen=True)
class Shape:
    """How many numbers, how many codes each field has, and codes of what is taken up or offered."""

    numbers: int
    fields: tuple[int, ...]
    things: int

    @property
    def width(self) -> int:
        """Inputs of a layer that sees numbers, fields, the pooled history and what is offered."""
        return self.numbers + SIZE * (len(self.fields) + (2 if self.things else 0))


@dataclass(frozen=True)
class Batch:
    """Rows as tensors: (n, f) numbers, (n, g) fields, (n, h) history, (n, t) target."""

    numbers: Tensor
    fields: Tensor
    history: Tensor
    target: Tensor

    def take(self, which: Tensor) -> "Batch":
        parts = (self.numbers, self.fields, self.history, self.target)
        return Batch(*(part[which] for part in parts))


class Embedded(nn.Module):
    """Embeddings of fields and of things; code 0 is unknown and stands at 0."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.fields = nn.ModuleList(_table(n) for n in shape.fields)
        self.things = _table(shape.things) if shape.things else None

    def each_field(self, batch: Batch) -> list[Tensor]:
        """(n, SIZE) for every field."""
        return [table(batch.fields[:, at]) for at, table in enumerate(self.fields)]

    def pooled(self, codes: Tensor) -> Tensor:
        """(n, SIZE) the mean over the codes that are known; 0 without any."""
        assert self.things is not None
        known = (codes > 0).float()
        total = self.things(codes).sum(dim=1)
        out: Tensor = total / known.sum(dim=1, keepdim=True).clamp(min=1.0)
        return out

    def forward(self, batch: Batch) -> Tensor:
        """(n, width) everything side by side, the history pooled evenly."""
        parts = [batch.numbers, *self.each_field(batch)]
        if self.things is not None:
            parts += [self.pooled(batch.history), self.pooled(batch.target)]
        return torch.cat(parts, dim=1)


class Dnn(nn.Module):
    """Embeddings and numbers through two hidden layers."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embedded, self.layers = Embedded(shape), _layers(shape.width)

    def forward(self, batch: Batch) -> Tensor:
        out: Tensor = self.layers(self.embedded(batch))[:, 0]
        return out


class WideDeep(nn.Module):
    """A linear model over numbers, fields and pairs of fields, and a deep one, added before the
    sigmoid and learned together (Cheng et al., "Wide & Deep Learning for Recommender Systems",
    DLRS 2016).
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embedded, self.layers = Embedded(shape), _layers(shape.width)
        self.linear = nn.Linear(shape.numbers, 1)
        self.crossed = nn.Embedding(BUCKETS, 1)
        nn.init.zeros_(self.crossed.weight)
        nn.init.zeros_(self.linear.weight)

    def forward(self, batch: Batch) -> Tensor:
        wide = self.linear(batch.numbers)[:, 0]
        if batch.fields.shape[1]:
            wide = wide + self.crossed(crosses(batch.fields))[:, :, 0].sum(dim=1)
        out: Tensor = wide + self.layers(self.embedded(batch))[:, 0]
        return out


class DeepFm(nn.Module):
    """A factorisation machine of all inputs and a deep part over the same embeddings (Guo et al.,
    "DeepFM", IJCAI 2017). A number takes part as its value times an embedding of its own:
    sum over pairs of <v_i, v_j> x_i x_j = half of |sum v x|^2 - sum |v x|^2.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embedded, self.layers = Embedded(shape), _layers(shape.width)
        self.linear = nn.Linear(shape.numbers, 1)
        nn.init.zeros_(self.linear.weight)
        tables = [nn.Embedding(n, 1, padding_idx=0) for n in shape.fields]
        for table in tables:
            nn.init.zeros_(table.weight)
        self.of_fields = nn.ModuleList(tables)
        self.of_numbers = nn.Parameter(torch.randn(shape.numbers, SIZE) * 0.1)

    def forward(self, batch: Batch) -> Tensor:
        own = self.embedded.each_field(batch)
        if self.embedded.things is not None:
            pooled = (batch.history, batch.target)
            own = [*own, *(self.embedded.pooled(codes) for codes in pooled)]
        factors = batch.numbers[:, :, None] * self.of_numbers[None]
        if own:
            factors = torch.cat([factors, torch.stack(own, dim=1)], dim=1)
        total = factors.sum(dim=1) ** 2 - (factors**2).sum(dim=1)
        first = self.linear(batch.numbers)[:, 0]
        for at, table in enumerate(self.of_fields):
            first = first + table(batch.fields[:, at])[:, 0]
        deep = torch.cat([batch.numbers, *own], dim=1)
        out: Tensor = first + 0.5 * total.sum(dim=1) + self.layers(deep)[:, 0]
        return out


class Attention(nn.Module):
    """The history weighed by what is offered: a small network says how much each thing in it
    matters for the target, and the weights are not made to add up to 1, so that a strong interest
    counts more (Zhou et al., "Deep Interest Network", KDD 2018).
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embedded, self.layers = Embedded(shape), _layers(shape.width)
        self.weigh = nn.Sequential(nn.Linear(4 * SIZE, 16), nn.PReLU(), nn.Linear(16, 1))

    def forward(self, batch: Batch) -> Tensor:
        parts = [batch.numbers, *self.embedded.each_field(batch)]
        things = self.embedded.things
        if things is not None:
            past, offered = things(batch.history), self.embedded.pooled(batch.target)
            target = offered[:, None, :].expand_as(past)
            both = torch.cat([past, target, past * target, past - target], dim=2)
            weight = self.weigh(both)[:, :, 0] * (batch.history > 0).float()
            parts += [(weight[:, :, None] * past).sum(dim=1) / past.shape[1] ** 0.5, offered]
        out: Tensor = self.layers(torch.cat(parts, dim=1))[:, 0]
        return out


def crosses(fields: Tensor) -> Tensor:
    """(n, g + pairs) the bucket of every field's code and of every pair of codes."""
    n = fields.shape[1]
    places = torch.arange(n, device=fields.device)
    single = fields * 7_919 + places * 104_729
    first, second = torch.triu_indices(n, n, offset=1)
    pairs = single[:, first] * 31 + single[:, second] * 17 + (first * n + second) * 15_485_863
    return torch.cat([single, pairs], dim=1) % BUCKETS


def _table(n: int) -> nn.Embedding:
    table = nn.Embedding(n, SIZE, padding_idx=0)
    with torch.no_grad():
        table.weight.mul_(0.1)
    return table


def _layers(width: int) -> nn.Sequential:
    parts: list[nn.Module] = []
    for size in HIDDEN:
        parts += [nn.Linear(width, size), nn.ReLU(), nn.Dropout(DROPPED)]
        width = size
    return nn.Sequential(*parts, nn.Linear(width, 1))
