"""What each column of a file means."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from pages.kit import layout
from pages.kit.text import markdown, plain, shorten
from pages.parts.data import messages as m
from recsys_core.services.data.imports import choices, missing_roles
from recsys_core.services.data.preview import MatrixLook, Preview
from recsys_core.wording.messages import say

SHOWN_COLUMNS = 12
NOT_USED = ""
BY_ROW = "row"


def columns(preview: Preview, kind: str, key: str) -> dict[str, str]:
    """A select box per column, begun with the guess and its evidence; the chosen role -> column."""
    unused = say(m.KEPT_AS_DETAIL if kind in ("items", "users") else m.NOT_USED)
    titles = {NOT_USED: unused} | {role.name: role.title for role in choices(kind)}
    chosen: dict[str, str] = {}
    twice: set[str] = set()
    first, rest = _shown_first(preview.columns, titles)
    places = [(first, st.container(border=True))]
    if rest:
        places.append((rest, st.expander(markdown(m.FURTHER_COLUMNS, n=len(rest)))))
    for found, place in places:
        with place:
            for column in found:
                role = _column(column, preview.head, titles, key)
                if role and role in chosen:
                    twice.add(role)
                elif role:
                    chosen[role] = column.name
    for role in sorted(twice):
        st.warning(plain(say(m.CHOSEN_TWICE, role=titles[role])))
    return chosen


def _shown_first(found: Sequence[Any], titles: Collection[str]) -> tuple[list[Any], list[Any]]:
    """Every column that is used and, up to `SHOWN_COLUMNS`, the first of the others; the rest of
    them. Both in the order of the file.
    """
    used = [column.role in titles for column in found]
    left = max(SHOWN_COLUMNS - sum(used), 0)
    first: list[Any] = []
    rest: list[Any] = []
    for column, is_used in zip(found, used, strict=True):
        if not is_used and not left:
            rest.append(column)
            continue
        left -= not is_used
        first.append(column)
    return first, rest


def matrix(preview: Preview, found: MatrixLook, key: str) -> dict[str, str]:
    """A customer in each row and a product in each column: who the customer is, and what stands
    for no rating.
    """
    customer = BY_ROW if found.user is None else preview.labels[found.user]
    with st.container(border=True):
        st.text(f"{say(m.MATRIX)} {found.evidence}")
        who, none = st.columns(2)
        with who:
            names = [BY_ROW, *(name for name in preview.labels if name != BY_ROW)]
            picked = st.selectbox(
                say(m.CUSTOMER_IS),
                names,
                index=names.index(customer),
                format_func=lambda name: (
                    say(m.NUMBER_OF_ROW) if name == BY_ROW else say(m.IN_COLUMN, column=name)
                ),
                key=f"customer-{key}",
            )
        with none:
            st.text_input(
                say(m.MEANS_NO_RATING),
                placeholder=found.missing or say(m.ONLY_EMPTY),
                key=f"missing-{key}",
            )
    return {"user": picked}


def campaign(paths: Sequence[Path], key: str) -> str | None:
    """What the campaign is called where no column names it; None for as the file is called."""
    with layout.controls(f"campaign-{key}"):
        named = st.text_input(
            say(m.NAME_OF_CAMPAIGN),
            placeholder=paths[0].stem,
            key=f"campaign-{key}",
            help=say(m.ABOUT_NAME_OF_CAMPAIGN),
            width=420,
        )
    return named.strip() or None


def missing(chosen: dict[str, str], kind: str, campaign: str | None = None) -> list[str]:
    """Titles of the needed roles that no column has. campaign: its name, which needs no column."""
    named = {"campaign"} if campaign else set()
    return [role.title for role in missing_roles(kind, named | chosen.keys())]


def _column(column: Any, head: pd.DataFrame, titles: dict[str, str], key: str) -> str:
    """One line: the column's name and values, what it is used as, and why."""
    name, role, why = st.columns([4, 3, 5], vertical_alignment="center")
    examples = [shorten(v, 18) for v in head[column.name].unique() if v][:3]
    with name, st.container(gap=None):
        st.text(shorten(column.name, 40))
        st.caption(plain(", ".join(examples) or say(m.EMPTY)))
    options = list(titles)
    guess = column.role if column.role in titles else NOT_USED
    with role:
        picked = st.selectbox(
            markdown(m.USE_AS, column=column.name),
            options,
            index=options.index(guess),
            format_func=lambda one: titles.get(one, one),
            key=f"role-{key}-{column.name}",
            label_visibility="collapsed",
        )
    with why:
        st.caption(plain(column.evidence))
    return picked
