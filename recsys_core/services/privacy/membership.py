"""Whether the models of this workspace give away who they were trained on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from recsys_core.evaluation.membership import Guesses, attack, fits, found_in_lists, halves
from recsys_core.jobs.worker import part
from recsys_core.models.registry import MODELS, create
from recsys_core.schema.contracts import Progress, Recommender, Resources, silent
from recsys_core.schema.dataset import EVENTS, MONEY, Dataset
from recsys_core.schema.errors import CancelledError, NotReadyError, TastelabError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.access.actor import Role
from recsys_core.services.access.needs import needs
from recsys_core.services.privacy import messages as m
from recsys_core.services.privacy.folders import without_customers
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

Attacker = Literal["scores", "lists"]
LISTED = 10
MOST_CUSTOMERS, LEAST_CUSTOMERS, LEAST_PRODUCTS = 1_000, 60, 4
"""Customers of each third, at most and in all at least; products a customer needs."""
MOST_PRODUCTS = 2_000
SEED = 42
QUICK = ("baseline", "implicit", "content")
"""Families whose models are trained within a page."""

_kept: PerWorkspace[tuple[int, tuple[str, ...]], "Membership"]
_kept = PerWorkspace("attacks", most=4)


@dataclass(frozen=True)
class Attacked:
    """How well an attacker guesses who one model was trained on; shares are of all guesses.

    attacker: who knows all purchases of a customer and sees the score of every product, or only
    lists of ten.
    """

    model: str
    attacker: Attacker
    accuracy: float
    low: float
    high: float
    n: int

    @property
    def sentence(self) -> str:
        """In guesses of 100."""
        ends = {"low": f"{100 * self.low:.0f}", "high": f"{100 * self.high:.0f}"}
        title, right = short_title(self.model), f"{100 * self.accuracy:.0f}"
        return say(m.GUESSED[self.attacker], model=title, share=right, **ends)


@dataclass(frozen=True)
class Membership:
    """Every model that was tried, the easiest to attack first. remarks: what to know of it."""

    rows: tuple[Attacked, ...]
    remarks: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """All in words."""
        return [*(one.sentence for one in self.rows), *self.remarks]

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `membership`."""
        return {"rows": [asdict(one) for one in self.rows], "sentences": self.sentences}


@needs(Role.ANALYST)
def quick_models(ws: Workspace) -> list[str]:
    """The trained models that are tried within a page: none that takes minutes by itself."""
    return [name for name, one in trained_models(ws).items() if one.card.family in QUICK]


@needs(Role.ANALYST)
def membership_known(ws: Workspace, models: Sequence[str]) -> Membership | None:
    """`membership` where it was tried before."""
    return _kept.peek(ws, (ws.data_version(), tuple(models)))


@needs(Role.ANALYST)
def membership(ws: Workspace, models: Sequence[str], report: Progress = silent) -> Membership:
    """Train each model without two thirds of some customers and guess which third was in.

    A second model of the kind learns from another third; what both fit alike tells nothing.
    `models` have the settings they were trained with. Raises `NotReadyError` for too few customers.
    """
    key = (ws.data_version(), tuple(models))
    return _kept.get(ws, key, lambda: _tried(ws, models, report))


def _tried(ws: Workspace, models: Sequence[str], report: Progress) -> Membership:
    data = ws.dataset()
    remarks = []
    if data.n_items > MOST_PRODUCTS:
        data = _smaller(data, MOST_PRODUCTS)
        remarks.append(say(m.ATTACK_SMALLER, n=MOST_PRODUCTS))
    thirds = _thirds(data)
    rows = []
    trained = trained_models(ws)
    for number, name in enumerate(models):
        step = part(report, number / len(models), (number + 1) / len(models))
        settings = trained[name].settings if name in trained else {}
        try:
            found = _attacked(data, thirds, name, settings, Resources(ws.path / "vectors"), step)
        except CancelledError:
            raise
        except TastelabError as error:
            remarks.append(say(m.NOT_TRIED, model=short_title(name), why=error))
            continue
        for attacker, one in found.items():
            rows.append(Attacked(name, attacker, one.share, one.low, one.high, one.n))
    rows.sort(key=lambda one: -one.accuracy)
    guesses = rows[0].n if rows else 0
    chance = [say(m.CHANCE_IS, n=guesses), say(m.ATTACK_LIMITS)] if rows else []
    return Membership(tuple(rows), (*chance, *remarks))


def _thirds(data: Dataset) -> tuple[IntArray, IntArray, IntArray]:
    """Codes of three random groups of one size: in, out, and what the attacker has."""
    able = np.flatnonzero(np.diff(data.matrix.indptr) >= LEAST_PRODUCTS)
    if len(able) < LEAST_CUSTOMERS:
        fields = {"n": len(able), "products": LEAST_PRODUCTS, "least": LEAST_CUSTOMERS}
        raise NotReadyError(say(m.TOO_FEW_TO_ATTACK, **fields))
    each = min(MOST_CUSTOMERS, len(able) // 3)
    drawn = np.random.default_rng(SEED).permutation(able)
    return drawn[:each], drawn[each : 2 * each], drawn[2 * each : 3 * each]


def _attacked(
    data: Dataset,
    thirds: tuple[IntArray, IntArray, IntArray],
    name: str,
    settings: dict[str, Any],
    resources: Resources,
    report: Progress,
) -> dict[Attacker, Guesses]:
    members, outsiders, shadow = thirds
    sentence = say(m.TEACHING, model=short_title(name))
    signals = []
    for place, gone in ((0.0, [outsiders, shadow]), (0.5, [members, outsiders])):
        learnt = without_customers(data, np.concatenate(gone))
        ready = MODELS[name].readiness(learnt)
        if not ready.ready:
            raise NotReadyError(ready.reason)
        model = create(name, settings, resources)
        step = part(report, place, place + 0.5)
        model.fit(learnt, lambda fraction, message="", step=step: step(fraction, sentence))
        signals.append([_signals(model, data, group) for group in (members, outsiders)])
    (inside, outside), (beside_in, beside_out) = signals
    seen: dict[Attacker, list[int]] = {"scores": [0, 1], "lists": [2]}
    return {
        attacker: attack(
            np.hstack([inside[:, of], (inside - beside_in)[:, of]]),
            np.hstack([outside[:, of], (outside - beside_out)[:, of]]),
            SEED,
        )
        for attacker, of in seen.items()
    }


def _signals(model: Recommender, data: Dataset, users: IntArray) -> FloatArray:
    """(n, 3) how well scores fit what customers bought, knowing all of it, and half of it; and
    how much of the other half is on a list made of the first.
    """
    rows = data.matrix[users]
    half, hidden = halves(rows, SEED)
    of_half = model.score(half)
    return np.column_stack(
        [
            fits(model.score(data.histories(users)), rows),
            fits(of_half, hidden),
            found_in_lists(of_half, half, hidden, LISTED),
        ]
    )


def _smaller(data: Dataset, most: int) -> Dataset:
    """The same customers with the products that most of them have."""
    kept = np.sort(np.argsort(-data.item_counts, kind="stable")[:most])
    new = np.full(data.n_items, -1, dtype=np.int32)
    new[kept] = np.arange(len(kept), dtype=np.int32)
    stay = new[data.item] >= 0
    arrays: dict[str, Any] = {
        name: values[stay]
        for name in (*EVENTS, *MONEY)
        if (values := getattr(data, name)) is not None
    }
    arrays["item"] = new[arrays["item"]]
    items = data.items.iloc[kept].reset_index(drop=True)
    return replace(
        data, items=items, outside=None, fingerprint=f"{data.fingerprint}-{most}", **arrays
    )
