"""Who is served well: groups of customers and bands of products."""

import pandas as pd

from recsys_core.services.evaluation.slices import slice_kinds, sliced
from recsys_core.services.report.blocks import Cell, Section, Table, Text
from recsys_core.services.report.sections.found import MISSING, Found
from recsys_core.services.workspace.names import FLOOR, short_title
from recsys_core.wording.numbers import number


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
    models = [name for name in dict.fromkeys(frame["model"]) if name != FLOOR]
    rows: list[list[str | Cell]] = []
    for name, part in frame.groupby("slice", sort=False):
        cells: list[str | Cell] = [str(name)]
        by_model = part.set_index("model")
        cells.append(f"{int(by_model['n'].max()):,}")
        for model in models:
            row = by_model.loc[model]
            sign = {True: " ▲", False: " ▼", None: ""}[real.get((str(name), model))]
            span = f"{number(row['low'])} to {number(row['high'])}"
            cells.append(Cell(f"{number(row['value'])}{sign}", span, strong=bool(sign)))
        rows.append(cells)
    header = [kinds[0].title, "Customers", *(short_title(model) for model in models)]
    numbers = frozenset(range(1, len(header)))
    return Section(
        "groups",
        "Who is served well",
        [
            Table(header, rows, numbers),
            Text(
                f"{one.metric} with 95 % intervals. ▲ and ▼: better or worse than the bestsellers "
                "beyond chance, allowing for all the cells compared. " + kinds[0].note,
                quiet=True,
            ),
            *(
                Text(words)
                for words in (one.model_per_segment_sentence, one.fairness_sentence)
                if words
            ),
        ],
        lead=one.finding,
    )
