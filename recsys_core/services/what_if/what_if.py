"""What a knob costs: figures of the held-out part for lists made in any way, beside a baseline."""

from dataclasses import asdict, dataclass
from typing import Any

from recsys_core.evaluation.candidates import models_with_candidates
from recsys_core.evaluation.what_if import FigureRow, compare
from recsys_core.schema.errors import InputError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation.queue import evaluations
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.what_if import messages as m
from recsys_core.services.what_if.sample import WhatIfSample, what_if_sample
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, signed_share

SAMPLE = 500
LEAST_SAMPLE, MOST_SAMPLE = 50, 20_000
ACCURACY, VARIETY = "NDCG", "Diversity"
FIGURE_WORDS = {
    ACCURACY: (m.ACCURACY, m.ACCURACY_CHANGED, m.ACCURACY_BY_CHANCE),
    VARIETY: (m.VARIETY, m.VARIETY_CHANGED, m.VARIETY_BY_CHANCE),
}
"""How a figure is said: alone, beside the baseline, and where the difference may be chance."""


@dataclass(frozen=True)
class WhatIfResult:
    """Lists made as `choice` says beside those of `baseline`, for the same customers.

    sample: how many customers.  group: whose customers they are; None: everybody's.  run_id: the
    evaluation they come from.  repeats_count: whether buying again counted as right.
    """

    choice: Choice
    baseline: Choice
    sample: int
    run_id: str
    repeats_count: bool
    rows: tuple[FigureRow, ...]
    group: str | None = None

    def row(self, name: str) -> FigureRow | None:
        """The figure of a metric by its name without the length; None if it was not measured."""
        return next((row for row in self.rows if row.name == name), None)

    @property
    def same(self) -> bool:
        """Whether every figure is the baseline's."""
        return all(row.difference == row.low == row.high == 0 for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `knob_effects`."""
        return {
            **self.choice.to_state(),
            "sample": self.sample,
            "segment": self.group,
            "baseline": self.baseline.to_state(),
            "run_id": self.run_id,
            "rows": [
                {name: value for name, value in asdict(row).items() if name != "name"}
                for row in self.rows
            ],
        }


@needs(Role.VIEWER)
def knob_effects(
    ws: Workspace,
    choice: Choice,
    sample: int = SAMPLE,
    baseline: Choice | None = None,
    group: str | None = None,
) -> WhatIfResult:
    """Measure lists made as `choice` says on the newest evaluation's held-out part.

    The model learned from the part before the cut only, and the knobs know no more. Both sides are
    measured on the first `sample` customers of a fixed random order, with the same lengths of
    lists and the same idea of what is right: buying again counts if either lets bought products
    in. baseline None is the model's own order; group: measure on its customers only.

    Raises `NotReadyError` before a model has been measured, `InputError` for a sample out of range
    or a group of which fewer than 20 were tested.
    """
    if not LEAST_SAMPLE <= sample <= MOST_SAMPLE:
        raise InputError(say(m.SAMPLE_RANGE, least=LEAST_SAMPLE, most=MOST_SAMPLE, n=sample))
    return _what_if(what_if_sample(ws, sample, group), choice, baseline or choice.plain, group)


@needs(Role.VIEWER)
def compare_choices(
    ws: Workspace, choices: list[Choice], sample: int = SAMPLE, group: str | None = None
) -> list[WhatIfResult]:
    """Two to four choices on the same customers, each beside the first.

    All are measured with the first one's length of lists, so that the figures can be compared.
    """
    if not 2 <= len(choices) <= 4:
        raise InputError(say(m.HOW_MANY_SCENARIOS))
    taken = what_if_sample(ws, sample, group)
    repeats = any(taken.lets_bought_in(choice) for choice in choices)
    return [_what_if(taken, choice, choices[0], group, repeats) for choice in choices]


@needs(Role.VIEWER)
def measurable_models(ws: Workspace) -> list[str]:
    """The models knobs can be tried on, in the order in which they were measured last; none before
    a measurement that kept their shortlists.
    """
    done = evaluations(ws)
    if not done:
        return []
    measured = [one["model"] for one in done[0].payload["models"]]
    kept = set(models_with_candidates(done[0].folder / EVALUATION_FOLDER))
    return [name for name in dict.fromkeys([*measured, "popularity"]) if name in kept]


@needs(Role.VIEWER)
def held_out_line(
    ws: Workspace,
    model: str,
    k: int,
    rerank_config: RerankConfig,
    include_seen: bool,
    sample: int = SAMPLE,
) -> str:
    """What the knobs do to accuracy and variety, in a sentence, for above the lists.

    "On 500 test customers: accuracy 0.0982, −0.4 % (−1.2 to +0.3 %); variety 0.91, +18 % …".
    """
    choice = Choice(model, ListSettings(k, include_seen, rerank_config))
    return sentence(knob_effects(ws, choice, sample))


def sentence(result: WhatIfResult) -> str:
    """The result in a line: accuracy and variety with their differences from the baseline."""
    rows = [row for name in FIGURE_WORDS if (row := result.row(name)) is not None]
    figures = "; ".join(_figure(row, result.same) for row in rows)
    plain = result.same and result.baseline == result.choice.plain
    message = m.HELD_OUT_OWN_ORDER if plain else m.HELD_OUT
    if result.group is not None:
        message = m.HELD_OUT_GROUP_OWN_ORDER if plain else m.HELD_OUT_GROUP
    return say(message, n=result.sample, figures=figures, group=result.group)


def _figure(row: FigureRow, same: bool) -> str:
    alone, changed, by_chance = FIGURE_WORDS[row.name]
    value = number(row.value)
    if same or not row.baseline:
        return say(alone, value=value)
    low, high = (
        signed_share(end / abs(row.baseline)).removesuffix(" %") for end in (row.low, row.high)
    )
    message = by_chance if row.better is None else changed
    return say(message, value=value, change=signed_share(row.relative), low=low, high=high)


def _what_if(
    sample: WhatIfSample,
    choice: Choice,
    baseline: Choice,
    group: str | None = None,
    repeats: bool | None = None,
) -> WhatIfResult:
    pair = (choice, _of_length(baseline, choice.settings.k))
    if repeats is None:
        repeats = any(sample.lets_bought_in(one) for one in pair)
    now, before = (sample.figures(one, repeats) for one in pair)
    rows = compare(now, before, sample.seed)
    return WhatIfResult(choice, baseline, len(sample), sample.run_id, repeats, tuple(rows), group)


def _of_length(choice: Choice, k: int) -> Choice:
    settings = ListSettings(k, choice.settings.include_seen, choice.rerank_config)
    return Choice(choice.model, settings)
