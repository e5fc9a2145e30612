"""The networks as models of who answers. Loads torch."""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import nn

from recsys_core.campaigns.response.deep.learning import learn, odds
from recsys_core.campaigns.response.deep.nets import (
    Attention,
    Batch,
    DeepFm,
    Dnn,
    Shape,
    WideDeep,
)
from recsys_core.campaigns.response.model import ResponseModel, kept_apart
from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

NETS = 3
"""So many are learned from other starts and other rows held back, and their log odds averaged: one
alone hangs on its start when answers are few.
"""


class DeepResponse(ResponseModel):
    """A few networks of one kind, averaged."""

    kind: Callable[[Shape], nn.Module]

    def fit(self, rows: ResponseRows, answered: BoolArray, seed: int, report: Progress) -> None:
        self.mean, spread = rows.numbers.mean(axis=0), rows.numbers.std(axis=0)
        self.scale = np.where(spread > 0, 1 / np.where(spread > 0, spread, 1.0), 0.0)
        self.seen = [_seen(rows.fields[:, at]) for at in range(rows.fields.shape[1])]
        things = np.concatenate([rows.history.ravel(), rows.target.ravel()])
        self.things = _seen(things) if things.any() else np.zeros(0, dtype=bool)
        batch = self._batch(rows)
        hits = torch.from_numpy(answered.astype(np.float32))
        sizes = tuple(len(own) for own in self.seen)
        shape = Shape(rows.numbers.shape[1], sizes, len(self.things))
        self.nets = []
        for number in range(NETS):

            def step(fraction: float, message: str = "", number: int = number) -> None:
                report((number + fraction) / NETS, message)

            self.nets.append(learn(partial(self.kind, shape), batch, hits, seed + number, step))

    def chance(self, rows: ResponseRows) -> FloatArray:
        batch = self._batch(rows)
        mean = np.mean([odds(net, batch) for net in self.nets], axis=0)
        return kept_apart(1 / (1 + np.exp(-mean)))

    def _batch(self, rows: ResponseRows) -> Batch:
        """What was never met while learning counts as unknown: it has no embedding of its own."""
        n = len(rows)
        columns = [_known(rows.fields[:, at], own) for at, own in enumerate(self.seen)]
        fields = np.column_stack(columns) if columns else np.zeros((n, 0), dtype=np.int64)
        things = (rows.history, rows.target)
        history, target = (
            _known(part, self.things) if len(self.things) and len(part) else _empty(n)
            for part in things
        )
        numbers = ((rows.numbers - self.mean) * self.scale).astype(np.float32)
        return Batch(*(torch.from_numpy(part) for part in (numbers, fields, history, target)))


class DnnResponse(DeepResponse):
    """Embeddings and numbers through hidden layers: see `nets.Dnn`."""

    kind = Dnn


class WideDeepResponse(DeepResponse):
    """See `nets.WideDeep`."""

    kind = WideDeep


class DeepFmResponse(DeepResponse):
    """See `nets.DeepFm`."""

    kind = DeepFm


class AttentionResponse(DeepResponse):
    """See `nets.Attention`."""

    kind = Attention


def _seen(codes: IntArray) -> BoolArray:
    """(codes,) whether each was met; the unknown one never is."""
    found: BoolArray = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
    found[codes] = True
    found[0] = False
    return found


def _known(codes: IntArray, seen: BoolArray) -> IntArray:
    safe = np.where(codes < len(seen), codes, 0)
    return np.asarray(np.where(seen[safe], safe, 0), dtype=np.int64)


def _empty(n: int) -> IntArray:
    return np.zeros((n, 1), dtype=np.int64)
