"""Whether there is enough to measure on: customers, differences, a split that kept them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats

from recsys_core.evaluation.audit import Finding, percent
from recsys_core.evaluation.slices_wording import number
from recsys_core.evaluation.verdict import FEW_CUSTOMERS
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.types import FloatArray
from recsys_core.wording.joining import and_list

POWER = 0.8
COMFORTABLE = 200
FEW_DIFFER = 0.05
MUCH_FILLER = 0.2
LOST_LOOK, LOST_STOP = 0.5, 0.9
TIED = 1e-12


def smallest_difference(differences: FloatArray, tests: int = 1) -> float:
    """The mean difference that a paired test of these customers finds with a probability of 80 %.

    (z(1 - alpha / 2) + z(0.8)) * sd / sqrt(n), with alpha = 0.05 / `tests` (the strictest step of
    Holm's correction). Source: Cohen (1988), ch. 2. NaN left out; NaN with fewer than two.
    """
    known = differences[~np.isnan(differences)]
    if len(known) < 2:
        return float("nan")
    z = stats.norm.ppf(1 - ALPHA / (2 * max(tests, 1))) + stats.norm.ppf(POWER)
    return float(z * known.std(ddof=1) / np.sqrt(len(known)))


def sample_size(
    values: Mapping[str, FloatArray],
    leader: str | None,
    baseline: str,
    tests: int,
    titles: Mapping[str, str],
    metric: str,
) -> Finding:
    """The smallest difference this test could have found against the one that is claimed.

    values: by model, (n,) figures customer by customer.  leader: who is called better, None for
    nobody: then the model with the highest mean is looked at.
    """
    title = "Enough customers"
    n = len(next(iter(values.values())))
    models = [m for m in values if m != baseline]
    if n < FEW_CUSTOMERS:
        return Finding(
            "sample-size",
            title,
            "stop",
            f"Only {n} customers were tested: no difference can be told from chance.",
            "Hold back a larger share, or bring in a longer period.",
            {"customers": n},
        )
    if baseline not in values or not models:
        return Finding(
            "sample-size", title, "fine", f"{n:,} customers were tested.", figures={"customers": n}
        )
    best = leader or max(models, key=lambda m: float(np.nanmean(values[m])))
    difference = values[best] - values[baseline]
    claimed = float(np.nanmean(difference))
    least = smallest_difference(difference, tests)
    figures = {
        "customers": n,
        "model": best,
        "difference": claimed,
        "smallest_found": least,
        "power": POWER,
        "comparisons": tests,
    }
    reach = f"With {n:,} customers a difference of {number(least)} {metric} or more is found"
    more = "Test more customers: hold back a larger share, or bring in a longer period."
    if leader is None:
        return Finding(
            "sample-size",
            title,
            "look",
            f"{reach} four times in five; a smaller gain over the bestsellers would have been "
            "missed, so no winner does not mean none is better.",
            more,
            figures,
        )
    if claimed < least or n < COMFORTABLE:
        thin = (
            f"{titles[best]} leads by less, {number(claimed)}: sure in its direction, but probably "
            "flattering in its size."
            if claimed < least
            else f"{titles[best]} leads by {number(claimed)}. That is sure, but the figures "
            "themselves are rough."
        )
        return Finding(
            "sample-size", title, "look", f"{reach} four times in five; {thin}", more, figures
        )
    return Finding(
        "sample-size",
        title,
        "fine",
        f"{reach} four times in five; {titles[best]} leads by {number(claimed)}.",
        figures=figures,
    )


def constant_or_tied(
    values: Mapping[str, Mapping[str, FloatArray]],
    filler: Mapping[str, float],
    deciding: str,
    titles: Mapping[str, str],
) -> Finding:
    """Metrics that say the same for everybody, models that cannot differ, lists left to chance.

    values: by model and label, (n,).  filler: by model, the share of places that the order of the
    catalogue decided.
    """
    title = "Figures that can tell models apart"
    labels = list(next(iter(values.values()), {}))
    constant = [
        label
        for label in labels
        if all(_constant(figures.get(label)) for figures in values.values())
        and len({_only(figures.get(label)) for figures in values.values()}) == 1
    ]
    table = np.column_stack([v[deciding] for v in values.values()])
    known = table[~np.isnan(table).any(axis=1)]
    differ = float((np.ptp(known, axis=1) > TIED).mean()) if len(known) else 0.0
    models = list(values)
    twins = [
        (a, b)
        for at, a in enumerate(models)
        for b in models[at + 1 :]
        if len(known) and np.abs(known[:, at] - known[:, models.index(b)]).max() <= TIED
    ]
    left = {model: share for model, share in filler.items() if share > MUCH_FILLER}
    figures: dict[str, Any] = {
        "constant": constant,
        "customers_that_differ": differ,
        "same_figures": twins,
        "filler": dict(filler),
    }
    problems = []
    if deciding in constant or differ < FEW_DIFFER:
        problems.append(
            f"only {percent(differ)} of the customers have a different {deciding} with different "
            "models"
        )
    problems += [f"{titles[a]} and {titles[b]} have the same figures throughout" for a, b in twins]
    if left:
        told = and_list([f"{titles[m]} ({percent(share)})" for m, share in left.items()])
        problems.append(f"places on the lists were filled by the order of the catalogue: {told}")
    if problems:
        text = "; ".join(problems)
        return Finding(
            "ties",
            title,
            "look",
            f"{text[:1].upper()}{text[1:]}.",
            "Longer lists or a metric with finer steps tell more; a model with ties lacks data.",
            figures,
        )
    return Finding(
        "ties",
        title,
        "fine",
        f"{percent(differ)} of the customers have a different {deciding} with different models, "
        "and no list was left to the order of the catalogue.",
        figures=figures,
    )


def split_kept(infos: Sequence[Mapping[str, Any]]) -> Finding:
    """How many of those who bought in the part held back were tested; infos: `SplitInfo` as dicts.

    Over all rounds. A sample asked for in the settings is no loss.
    """
    title = "Most customers were tested"
    tested = sum(int(one["n_eligible_users"]) for one in infos)
    left = sum(int(one["users_left_out"]) for one in infos)
    pairs = sum(int(one["n_test_pairs"]) for one in infos)
    lost_pairs = pairs - sum(
        int(one["n_relevant_pairs"])
        for one in infos
        if one["n_test_users"] == one["n_eligible_users"]
    )
    sampled = any(one["n_test_users"] < one["n_eligible_users"] for one in infos)
    lost = left / max(tested + left, 1)
    figures = {
        "tested": tested,
        "left_out": left,
        "share_left_out": lost,
        "share_of_purchases_left_out": None if sampled else lost_pairs / max(pairs, 1),
        "share_repeat": sum(int(one["n_repeat_pairs"]) for one in infos) / max(pairs, 1),
    }
    kept = f"{tested:,} of {tested + left:,} customers with purchases in the part held back"
    if lost > LOST_LOOK:
        return Finding(
            "split-lost",
            title,
            "stop" if lost > LOST_STOP else "look",
            f"Only {kept} could be tested; the figures speak for those few.",
            "Let bought products in, choose another way of holding back, or bring in a longer "
            "period.",
            figures,
        )
    return Finding("split-lost", title, "fine", f"{kept} were tested.", figures=figures)


def _constant(values: FloatArray | None) -> bool:
    known = values[~np.isnan(values)] if values is not None else np.zeros(0)
    return len(known) > 0 and float(np.ptp(known)) <= TIED


def _only(values: FloatArray | None) -> float | None:
    known = values[~np.isnan(values)] if values is not None else np.zeros(0)
    return round(float(known[0]), 12) if len(known) else None
