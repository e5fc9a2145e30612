"""The customers what-if tuning is measured on: what an evaluation kept, ready in memory."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from threading import RLock
from typing import TypeVar, cast

import numpy as np

from recsys_core.evaluation.candidates import (
    MOST_CUSTOMERS,
    WIDTH,
    load_candidates,
    models_with_candidates,
)
from recsys_core.evaluation.runner import BLOCK_BYTES, make_batch, showable
from recsys_core.evaluation.what_if import SampleFigures, measure_sample, tastes_of
from recsys_core.models.registry import load_model
from recsys_core.reranking.filters import Filter, filters_of
from recsys_core.reranking.rerank import Reranked
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import in_force
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.schema.vectors import ComparedVectors
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.group_choice import in_group
from recsys_core.services.customers.rule_groups import list_context, segments_stamp
from recsys_core.services.evaluation.job import splits_of
from recsys_core.services.evaluation.queue import evaluations
from recsys_core.services.evaluation.results import Measured, measured
from recsys_core.services.evaluation.segment_models import FEWEST
from recsys_core.services.recommend.lists import Shortlist, barring, best_left, lets_bought_in
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.what_if import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER, FITTED_FOLDER, resources_of
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

T = TypeVar("T")
# By sample, not by workspace: they go with it.
_figures: PerWorkspace[tuple[Choice, bool, int], SampleFigures]
_figures = PerWorkspace("figures of what-if", most=128)
_shortlists: PerWorkspace[Hashable, object] = PerWorkspace("shortlists of what-if", most=16)
_facts: PerWorkspace[Hashable, ItemFacts] = PerWorkspace("products of what-if", most=2)
MOST_COMPARED = 5000
"""Products whose cosines are kept: 5,000 take 100 MB. Beyond, they are worked out each time."""


class WhatIfSample:
    """The first `customers` of an evaluation's sample, or of those of it who are in a group, with
    everything lists are made from.

    Knobs act on what was known at the cut: histories, popularity and newness are those of the
    training part. A group is as it stands today, which may know more than was known at the cut.
    Thread-safe; the same question is answered from memory.
    """

    def __init__(
        self, ws: Workspace, of: Measured, customers: int, group: str | None = None
    ) -> None:
        self.run_id = of.run_id
        # It is kept for everybody who may see it: not in the hands of whoever asked first.
        self._ws, self._of = ws.base, of
        self._lock = RLock()
        self._folder = of.job.folder / EVALUATION_FOLDER
        self.models = models_with_candidates(self._folder)
        if not self.models:
            raise NotReadyError(say(m.MEASURE_AGAIN))
        self._first = customers if group is None else MOST_CUSTOMERS
        users = load_candidates(self._folder, self.models[0], self._first).users
        self._rows: IntArray = np.arange(len(users))
        if group is not None:
            ids = of.data.users[Columns.User].to_numpy(dtype=object)[users]
            self._rows = np.flatnonzero(in_group(ws, ids, group))[:customers]
            if len(self._rows) < FEWEST:
                n = len(self._rows)
                raise InputError(say(m.FEW_OF_GROUP, group=group, n=n, least=FEWEST))
        self.users: IntArray = users[self._rows]
        self._batches: dict[bool, EvalBatch] = {}

    def __len__(self) -> int:
        return len(self.users)

    @property
    def seed(self) -> int:
        """What resampling begins with."""
        return self._of.config.seed

    @property
    def data(self) -> Dataset:
        """The data the evaluation was made of."""
        return self._of.data

    @property
    def train(self) -> Dataset:
        """The part before the cut."""
        return self._of.splits[0].train

    @cached_property
    def facts(self) -> ItemFacts:
        """The products as they stood at the cut."""
        return ItemFacts.of(self.train, vectors_for(self._ws, self.data))

    @cached_property
    def histories(self) -> CSR:
        """(n, n_items) what the customers had at the cut."""
        return self.train.histories(self.users)

    def context(self, rules: Iterable[Rule] = ()) -> ListContext:
        """The customers at the cut, with the groups that rules name."""
        cut = self._of.splits[0].info.cut_ts
        span = self.train.span
        now = cut if cut is not None else span[1] if span else NO_TIME
        return list_context(self._ws, self.data, self.users, self.histories, rules, now, self.facts)

    def lets_bought_in(self, choice: Choice) -> bool:
        """Whether products the customer has may stand on the lists."""
        return lets_bought_in(choice.model, choice.settings.include_seen)

    def candidates(self, model: str, bought_in: bool, parted: bool = False) -> Recommendations:
        """(n, 200) a model's shortlists; parted: (n, 400) with the best new ones as well.
        `NotReadyError` if the evaluation did not measure the model.
        """
        if model not in self.models:
            raise NotReadyError(say(m.NOT_MEASURED, model=short_title(model)))
        return self._kept((model, bought_in, parted), lambda: self._read(model, bought_in, parted))

    def reaches_deeper(self, model: str) -> bool:
        """Whether products below the shortlists can take the places of those a rule takes off:
        the evaluation kept the model as it was fitted, and its training part is the same today.
        """
        return self._of.same and (self._folder / FITTED_FOLDER / model).is_dir()

    def shortlist(self, model: str, bought_in: bool, parted: bool = False) -> Shortlist:
        """`candidates`, and the model's next best where rules take some of them off."""
        candidates = self.candidates(model, bought_in, parted)
        if not self.reaches_deeper(model):
            return Shortlist(candidates, None)
        return Shortlist(
            candidates, lambda filters: self._reserve(model, bought_in, filters, parted)
        )

    def mixed(self, model: str, rerank_config: RerankConfig, bought_in: bool) -> Shortlist:
        """`shortlist` with that of the second model blended in, where there is one."""
        parted, partner = rerank_config.parted, rerank_config.mix
        own = self.shortlist(model, bought_in, parted)
        if not partner:
            return own
        other, share = self.shortlist(partner, bought_in, parted), rerank_config.mix_share
        return self._kept(
            (model, partner, share, bought_in, parted), lambda: own.blended(other, share)
        )

    def lists(self, choice: Choice) -> Reranked:
        """(n, k) what these customers would have been shown."""
        bought_in, rerank_config = self.lets_bought_in(choice), choice.rerank_config
        shortlist = self.mixed(choice.model, rerank_config, bought_in)
        context = barring(self.context(rerank_config.rules), bought_in=bought_in)
        if rerank_config.diversity:
            context = replace(context, facts=self._compared(choice, context, bought_in))
        return shortlist.listed(choice.settings, context, trace=False)

    def figures(self, choice: Choice, repeats_count: bool) -> SampleFigures:
        """What these lists would have been worth; `repeats_count`: buying again is right too."""
        key = (choice, repeats_count, segments_stamp(self._ws))
        return _figures.get(self, key, lambda: self._measured(choice, repeats_count))

    def _measured(self, choice: Choice, repeats_count: bool) -> SampleFigures:
        made = self.lists(choice)
        items, k = made.final.items, choice.settings.k
        # In place of what the model has none of stands nothing, or what everybody buys.
        filler = (made.filler | (items == EMPTY)).astype(np.float64)
        if items.shape[1] < k:
            short = ((0, 0), (0, k - items.shape[1]))
            items = np.pad(items, short, constant_values=EMPTY)
            filler = np.pad(filler, short, constant_values=1.0)
        batch = replace(self._batch(repeats_count), items=items, filler=filler)
        return measure_sample(batch, self.seed, self._tastes)

    def truth(self, repeats_count: bool) -> CSR:
        """(n, n_items) what the customers did after the cut, stored = right."""
        return self._batch(repeats_count).truth

    @cached_property
    def _tastes(self) -> FloatArray | None:
        return tastes_of(self._batch(not self._of.splits[0].new_items_only))

    def _batch(self, repeats_count: bool) -> EvalBatch:
        """What figures need beside the lists; read off the data once."""
        with self._lock:
            if repeats_count not in self._batches:
                split = self._of.splits[0]
                if split.new_items_only is repeats_count:
                    # The same cut, with another idea of what is right. Who is tested is drawn from
                    # those with something right, so nobody may be left out by lot here.
                    other = {"new_items_only": not repeats_count, "max_users": None}
                    config = self._of.config.model_copy(update=other)
                    split = splits_of(self._of.job, self.data, config)[0]
                empty = np.zeros((len(self), 0), dtype=np.int32)
                batch = make_batch(empty, self.users, split, self.facts.vectors)
                self._batches[repeats_count] = batch
            return self._batches[repeats_count]

    def _compared(self, choice: Choice, context: ListContext, bought_in: bool) -> ItemFacts:
        """The products with the cosines of all that may be on these lists, which no slider
        changes.
        """
        filters = filters_of(in_force(choice.rerank_config.rules, context.now), context)
        models = [one for one in (choice.model, choice.rerank_config.mix) if one]
        parted = choice.rerank_config.parted
        deep = bool(filters) and all(self.reaches_deeper(one) for one in models)

        def compare() -> ItemFacts:
            lists = [
                self._reserve(one, bought_in, filters, parted)
                if deep
                else self.candidates(one, bought_in, parted)
                for one in models
            ]
            items = np.unique(np.concatenate([one.items.ravel() for one in lists]))
            facts = self.facts
            if len(items) <= MOST_COMPARED:
                facts = replace(facts, vectors=ComparedVectors.of(facts.vectors, items))
            return facts

        key = (*models, bought_in, parted, *(one.rule for one in filters))
        return _facts.get(self, key, compare)

    def _read(self, model: str, bought_in: bool, parted: bool) -> Recommendations:
        stored = load_candidates(self._folder, model, self._first).chosen(self._rows)
        items, scores = stored.shortlist(
            None if bought_in else self.histories, 2 * WIDTH if parted else WIDTH
        )
        width = max(int((items != EMPTY).sum(axis=1).max(initial=0)), 1)
        return Recommendations(self.users, items[:, :width], scores[:, :width], model)

    def _reserve(
        self, model: str, bought_in: bool, filters: Sequence[Filter], parted: bool = False
    ) -> Recommendations:
        """(n, 200) the best of all products that the filters leave; kept while rules stay."""
        key = (model, bought_in, parted, tuple(one.rule for one in filters))
        return self._kept(key, lambda: self._best_left(model, bought_in, filters, parted))

    def _best_left(
        self, model: str, bought_in: bool, filters: Sequence[Filter], parted: bool
    ) -> Recommendations:
        fitted = load_model(self._folder / FITTED_FOLDER / model, resources_of(self._of.job))
        allowed, found = showable(self._of.splits[0]), []
        size = max(1, BLOCK_BYTES // (4 * self.train.n_items))
        for start in range(0, len(self), size):
            rows = np.arange(start, min(start + size, len(self)))
            histories = self.train.histories(self.users[rows])
            barred = None if bought_in else histories
            every = fitted.score(histories)
            had = histories if parted else None
            found.append(best_left(every, WIDTH, filters, rows, barred, allowed, had))
        items, scores = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return Recommendations(self.users, items, scores, model)

    def _kept(self, key: Hashable, make: Callable[[], T]) -> T:
        return cast(T, _shortlists.get(self, key, make))


_samples: PerWorkspace[Hashable, WhatIfSample]
_samples = PerWorkspace("customers of what-if", most=2)


@needs(Role.VIEWER)
def what_if_sample(ws: Workspace, customers: int, group: str | None = None) -> WhatIfSample:
    """The first `customers` of the sample of the newest evaluation, of all or of a group, kept in
    memory.

    `NotReadyError` before the first evaluation, or if it is too old to have kept shortlists;
    `InputError` where fewer than `segment_models.FEWEST` of the group were tested;
    `NotFoundError` for an unknown one.
    """
    done = evaluations(ws)
    if not done:
        raise NotReadyError(say(m.NOTHING_MEASURED))
    run_id = done[0].job_id
    make = partial(WhatIfSample, ws, measured(ws, run_id), customers, group)
    stamp = segments_stamp(ws) if group is not None else 0
    return _samples.get(ws, (run_id, customers, group, stamp), make)
