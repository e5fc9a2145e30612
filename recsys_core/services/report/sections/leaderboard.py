"""The sections of a report, each from what was measured. A section returns None where it has
nothing to say.
"""

import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.evaluation import FLOOR
from recsys_core.services.evaluation.findings import comparisons, tests_alike
from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import Block, Cell, Chart, Points, Section, Table, Text
from recsys_core.services.report.charts import Mark, ranking
from recsys_core.services.report.sections.found import Found
from recsys_core.services.workspace.names import (
    BASELINE,
    FAMILIES,
    MetricInfo,
    is_reference,
    short_title,
)
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, measured, number

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
    lines = [
        (row[Columns.Value], say(m.REFERENCES[row[Columns.Model]]))
        for row in rows.to_dict("records")
        if row[Columns.Model] in m.REFERENCES
    ]
    title, best = say(metric.title), contenders(rows).iloc[0]
    axis = say(m.NAMED_VALUE, name=title, value=metric.direction.lower())
    value = number(best[Columns.Value])
    alt = say(m.IS_HIGHEST, metric=title, model=best["title"], value=value)
    chart = Chart(ranking(marks, axis, lines), say(m.EVERY_MODEL, metric=title), alt)
    texts = [say(metric.meaning)]
    if metric.long_form:
        texts.append(say(m.SPELLED_OUT, name=metric.name, long_form=say(metric.long_form)))
    if metric.cut_off:
        texts.append(say(m.LOOKS_AT, label=metric.label(found.k), n=found.k))
    return Section(
        "leaders",
        say(m.RIGHT_MOST_OFTEN),
        [chart, Text(" ".join(texts)), Text(say(m.THIN_LINES), quiet=True)],
    )


def differences(found: Found) -> Section | None:
    """Which differences are more than chance."""
    tests = found.measurement.board.tests
    if not tests:
        return None
    ordered = comparisons(tests)
    telling = [one for one in ordered if FLOOR not in (one.a, one.b) or not one.real] or ordered
    telling.sort(key=lambda one: BASELINE not in (one.a, one.b))
    real = [one.sentence for one in telling if one.real]
    level = [one.sentence for one in telling if not one.real]
    rows = []
    for one in ordered:
        chance, sure = tests_alike(one.probability), say(m.YES if one.real else m.NO)
        rows.append([short_title(one.a), short_title(one.b), number(one.difference), chance, sure])
    header = [say(m.MODEL), say(m.COMPARED_WITH), say(m.DIFFERENCE, metric=tests[0].metric)]
    header += [say(m.CHANCE_ALONE), say(m.REAL)]
    return Section(
        "differences",
        say(m.WHICH_ARE_REAL),
        [
            Points(_cut(real) or [say(m.NONE_BEYOND_CHANCE)], say(m.REAL)),
            Points(_cut(level) or [say(m.ALL_TOLD_APART)], say(m.NOT_TOLD_APART)),
            Table(header, rows, frozenset({2, 3})),
        ],
        say(m.HOW_COMPARED),
    )


def families(found: Found) -> Section | None:
    """Every metric of every model, by what it tells."""
    blocks: list[Block] = []
    order = list(found.rows(found.deciding)[Columns.Model])
    order += [name for name in found.frame[Columns.Model].unique() if name not in order]
    for family in FAMILIES:
        metrics = [one for one in found.metrics if one.family == family and len(found.rows(one))]
        if not metrics:
            continue
        blocks += [Points([], say(m.FAMILIES[family])), _family(found, metrics, order)]
    blocks.append(Text(say(m.BEST_IS_BOLD), quiet=True))
    return Section("figures", say(m.ALL_FIGURES), blocks)


def _family(found: Found, metrics: list[MetricInfo], order: list[str]) -> Table:
    """Metrics down and models across, or the other way round where there are many models."""
    cells: dict[tuple[str, str], Cell] = {}
    for metric in metrics:
        rows = found.rows(metric)
        left = contenders(rows)
        best, may_lead = left[Columns.Value].iloc[0], set(left[Columns.Model])
        level = rows[Columns.Value].nunique() == 1
        for row in rows.to_dict("records"):
            value, low, high = row[Columns.Value], row[Columns.Low], row[Columns.High]
            unit = metric.unit
            ends = {"low": measured(low, unit), "high": measured(high, unit)}
            interval = say(m.FROM_TO, **ends) if low == low and low != high else ""
            strong = bool(value == best and not level) and row[Columns.Model] in may_lead
            cells[metric.name, row[Columns.Model]] = Cell(measured(value, unit), interval, strong)
    shown = [name for name in order if any((metric.name, name) in cells for metric in metrics)]
    empty = Cell(UNKNOWN)
    names = [Cell(metric.short, _direction(metric, found.k)) for metric in metrics]
    if len(shown) <= WIDE:
        table: list[list[str | Cell]] = [
            [name, *(cells.get((metric.name, model), empty) for model in shown)]
            for name, metric in zip(names, metrics, strict=True)
        ]
        header = [say(m.FIGURE), *(short_title(model) for model in shown)]
    else:
        table = [
            [short_title(model), *(cells.get((metric.name, model), empty) for metric in metrics)]
            for model in shown
        ]
        header = [say(m.MODEL), *(metric.short for metric in metrics)]
    return Table(header, table, frozenset(range(1, len(header))))


def contenders(rows: pd.DataFrame) -> pd.DataFrame:
    """Without the random order, which is no choice; itself where nothing else was measured."""
    left = rows[rows[Columns.Model] != FLOOR]
    return left if len(left) else rows


def _direction(metric: MetricInfo, k: int) -> str:
    """`NDCG@10, higher is better`."""
    return say(m.NAMED_VALUE, name=metric.label(k), value=metric.direction.lower())


def _cut(sentences: list[str]) -> list[str]:
    rest = len(sentences) - MOST_SENTENCES
    return [*sentences[:MOST_SENTENCES], say(m.MORE_BELOW, n=rest)] if rest > 0 else sentences


def _or(value: float, other: float) -> float:
    return float(value if value == value else other)
