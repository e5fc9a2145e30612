"""How the networks learn: batches of rows, log loss, early stopping. Loads torch."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

# Threads that wait for one another must not keep both cores busy meanwhile; read when torch starts.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from torch import Tensor, nn

from recsys_core.campaigns.response.deep.nets import Batch
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import FloatArray

MOST_THREADS = 2
MOST_PASSES, PATIENCE = 60, 6
STEP, DECAY = 3e-3, 1e-3
LEAST_ROWS, MOST_ROWS, BATCHES = 64, 1024, 30
"""A batch is a thirtieth of the rows, within these bounds."""
HELD_BACK = 0.15
"""Share of the rows on which it is seen when to stop."""


@contextmanager
def steady(seed: int) -> Iterator[None]:
    """At most two threads, and a random state of its own that is put back afterwards."""
    torch.set_num_threads(min(MOST_THREADS, torch.get_num_threads()))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def learn(
    make: Callable[[], nn.Module], batch: Batch, answered: Tensor, seed: int, report: Progress
) -> nn.Module:
    """A network at the pass after which it lost least on rows held back.

    CancelledError passes. Dropout and weight decay hold the weights small: a few hundred answers
    are few.
    """
    with steady(seed):
        net = make()
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(answered))
        aside = max(1, round(HELD_BACK * len(order)))
        held, own = (torch.from_numpy(part) for part in (order[:aside], order[aside:]))
        kept_back, hits = batch.take(held), answered[held]
        optimizer = torch.optim.AdamW(net.parameters(), lr=STEP, weight_decay=DECAY)
        lost = nn.BCEWithLogitsLoss()
        size = min(max(len(own) // BATCHES, LEAST_ROWS), MOST_ROWS)
        best, since, state = np.inf, 0, net.state_dict()
        for number in range(MOST_PASSES):
            report(number / MOST_PASSES)
            net.train()
            mixed = own[torch.from_numpy(rng.permutation(len(own)))]
            for start in range(0, len(mixed), size):
                rows = mixed[start : start + size]
                optimizer.zero_grad(set_to_none=True)
                lost(net(batch.take(rows)), answered[rows]).backward()
                optimizer.step()
            net.eval()
            with torch.no_grad():
                value = float(lost(net(kept_back), hits))
            if value < best - 1e-5:
                best, since = value, 0
                state = {name: part.clone() for name, part in net.state_dict().items()}
            else:
                since += 1
                if since >= PATIENCE:
                    break
        net.load_state_dict(state)
        net.eval()
    report(1.0)
    return net


def odds(net: nn.Module, batch: Batch, block: int = 16_384) -> FloatArray:
    """(n,) log odds."""
    n = len(batch.numbers)
    with torch.no_grad():
        parts = [net(batch.take(torch.arange(at, min(at + block, n)))) for at in range(0, n, block)]
    return np.asarray(torch.cat(parts).double().numpy())
