"""The sections of a report, each from what was measured. A section returns None where it has
nothing to say.
"""

from recsys_core.schema.columns import Columns
from recsys_core.schema.evaluation import ALPHA
from recsys_core.services.report.blocks import (
    Block,
    Cell,
    Chart,
    Points,
    Section,
    Table,
    Text,
)
from recsys_core.services.report.charts import Mark, ranking
from recsys_core.services.report.sections.found import FAMILY_TITLES, Found
from recsys_core.services.workspace.names import (
    BASELINE,
    FAMILIES,
    FLOOR,
    MetricInfo,
    is_reference,
    short_title,
)
from recsys_core.wording.numbers import UNKNOWN, number

MOST_SENTENCES = 8
WIDE = 8
"""With more models than this the table of a family has a model a row."""


def leaders(found: Found) -> Section | None:
    """All models on the deciding metric."""
    metric = found.deciding
    rows = found.rows(metric)
    if rows.empty:
        return None
    leader = found.measurement.board.leader
    marks = [
        Mark(
            title=row["title"],
            value=row[Columns.Value],
            low=_or(row[Columns.Low], row[Columns.Value]),
            high=_or(row[Columns.High], row[Columns.Value]),
            customers=int(row[Columns.N]),
            kind="leader"
            if row[Columns.Model] == leader
            else "reference"
            if is_reference(row[Columns.Model]) or row[Columns.Model] == BASELINE
            else "model",
        )
        for row in rows.to_dict("records")
    ]
    named = {BASELINE: "bestsellers", FLOOR: "random order"}
    lines = [
        (row[Columns.Value], named[row[Columns.Model]])
        for row in rows.to_dict("records")
        if row[Columns.Model] in named
    ]
    axis = f"{metric.title}, {metric.direction.lower()}"
    best = rows.iloc[0]
    alt = f"{metric.title}: {best['title']} {number(best[Columns.Value])} is highest."
    chart = Chart(ranking(marks, axis, lines), f"{metric.title} of every model", alt)
    spelled = f" {metric.name} is the {metric.long_form}." if metric.long_form else ""
    cut = (
        f" {metric.label(found.k)} looks at the first {found.k} products." if metric.cut_off else ""
    )
    return Section(
        "leaders",
        "Which model is right most often",
        [
            chart,
            Text(f"{metric.meaning}{spelled}{cut}"),
            Text(
                "The thin lines are 95 % intervals: had other customers been tested, the figure "
                "would most likely lie within.",
                quiet=True,
            ),
        ],
    )


def differences(found: Found) -> Section | None:
    """Which differences are more than chance."""
    tests = found.measurement.board.tests
    if not tests:
        return None
    ordered = sorted(
        (
            (t.a, t.b, t.difference, t.p_adjusted)
            if t.difference >= 0
            else (t.b, t.a, -t.difference, t.p_adjusted)
            for t in tests
        ),
        key=lambda one: (one[3] >= ALPHA, -one[2]),
    )
    metric = tests[0].metric
    telling = [one for one in ordered if FLOOR not in one[:2] or one[3] >= ALPHA] or ordered
    telling.sort(key=lambda one: BASELINE not in one[:2])
    real = [_ahead(one, metric) for one in telling if one[3] < ALPHA]
    level = [_level(one, metric) for one in telling if one[3] >= ALPHA]
    rows = [
        [short_title(a), short_title(b), number(gap), _chance(p), "yes" if p < ALPHA else "no"]
        for a, b, gap, p in ordered
    ]
    header = ["Model", "Compared with", f"Difference ({metric})", "Chance alone", "Real"]
    return Section(
        "differences",
        "Which differences are real",
        [
            Points(_cut(real) or ["Nothing here is beyond chance."], "Real"),
            Points(_cut(level) or ["Every pair of models can be told apart."], "Not told apart"),
            Table(header, rows, frozenset({2, 3})),
        ],
        "Each pair of models was compared customer by customer, allowing for how many pairs there "
        "are. Below a probability of 0.05 for chance alone, a difference counts as real.",
    )


def families(found: Found) -> Section | None:
    """Every metric of every model, by what it tells."""
    blocks: list[Block] = []
    order = list(found.rows(found.deciding)[Columns.Model])
    order += [m for m in found.frame[Columns.Model].unique() if m not in order]
    for family in FAMILIES:
        metrics = [m for m in found.metrics if m.family == family and len(found.rows(m))]
        if not metrics:
            continue
        title, question = FAMILY_TITLES[family]
        blocks += [Points([], f"{title}: {question}"), _family(found, metrics, order)]
    blocks.append(
        Text(
            "The best figure of a line is bold; below each stands its 95 % interval. The models "
            "stand in the order of the first chart.",
            quiet=True,
        )
    )
    return Section("figures", "All figures", blocks)


def _family(found: Found, metrics: list[MetricInfo], order: list[str]) -> Table:
    """Metrics down and models across, or the other way round where there are many models."""
    cells: dict[tuple[str, str], Cell] = {}
    for metric in metrics:
        rows = found.rows(metric)
        best = rows[Columns.Value].iloc[0]
        level = rows[Columns.Value].nunique() == 1
        for row in rows.to_dict("records"):
            value, low, high = row[Columns.Value], row[Columns.Low], row[Columns.High]
            interval = f"{number(low)} to {number(high)}" if low == low and low != high else ""
            strong = bool(value == best and not level)
            cells[metric.name, row[Columns.Model]] = Cell(number(value), interval, strong)
    shown = [name for name in order if any((m.name, name) in cells for m in metrics)]
    empty = Cell(UNKNOWN)
    names = [Cell(m.short, f"{m.label(found.k)}, {m.direction.lower()}") for m in metrics]
    if len(shown) <= WIDE:
        table: list[list[str | Cell]] = [
            [name, *(cells.get((metric.name, model), empty) for model in shown)]
            for name, metric in zip(names, metrics, strict=True)
        ]
        header = ["Figure", *(short_title(model) for model in shown)]
    else:
        table = [
            [short_title(model), *(cells.get((m.name, model), empty) for m in metrics)]
            for model in shown
        ]
        header = ["Model", *(metric.short for metric in metrics)]
    return Table(header, table, frozenset(range(1, len(header))))


def _ahead(one: tuple[str, str, float, float], metric: str) -> str:
    a, b, gap, p = one
    return (
        f"{short_title(a)} is ahead of {short_title(b)} by {number(gap)} ({metric}); the "
        f"probability that chance alone does this is {_chance(p)}."
    )


def _level(one: tuple[str, str, float, float], metric: str) -> str:
    a, b, gap, p = one
    return (
        f"{short_title(a)} and {short_title(b)} cannot be told apart: {number(gap)} ({metric}) may "
        f"well be chance (probability {_chance(p)})."
    )


def _chance(p: float) -> str:
    return "below 0.001" if p < 0.001 else number(p, 2)


def _cut(sentences: list[str]) -> list[str]:
    rest = len(sentences) - MOST_SENTENCES
    if rest <= 0:
        return sentences
    return [*sentences[:MOST_SENTENCES], f"{rest} more in the table below."]


def _or(value: float, other: float) -> float:
    return float(value if value == value else other)
