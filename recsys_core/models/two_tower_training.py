"""Learning the two towers. Loads torch: import it inside `fit` only."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from recsys_core.models.deep_training import Batches, SampledSoftmax
from recsys_core.models.sequence_rows import Sequences
from recsys_core.models.two_tower_forward import Towers, pools
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray

MOST_CUSTOMERS = 256
LEAST_CUSTOMERS = 16
LEAST_BATCHES = 10
EARLIEST_CUT, LATEST_CUT = 0.2, 0.95
NO_PAST = 0.1
"""Share of the customers shown without a past in a pass, so that attributes alone suffice."""
NO_ATTRIBUTES = 0.2


@dataclass(frozen=True)
class Inputs:
    """What the towers see: rows of n customers, (n, a) and (n_items, f) attributes, (n_items,)
    customers per product.
    """

    rows: Sequences
    customers: FloatArray
    products: FloatArray
    counts: IntArray


class ItemTower(nn.Module):
    """A product's own vector, which can be taken away, plus what its attributes say."""

    def __init__(self, n_items: int, n_features: int, d: int, out: int) -> None:
        super().__init__()
        self.own = nn.Parameter(torch.randn(n_items, out) * d**-0.5 * 0.3)
        self.features = nn.Sequential(nn.Linear(n_features, d), nn.ReLU(), nn.Linear(d, out))
        self.direct = nn.Linear(n_features, out, bias=False)

    def forward(self, features: Tensor, known: Tensor, which: Tensor) -> Tensor:
        """(n, out) vectors of the products `which`; known: (n, 1), 0 takes the product's own vector
        away.
        """
        out: Tensor = self.own[which] * known + self.features(features) + self.direct(features)
        return out


class TwoTowerNet(nn.Module):
    """The two towers; see `TwoTower` for the formula."""

    def __init__(self, inputs: Inputs, d: int) -> None:
        super().__init__()
        n_items, n_features = inputs.products.shape
        self.past = ItemTower(n_items, n_features, d, d)
        self.products = ItemTower(n_items, n_features, d, d + 1)
        level = np.log(inputs.counts + 1.0)
        with torch.no_grad():
            self.products.own[:, -1] = torch.from_numpy(level - level.mean()).float()
        self.about = nn.Parameter(torch.zeros(inputs.customers.shape[1], d))
        self.wide, self.narrow = nn.Linear(3 * d, 2 * d), nn.Linear(2 * d, d)

    def customers(self, past: Tensor, alike: Tensor, recent: Tensor, about: Tensor) -> Tensor:
        parts = [torch.sparse.mm(alike, past), torch.sparse.mm(recent, past), about @ self.about]
        hidden = torch.relu(self.wide(torch.cat(parts, dim=1)))
        out: Tensor = parts[0] + parts[1] + parts[2] + self.narrow(hidden)
        return out

    def fitted(self, features: Tensor, known: Tensor) -> Towers:
        """The towers with every product's vectors worked out; unknown products by attributes."""
        every = torch.arange(len(features))
        with torch.no_grad():
            arrays = (
                self.past(features, known, every),
                self.products(features, known, every),
                self.about,
                self.wide.weight.T,
                self.wide.bias,
                self.narrow.weight.T,
                self.narrow.bias,
            )
            return Towers(*(np.ascontiguousarray(array.numpy()) for array in arrays))


class CutBatches(Batches):
    """Customers cut at a random place: what came before is the past, what came after the target.

    The loss is the mean cross-entropy of the targets, per customer, among the products of the
    batch's `SampledSoftmax`.
    """

    def __init__(self, net: TwoTowerNet, inputs: Inputs, drop: float, candidates: int) -> None:
        self.net, self.inputs, self.drop = net, inputs, drop
        self.softmax = SampledSoftmax(inputs.counts, candidates)
        self.features = torch.from_numpy(inputs.products)
        self.seen = torch.from_numpy((inputs.counts > 0).astype(np.float32))[:, None]
        self.every = torch.arange(len(inputs.counts))
        self.able = np.flatnonzero(np.diff(inputs.rows.starts) >= 2)
        wanted = len(self.able) // LEAST_BATCHES
        self.per_batch = min(max(wanted, LEAST_CUSTOMERS), MOST_CUSTOMERS)

    def count(self) -> int:
        return max(1, int(np.ceil(len(self.able) / self.per_batch)))

    def losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        rows = self.inputs.rows.shuffled(rng)
        order = rng.permutation(self.able)
        for begin in range(0, len(order), self.per_batch):
            yield self._loss(rows, np.sort(order[begin : begin + self.per_batch]), rng)

    def _loss(self, rows: Sequences, users: IntArray, rng: np.random.Generator) -> Tensor:
        sizes = np.diff(rows.starts)[users]
        share = rng.uniform(EARLIEST_CUT, LATEST_CUT, len(users))
        cut = np.clip(np.round(share * sizes).astype(np.int64), 1, sizes - 1)
        cut[rng.random(len(users)) < NO_PAST] = 0
        block = _picked(rows, users)
        place = np.arange(len(block.items)) - np.repeat(block.starts[:-1], sizes)
        before = place < np.repeat(cut, sizes)
        past, target = block.keep(before), block.keep(~before)
        n_items = len(self.inputs.counts)
        alike, recent = (_sparse(pool) for pool in pools(past, n_items))
        about = self.inputs.customers[users] * (rng.random((len(users), 1)) >= NO_ATTRIBUTES)
        known = self.seen * torch.from_numpy(rng.random((n_items, 1)) >= self.drop).float()
        vectors = self.net.past(self.features, known, self.every)
        state = self.net.customers(vectors, alike, recent, torch.from_numpy(about).float())
        return self._cross_entropy(state, past, target, known, rng)

    def _cross_entropy(
        self,
        state: Tensor,
        past: Sequences,
        target: Sequences,
        known: Tensor,
        rng: np.random.Generator,
    ) -> Tensor:
        picked, lowered = self.softmax.draw(target.items, rng)
        which = torch.from_numpy(picked)
        vectors = self.net.products(self.features[which], known[which], which)
        logits = state @ vectors[:, :-1].T + (vectors[:, -1] - torch.from_numpy(lowered))
        place = np.full(self.softmax.n_items, -1)
        place[picked] = np.arange(len(picked))
        row = np.repeat(np.arange(len(state)), np.diff(target.starts))
        own = np.repeat(np.arange(len(state)), np.diff(past.starts))
        old = place[past.items]
        own, old = own[old >= 0], old[old >= 0]
        # What the customer has is not in the choice: lists are asked for what is new.
        barred = torch.zeros(logits.shape, dtype=torch.bool)
        barred[torch.from_numpy(own), torch.from_numpy(old)] = True
        logs = torch.log_softmax(logits.masked_fill(barred, -torch.inf), dim=1)
        found = logs[torch.from_numpy(row), torch.from_numpy(place[target.items])]
        weight = 1 / np.diff(target.starts)[row] / len(state)
        return -(found * torch.from_numpy(weight).float()).sum()


def _picked(rows: Sequences, users: IntArray) -> Sequences:
    """The rows of `users` (ascending)."""
    chosen: BoolArray = np.zeros(len(rows.starts) - 1, dtype=bool)
    chosen[users] = True
    sizes = np.diff(rows.starts)
    kept = rows.keep(np.repeat(chosen, sizes))
    starts = np.concatenate([[0], np.cumsum(sizes[users])])
    return Sequences(kept.items, kept.moment, starts)


def _sparse(matrix: CSR) -> Tensor:
    coordinates = matrix.tocoo()
    where = np.vstack([coordinates.row, coordinates.col]).astype(np.int64)
    return torch.sparse_coo_tensor(
        torch.from_numpy(where),
        torch.from_numpy(coordinates.data),
        matrix.shape,
        check_invariants=False,
    ).coalesce()
