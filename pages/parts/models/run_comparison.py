"""Trainings side by side: a line per property, a column per run, differences marked."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from pages.kit import errors, layout, markup, snapshot, theme
from pages.kit.markup import Markup, fill, joined
from pages.kit.messages import DOWNLOAD_AS_CSV
from pages.parts.models import messages as m
from recsys_core.services.evaluation.run_comparison import Comparison, Line, compare_runs
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
        markup.draw(table(found))
        layout.quiet(say(m.A_DOT_MARKS))
        layout.table_downloads(
            say(DOWNLOAD_AS_CSV), found.frame, "runs-compared.csv", "runs-compared"
        )


def table(found: Comparison) -> Markup:
    """The table as HTML."""
    heads = joined(
        fill(
            '<th scope="col"><span style="border-top-color:{colour}">{title}</span></th>',
            colour=theme.model_colour(model),
            title=title,
        )
        for title, model in zip(found.titles, found.models, strict=True)
    )
    body, group = [], ""
    for line in found.lines:
        if line.group != group:
            group, span = line.group, len(found.titles) + 1
            row = '<tr class="tl-group"><th colspan="{span}">{group}</th></tr>'
            body.append(fill(row, span=span, group=group))
        body.append(_line(line))
    return fill(
        '<table class="tl-compare"><thead><tr><th></th>{heads}</tr></thead>'
        "<tbody>{body}</tbody></table>",
        heads=heads,
        body=joined(body),
    )


def _line(line: Line) -> Markup:
    row = '<tr><th scope="row">{name}</th>{cells}</tr>'
    if line.differs:
        row = (
            '<tr class="tl-differs"><th scope="row">'
            '<i title="{differs}" aria-label="{differs}"></i>{name}</th>{cells}</tr>'
        )
    cells = joined(fill("<td>{value}</td>", value=value) for value in line.values)
    return fill(row, differs=say(m.DIFFERS), name=line.name, cells=cells)


def _moment(when: datetime) -> str:
    return f"{snapshot.local(when):%d %b %Y, %H:%M}".lstrip("0")
