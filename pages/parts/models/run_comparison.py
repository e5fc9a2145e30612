"""Trainings side by side: a line per property, a column per run, differences marked."""

import html
from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from pages.kit import errors, layout, snapshot, theme
from pages.parts.models import messages as m
from recsys_core.services.evaluation.run_comparison import Comparison, compare_runs
from recsys_core.services.export.spreadsheet import csv_bytes
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace, run_ids: Sequence[str]) -> None:
    """The comparison of two to four trainings, or why there is none."""
    try:
        found = compare_runs(ws, run_ids, moment=_moment)
    except errors.EXPECTED as error:
        errors.show(error)
        return
    with layout.card("run-comparison"):
        layout.section(say(m.SIDE_BY_SIDE))
        st.text(" ".join(found.sentences))
        st.html(table(found))
        layout.quiet(say(m.A_DOT_MARKS))
        layout.download(
            say(m.DOWNLOAD), csv_bytes(found.frame()), "runs-compared.csv", "runs-compared"
        )


def table(found: Comparison) -> str:
    """HTML of the table; all text is escaped."""
    heads = "".join(
        f'<th scope="col"><span style="border-top-color:{theme.model_colour(model)}">'
        f"{html.escape(title)}</span></th>"
        for title, model in zip(found.titles, found.models, strict=True)
    )
    body, group, differs = [], "", say(m.DIFFERS)
    for line in found.lines:
        if line.group != group:
            group = line.group
            span = len(found.titles) + 1
            body.append(f'<tr class="tl-group"><th colspan="{span}">{html.escape(group)}</th></tr>')
        mark = f'<i title="{differs}" aria-label="{differs}"></i>' if line.differs else ""
        cells = "".join(f"<td>{html.escape(value)}</td>" for value in line.values)
        style = ' class="tl-differs"' if line.differs else ""
        body.append(f'<tr{style}><th scope="row">{mark}{html.escape(line.name)}</th>{cells}</tr>')
    return (
        f'<table class="tl-compare"><thead><tr><th></th>{heads}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def _moment(when: datetime) -> str:
    return f"{snapshot.local(when):%d %b %Y, %H:%M}".lstrip("0")
