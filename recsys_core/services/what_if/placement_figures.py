"""What placements were worth on purchases the models had not seen, where that was measured."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recsys_core.evaluation.what_if import FigureRow
from recsys_core.models.registry import full_settings
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.statistics.intervals import intervals_of_differences, intervals_of_means
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation.queue import evaluations
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.placements.kinds import DEPTH, ItemKinds, ranked_kinds
from recsys_core.services.recommend.placements.placement import Placement, choice_today
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.what_if import messages as m
from recsys_core.services.what_if.sample import what_if_sample
from recsys_core.services.what_if.what_if import SAMPLE, compare_choices
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share, signed


@dataclass(frozen=True)
class PairMeasured:
    """b's figures beside a's on the same test customers. k: the length both were measured at.
    repeats_count: whether buying again counted as right.
    """

    a: str
    b: str
    k: int
    sample: int
    repeats_count: bool
    rows: tuple[FigureRow, ...]

    @property
    def sentence(self) -> str:
        """Accuracy of both, and whether they differ by more than chance."""
        row = next(one for one in self.rows if one.name == "NDCG")
        message = m.PAIR_BY_CHANCE if row.better is None else m.PAIR_MEASURED
        told = say(
            message,
            n=self.sample,
            a=self.a,
            b=self.b,
            k=self.k,
            value=number(row.baseline),
            other=number(row.value),
            low=signed(row.low),
            high=signed(row.high),
        )
        return say(m.AND_REPEATS, sentence=told) if self.repeats_count else told

    def to_json(self) -> dict[str, Any]:
        """The keys of `measured` on the command line."""
        return {
            "k": self.k,
            "sample": self.sample,
            "repeats_count": self.repeats_count,
            "sentence": self.sentence,
            "rows": [asdict(row) for row in self.rows],
        }


@dataclass(frozen=True)
class KindsMeasured:
    """Categories or brands of a placement beside the most popular ones, on what the same n test
    customers bought after the cut.

    hit: share of the customers who bought from at least one of those shown.  right: mean share of
    those shown that they bought from.  difference: hit less that of the popular ones; each with its
    95 % interval.  better: whether the placement's is higher (True) or lower (False) beyond chance.
    """

    name: str
    shows: str
    slots: int
    n: int
    hit: tuple[float, float, float]
    popular: tuple[float, float, float]
    difference: tuple[float, float, float]
    right: float
    popular_right: float

    @property
    def better(self) -> bool | None:
        """Whether the interval of the difference leaves 0 out, and on which side."""
        _, low, high = self.difference
        return True if low > 0 else False if high < 0 else None

    @property
    def sentence(self) -> str:
        """What was found, and whether popular ones do as well."""
        words = {True: m.KINDS_BETTER, False: m.KINDS_WORSE, None: m.KINDS_ALIKE}[self.better]
        shares = [share(end) for end in (*self.hit, *self.popular)]
        names = ("hit", "low", "high", "popular", "popular_low", "popular_high")
        return say(
            words,
            n=self.n,
            name=self.name,
            kinds=say(m.KIND_SLOTS[self.shows], n=self.slots),
            **dict(zip(names, shares, strict=True)),
        )

    def to_json(self) -> dict[str, Any]:
        """The keys of `measured` on the command line."""
        return asdict(self) | {"better": self.better, "sentence": self.sentence}


@needs(Role.VIEWER)
def measured_pair(
    ws: Workspace, a: Placement, b: Placement, sample: int = SAMPLE
) -> PairMeasured | str:
    """Figures of two placements of products, at the length of the shorter; or why there are none:
    nothing is said of a model that was not measured as it is trained now.
    """
    if a.shows != "products" or b.shows != "products":
        return say(m.PRODUCTS_ONLY)
    k = min(a.slots, b.slots)
    choices = [_of_length(choice_today(ws, one), k) for one in (a, b)]
    try:
        for choice in choices:
            _as_measured(ws, choice)
        _, beside = compare_choices(ws, choices, sample)
    except (NotReadyError, InputError) as error:
        return say(m.PLACEMENTS_UNMEASURED, why=str(error))
    return PairMeasured(a.name, b.name, k, beside.sample, beside.repeats_count, beside.rows)


@needs(Role.VIEWER)
def measured_kinds(ws: Workspace, one: Placement, sample: int = SAMPLE) -> KindsMeasured | str:
    """Whether the categories or brands of a placement say more than the most popular ones; or why
    that was not measured.

    What is right: the test customer bought any product of it after the cut, whether or not they had
    before. The popular ones are those most customers had bought from before the cut, the same for
    everybody.
    """
    if one.shows == "products":
        return say(m.KINDS_ONLY)
    choice = choice_today(ws, one)
    try:
        _as_measured(ws, choice)
        taken = what_if_sample(ws, sample)
        made = taken.lists(_of_length(choice, DEPTH)).final.items
    except (NotReadyError, InputError) as error:
        return say(m.PLACEMENTS_UNMEASURED, why=str(error))
    kinds = ItemKinds.of(taken.data, one.shows)
    truth = _bought(taken.truth(repeats_count=True), kinds)
    tested = truth.any(axis=1)
    if not tested.any():
        return say(m.PLACEMENTS_UNMEASURED, why=say(m.NO_KIND_BOUGHT))
    shown = ranked_kinds(made, kinds.codes, one.slots).kinds
    train = taken.train
    popular = _most_popular(train.matrix, kinds, one.slots)
    same = np.broadcast_to(popular, (len(shown), len(popular)))
    found = [_hits(rows[tested], truth[tested]) for rows in (shown, same)]
    (hit, right), (best, popular_right) = found
    return KindsMeasured(
        one.name,
        one.shows,
        one.slots,
        int(tested.sum()),
        _mean(hit),
        _mean(best),
        (float((hit - best).mean()), *_ends(intervals_of_differences((hit - best)[:, None]))),
        float(right.mean()),
        float(popular_right.mean()),
    )


def _as_measured(ws: Workspace, choice: Choice) -> None:
    """`NotReadyError` unless the newest evaluation measured the models as they are trained now."""
    done = evaluations(ws)
    measured = {one["model"]: one["settings"] for one in done[0].payload["models"]} if done else {}
    trained = trained_models(ws)
    for name in (choice.model, choice.rerank_config.mix):
        if not name or name not in trained or name not in measured:
            continue
        ours, theirs = trained[name].settings, measured[name]
        if full_settings(name, ours) != full_settings(name, theirs):
            raise NotReadyError(say(m.TRAINED_OTHERWISE, model=short_title(name)))


def _of_length(choice: Choice, k: int) -> Choice:
    return Choice(choice.model, ListSettings(k, choice.settings.include_seen, choice.rerank_config))


def _bought(matrix: CSR, kinds: ItemKinds) -> np.ndarray:
    """(n, c) whether a customer has anything of a category or brand."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    codes = kinds.codes[matrix.indices]
    known = codes != EMPTY
    found = np.zeros((matrix.shape[0], len(kinds.names)), dtype=bool)
    found[rows[known], codes[known]] = True
    return found


def _most_popular(matrix: CSR, kinds: ItemKinds, slots: int) -> IntArray:
    """The kinds most customers had something of, the most popular first."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    codes = kinds.codes[matrix.indices].astype(np.int64)
    known = codes != EMPTY
    width = max(len(kinds.names), 1)
    pairs = np.unique(rows[known] * width + codes[known])
    return np.argsort(-np.bincount(pairs % width, minlength=width), kind="stable")[:slots]


def _hits(shown: IntArray, truth: np.ndarray) -> tuple[FloatArray, FloatArray]:
    """(n,) 1 where anything shown was bought from, and the share of those shown that was."""
    padded = np.hstack([truth, np.zeros((len(truth), 1), dtype=bool)])
    right = np.take_along_axis(padded, shown, axis=1)
    filled = np.maximum((shown != EMPTY).sum(axis=1), 1)
    return np.asarray(right.any(axis=1), dtype=np.float64), ratio(right.sum(axis=1), filled)


def _mean(values: FloatArray) -> tuple[float, float, float]:
    return (float(values.mean()), *_ends(intervals_of_means(values[:, None], most=1)))


def _ends(ends: tuple[FloatArray, FloatArray]) -> tuple[float, float]:
    return float(ends[0][0]), float(ends[1][0])
