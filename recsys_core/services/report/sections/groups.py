"""Who is served well: groups of customers and bands of products."""

import pandas as pd

from recsys_core.services.evaluation.slices import slice_kinds, sliced
from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import Cell, Section, Table, Text
from recsys_core.services.report.sections.found import MISSING, Found
from recsys_core.services.workspace.names import is_reference, short_title
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number


def groups(found: Found) -> Section | None:
    """The deciding metric by the first way of dividing customers."""
    try:
        kinds = [kind for kind in slice_kinds(found.ws, found.measurement.run_id) if kind.customers]
        if not kinds:
            return None
        one = sliced(found.ws, kinds[0].name, None, found.measurement.run_id)
    except MISSING:
        return None
    frame = pd.DataFrame([vars(row) for row in one.rows])
    real = {(test.slice, test.model): test.difference > 0 for test in one.tests if test.real}
    models = [name for name in dict.fromkeys(frame["model"]) if not is_reference(name)]
    rows: list[list[str | Cell]] = []
    for name, part in frame.groupby("slice", sort=False):
        by_model = part.set_index("model")
        cells: list[str | Cell] = [str(name), count(by_model["n"].max())]
        for model in models:
            row = by_model.loc[model]
            sign = {True: " ▲", False: " ▼", None: ""}[real.get((str(name), model))]
            span = say(m.FROM_TO, low=number(row["low"]), high=number(row["high"]))
            cells.append(Cell(f"{number(row['value'])}{sign}", span, strong=bool(sign)))
        rows.append(cells)
    header = [kinds[0].title, say(m.CUSTOMERS), *(short_title(model) for model in models)]
    marked = say(m.HOW_MARKED, metric=one.metric)
    sentences = (one.model_per_segment_sentence, one.fairness_sentence)
    return Section(
        "groups",
        say(m.WHO_IS_SERVED),
        [
            Table(header, rows, frozenset(range(1, len(header)))),
            Text(f"{marked} {kinds[0].note}", quiet=True),
            *(Text(words) for words in sentences if words),
        ],
        lead=one.finding,
    )
