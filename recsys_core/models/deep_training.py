"""What the neural models share while they learn: batches, the sampled softmax, early stopping.

Loads torch: import it inside `fit` only.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from recsys_core.models import messages as m
from recsys_core.wording.messages import say

# Threads that wait for one another must not keep both cores busy meanwhile; read when torch starts.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from torch import Tensor, nn

from recsys_core.models.learning_curve import LearningCurve
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import FloatArray, IntArray

MOST_THREADS = 2
REPORT_EVERY = 10
TALLEST_GRADIENT = 5.0


class Batches(ABC):
    """One pass over the data as the losses of its batches."""

    @abstractmethod
    def count(self) -> int:
        """About how many batches a pass has."""

    @abstractmethod
    def losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        """The loss of each batch, in an order of its own in each pass."""


class SampledSoftmax:
    """Which products a batch's targets are told from: all that somebody bought, or a sample of them
    in a large catalogue.

    Products nobody bought never take part: that nobody did is no fault of theirs.

    With more than `most` products, they are told from the batch's own and `most` drawn in
    proportion to the square root of a product's customers. Every logit is then lowered by the log
    of the product's chance to be among them (logQ), so that frequent products are not punished for
    being frequent.

    Source: Yi et al., "Sampling-Bias-Corrected Neural Modeling for Large Corpus Item
    Recommendations", RecSys 2019.
    """

    def __init__(self, counts: IntArray, most: int) -> None:
        self.n_items, self.most = len(counts), most
        self.known = np.flatnonzero(counts)
        self.as_target = counts / max(counts.sum(), 1)
        self.as_drawn = np.sqrt(counts) / max(np.sqrt(counts).sum(), 1.0)

    def draw(self, targets: IntArray, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Codes of the products in the choice, ascending, and what to take off their logits."""
        if len(self.known) <= self.most:
            return self.known, np.zeros(len(self.known), dtype=np.float32)
        drawn = rng.choice(self.n_items, self.most, p=self.as_drawn)
        picked = np.union1d(drawn, targets)
        missed = self.most * np.log1p(-self.as_drawn[picked])
        missed += len(targets) * np.log1p(-self.as_target[picked])
        return picked, np.log(-np.expm1(missed)).astype(np.float32)


@dataclass(frozen=True)
class Schedule:
    """How long to learn: at most `passes`, `patience` of them without a better figure, and with
    which step size.
    """

    passes: int
    patience: int
    learning_rate: float
    weight_decay: float = 0.0


@contextmanager
def quiet_torch(seed: int) -> Iterator[None]:
    """At most two threads, and a random state of its own that is put back afterwards."""
    torch.set_num_threads(min(MOST_THREADS, torch.get_num_threads()))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def learn(
    parameters: list[nn.Parameter],
    batches: Batches,
    measure: Callable[[], float],
    keep: Callable[[], None],
    schedule: Schedule,
    seed: int,
    curve: LearningCurve,
    report: Progress,
) -> None:
    """Go over the data until the figure of the inner hold-out stops rising.

    After every pass `measure()` is added to `curve`, and `keep()` is called when it is the best so
    far. Progress is reported every few batches, and CancelledError passes.
    """
    optimizer = torch.optim.AdamW(
        parameters, lr=schedule.learning_rate, weight_decay=schedule.weight_decay
    )
    rng = np.random.default_rng(seed)
    best, since_best = -np.inf, 0
    count = batches.count()
    for number in range(schedule.passes):
        at = {"n": number + 1, "all": schedule.passes}
        doing = say(m.PASS_AT_MOST, **at)
        if curve.points:
            latest = f"{curve.points[-1][1]:.3f}"
            doing = say(m.PASS_AND_FIGURE, **at, title=curve.title, value=latest)
        for step, loss in enumerate(batches.losses(rng)):
            if step % REPORT_EVERY == 0:
                done = (number + min(step / count, 1.0)) / schedule.passes
                report(done, doing)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(parameters, TALLEST_GRADIENT)
            optimizer.step()
        value = measure()
        curve.add(number + 1, value)
        if value > best:
            best, since_best = value, 0
            keep()
        else:
            since_best += 1
            if since_best >= schedule.patience:
                break
    report(1.0, say(m.PASSES_DONE, n=len(curve.points)))


def ndcg(scores: FloatArray, wanted: list[IntArray], k: int = 10) -> float:
    """Mean NDCG@k of (n, n_items) scores for the products each of n customers went on to buy."""
    k = min(k, scores.shape[1])
    top = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    discount = 1 / np.log2(np.arange(2, k + 2))
    ideal = np.cumsum(discount)
    values = [
        (np.isin(row, own) * discount).sum() / ideal[min(len(own), k) - 1]
        for row, own in zip(top, wanted, strict=True)
    ]
    return float(np.mean(values)) if values else 0.0
