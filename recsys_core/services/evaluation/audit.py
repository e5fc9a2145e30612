"""Can the figures of an evaluation be trusted? Every check, gravest finding first."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from recsys_core.evaluation.audit import Finding, in_order, verdict
from recsys_core.evaluation.audit_leakage import leakage
from recsys_core.evaluation.audit_plausible import disguised, foresight, too_good
from recsys_core.evaluation.audit_sample import constant_or_tied, sample_size, split_kept
from recsys_core.evaluation.audit_shuffle import judged
from recsys_core.evaluation.audit_twins import duplicated_customers
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.verdict import POPULARITY, RANDOM
from recsys_core.models.registry import MODELS
from recsys_core.schema.columns import Columns
from recsys_core.schema.types import IntArray
from recsys_core.services.evaluation.results import Measured, measured
from recsys_core.services.evaluation.shuffled_labels import shuffled_of
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.job_folder import HOLDOUT_FILE
from recsys_core.services.workspace.names import DECIDING, short_title
from recsys_core.services.workspace.workspace import Workspace

CUSTOMERS = 500
"""So many customers' lists are compared with the bestsellers."""
_kept: PerWorkspace[str, tuple[Finding, ...]] = PerWorkspace("checks of measurements", most=4)


@dataclass(frozen=True)
class Audit:
    """What was found, gravest first, and all of it in a sentence.

    shuffled: whether the shuffled run was made; it trains a model again and is asked for.
    possible: whether it can be made.
    """

    run_id: str
    findings: tuple[Finding, ...]
    sentence: str
    shuffled: bool
    possible: bool

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `audit`."""
        return {
            "run_id": self.run_id,
            "findings": [asdict(one) for one in self.findings],
            "sentence": self.sentence,
            "shuffled": self.shuffled,
        }


def audit(ws: Workspace, run_id: str | None = None) -> Audit:
    """Every check on an evaluation, the newest by default; kept in memory until another is made."""
    one = measured(ws, run_id)
    findings = list(_kept.get(ws, one.run_id, lambda: tuple(_findings(one))))
    found = shuffled_of(ws, one.run_id)
    if found is not None:
        findings.append(judged(found, short_title(found.model), _label(one)))
    possible = not (one.job.folder / HOLDOUT_FILE).exists()
    sentence = verdict(findings)
    return Audit(one.run_id, tuple(in_order(findings)), sentence, found is not None, possible)


def _findings(one: Measured) -> list[Finding]:
    """All but the shuffled run."""
    label, split, seed = _label(one), one.splits[0], one.config.seed
    titles = {model: short_title(model) for model in one.models}
    figures = {model: one.customers[model] for model in one.models}
    measured_models = [model for model in one.models if model != RANDOM]
    own = [
        model
        for model in measured_models
        if model != POPULARITY and (model not in MODELS or MODELS[model].card.family != "baseline")
    ]
    rows = _sample(len(figures[one.models[0]].lists[0][0]), seed)
    lists = {model: figures[model].lists[0][1][rows] for model in measured_models}
    values = {model: figures[model].per_user[label] for model in measured_models}
    board = {row.model: row for row in one.board.rows if row.metric == label}
    filler = METRICS["Filler"].label(one.config.k)
    found = [
        _same_data(one),
        *leakage(one.data, one.splits, {model: figures[model].lists for model in one.models}),
        _with_numbers(duplicated_customers(one.data.matrix, seed), one),
        too_good(
            {m: (board[m].value, board[m].low) for m in measured_models},
            board[POPULARITY].value if POPULARITY in board else None,
            foresight(split, one.config.k, seed),
            titles,
            label,
        ),
    ]
    if own and POPULARITY in lists:
        found.append(disguised({m: lists[m] for m in own}, lists[POPULARITY], titles))
    tests = max(len(one.board.tests), 1)
    found += [
        sample_size(values, one.board.leader, POPULARITY, tests, titles, label),
        constant_or_tied(
            {m: figures[m].per_user for m in measured_models},
            {
                row.model: row.value
                for row in one.board.rows
                if row.metric == filler and row.model in measured_models
            },
            label,
            titles,
        ),
        split_kept(one.board.protocol["splits"]),
    ]
    return found


def _same_data(one: Measured) -> Finding:
    title = "Cut again, the same parts come out"
    if one.same:
        return Finding(
            "rebuilt",
            title,
            "fine",
            "Cut again with the same settings, the data falls into the same parts: the figures can "
            "be repeated.",
        )
    return Finding(
        "rebuilt",
        title,
        "stop",
        "Cut again with the same settings, the data falls into other parts than the models learnt "
        "from.",
        "Measure again: these figures belong to another version of the program or of the data.",
    )


def _sample(n: int, seed: int) -> IntArray:
    """Rows of the customers whose lists are looked at."""
    if n <= CUSTOMERS:
        return np.arange(n)
    return np.sort(np.random.default_rng([seed, 12]).choice(n, CUSTOMERS, replace=False))


def _with_numbers(finding: Finding, one: Measured) -> Finding:
    """The examples by the customers' numbers instead of codes."""
    ids = one.data.users[Columns.User].to_numpy(dtype=object)
    pairs = [[str(ids[a]), str(ids[b])] for a, b in finding.figures["examples"]]
    return replace(finding, figures={**finding.figures, "examples": pairs})


def _label(one: Measured) -> str:
    return METRICS[DECIDING].label(one.config.k)
