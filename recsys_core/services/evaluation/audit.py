"""Can the figures of an evaluation be trusted? Every check, gravest finding first."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from recsys_core.evaluation.audit import Check, Finding, in_order, verdict
from recsys_core.evaluation.audit_leakage import leakage
from recsys_core.evaluation.audit_plausible import disguised, foresight, too_good
from recsys_core.evaluation.audit_sample import constant_or_tied, sample_size, split_kept
from recsys_core.evaluation.audit_shuffle import judged
from recsys_core.evaluation.audit_split import left_out_checks
from recsys_core.evaluation.audit_twins import duplicated_customers
from recsys_core.evaluation.board import CustomerFigures, Row
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.verdict import POPULARITY
from recsys_core.models.registry import MODELS
from recsys_core.schema.columns import Columns
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.schema.types import IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.results import Measured, measured
from recsys_core.services.evaluation.shuffled_labels import shuffled_of
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.job_folder import HOLDOUT_FILE
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

CUSTOMERS = 500
"""So many customers' lists are compared with the bestsellers."""
REBUILT = Check("rebuilt", m.SAME_PARTS)
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


@needs(Role.VIEWER)
def audit(ws: Workspace, run_id: str | None = None) -> Audit:
    """Every check on an evaluation, the newest by default; kept in memory until another is made."""
    one = measured(ws, run_id)
    findings = list(_kept.get(ws, one.run_id, lambda: tuple(_findings(one))))
    found = shuffled_of(ws, one.run_id)
    if found is not None:
        findings.append(judged(found, short_title(found.model), one.deciding))
    possible = not (one.job.folder / HOLDOUT_FILE).exists()
    sentence = verdict(findings)
    return Audit(one.run_id, tuple(in_order(findings)), sentence, found is not None, possible)


def _findings(one: Measured) -> list[Finding]:
    """All but the shuffled run."""
    label, seed, board = one.deciding, one.config.seed, one.board
    figures = {model: one.customers[model] for model in one.models if model not in REFERENCES}
    values = {model: figures[model].per_user[label] for model in figures}
    lists = {model: one.customers[model].lists for model in one.models}
    label_of_coverage = METRICS["Coverage"].label(one.config.k)
    coverage = {model: row.value for model, row in _column(one, label_of_coverage).items()}
    deciding, filler = _column(one, label), METRICS["Filler"].label(one.config.k)
    return [
        _same_data(one),
        *leakage(one.data, one.splits, lists),
        *left_out_checks(one.data, one.splits, lists, coverage),
        _with_numbers(duplicated_customers(one.data.matrix, seed), one),
        too_good(
            {model: (deciding[model].value, deciding[model].low) for model in figures},
            deciding[POPULARITY].value if POPULARITY in deciding else None,
            foresight(one.splits[0], one.config.k, seed),
            one.titles,
            label,
        ),
        *_disguised(figures, one.titles, seed),
        sample_size(values, board.leader, POPULARITY, max(len(board.tests), 1), one.titles, label),
        constant_or_tied(
            {model: figures[model].per_user for model in figures},
            {model: row.value for model, row in _column(one, filler).items()},
            label,
            one.titles,
        ),
        split_kept(board.protocol["splits"]),
    ]


def _column(one: Measured, label: str) -> dict[str, Row]:
    """One metric of every model but the references."""
    rows = [row for row in one.board.rows if row.metric == label and row.model not in REFERENCES]
    return {row.model: row for row in rows}


def _disguised(
    figures: Mapping[str, CustomerFigures], titles: Mapping[str, str], seed: int
) -> list[Finding]:
    """Lists of the first round against the bestsellers; nothing where no personal model is."""
    personal = [
        model
        for model in figures
        if model != POPULARITY and (model not in MODELS or MODELS[model].card.family != "baseline")
    ]
    if not personal or POPULARITY not in figures:
        return []
    lists = {model: figures[model].lists[0][1] for model in (*personal, POPULARITY)}
    rows = _sample(len(lists[POPULARITY]), seed)
    return [disguised({p: lists[p][rows] for p in personal}, lists[POPULARITY][rows], titles)]


def _same_data(one: Measured) -> Finding:
    if one.same:
        return REBUILT.found("fine", say(m.REPEATABLE))
    return REBUILT.found("stop", say(m.OTHER_PARTS), action=m.OTHER_VERSION)


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
