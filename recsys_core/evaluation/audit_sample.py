"""Whether there is enough to measure on: customers, differences, a split that kept them."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.audit import Check, Finding, Severity, named
from recsys_core.evaluation.verdict import FEW_CUSTOMERS
from recsys_core.schema.statistics.significance import POWER, smallest_found
from recsys_core.schema.types import FloatArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

COMFORTABLE = 200
FEW_DIFFER = 0.05
MUCH_FILLER = 0.2
LOST_LOOK, LOST_STOP = 0.5, 0.9
TIED = 1e-12
SAMPLE_SIZE = Check("sample-size", m.ENOUGH_CUSTOMERS)
TIES = Check("ties", m.TELLING_APART)
SPLIT_LOST = Check("split-lost", m.MOST_TESTED)


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
    n = len(next(iter(values.values())))
    models = [model for model in values if model != baseline]
    if n < FEW_CUSTOMERS:
        sentence = say(m.FEW_TESTED, n=n)
        return SAMPLE_SIZE.found("stop", sentence, {"customers": n}, m.HOLD_BACK_MORE)
    if baseline not in values or not models:
        return SAMPLE_SIZE.found("fine", say(m.TESTED, n=n), {"customers": n})
    best = leader or max(models, key=lambda model: float(np.nanmean(values[model])))
    difference = values[best] - values[baseline]
    claimed, least = (
        float(np.nanmean(difference)),
        float(smallest_found(difference[:, None], tests)[0]),
    )
    figures = {
        "customers": n,
        "model": best,
        "difference": claimed,
        "smallest_found": least,
        "power": POWER,
        "comparisons": tests,
    }
    severity, message = _how_sure(leader, claimed, least, n)
    fields = {"least": number(least), "metric": metric, "claimed": number(claimed)}
    sentence = say(message, n=n, model=titles[best], **fields)
    return SAMPLE_SIZE.found(severity, sentence, figures, "" if severity == "fine" else m.TEST_MORE)


def _how_sure(leader: str | None, claimed: float, least: float, n: int) -> tuple[Severity, str]:
    """How grave it is, and the message that says so."""
    if leader is None:
        return "look", m.NO_WINNER
    if claimed < least:
        return "look", m.PROBABLY_LESS
    return ("look", m.ROUGH) if n < COMFORTABLE else ("fine", m.SURE)


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
    labels = list(next(iter(values.values()), {}))
    constant = [label for label in labels if _constant([one.get(label) for one in values.values()])]
    table = np.column_stack([one[deciding] for one in values.values()])
    known = table[~np.isnan(table).any(axis=1)]
    differ = float((np.ptp(known, axis=1) > TIED).mean()) if len(known) else 0.0
    twins = _same_figures(list(values), known)
    figures = {
        "constant": constant,
        "customers_that_differ": differ,
        "same_figures": twins,
        "filler": dict(filler),
    }
    differing = share(differ)
    problems = []
    if deciding in constant or differ < FEW_DIFFER:
        problems.append(say(m.FEW_DIFFER, share=differing, metric=deciding))
    problems += [say(m.SAME_FIGURES, one=titles[a], other=titles[b]) for a, b in twins]
    left = [(titles[model], share(one)) for model, one in filler.items() if one > MUCH_FILLER]
    if left:
        problems.append(say(m.FILLED_BY_ORDER, models=named(left)))
    if not problems:
        return TIES.found("fine", say(m.NO_TIES, share=differing, metric=deciding), figures)
    text = "; ".join(problems)
    return TIES.found("look", f"{text[:1].upper()}{text[1:]}.", figures, m.FINER_STEPS)


def _same_figures(models: Sequence[str], known: FloatArray) -> list[tuple[str, str]]:
    """Pairs of models with the same figure for every customer; known: (n, models)."""
    return [
        (models[a], models[b])
        for a, b in combinations(range(len(models)), 2)
        if len(known) and np.abs(known[:, a] - known[:, b]).max() <= TIED
    ]


def split_kept(infos: Sequence[Mapping[str, Any]]) -> Finding:
    """How many of those who bought in the part held back were tested; infos: `SplitInfo` as dicts.

    Over all rounds. A sample asked for in the settings is no loss.
    """

    def total(name: str, of: Sequence[Mapping[str, Any]] = infos) -> int:
        return sum(int(one[name]) for one in of)

    whole = [one for one in infos if one["n_test_users"] >= one["n_eligible_users"]]
    tested, left, pairs = total("n_eligible_users"), total("users_left_out"), total("n_test_pairs")
    lost_pairs = (pairs - total("n_relevant_pairs", whole)) / max(pairs, 1)
    lost = left / max(tested + left, 1)
    figures = {
        "tested": tested,
        "left_out": left,
        "share_left_out": lost,
        "share_of_purchases_left_out": lost_pairs if len(whole) == len(infos) else None,
        "share_repeat": total("n_repeat_pairs") / max(pairs, 1),
    }
    if lost <= LOST_LOOK:
        sentence = say(m.SPLIT_KEPT, tested=tested, all=tested + left)
        return SPLIT_LOST.found("fine", sentence, figures)
    sentence = say(m.SPLIT_LOST, tested=tested, all=tested + left)
    severity: Severity = "stop" if lost > LOST_STOP else "look"
    return SPLIT_LOST.found(severity, sentence, figures, m.LET_MORE_IN)


def _constant(columns: Sequence[FloatArray | None]) -> bool:
    """Whether every model's known values are one and the same."""
    known = [one[~np.isnan(one)] for one in columns if one is not None]
    if len(known) < len(columns) or any(not len(one) or np.ptp(one) > TIED for one in known):
        return False
    return len({round(float(one[0]), 12) for one in known}) == 1
