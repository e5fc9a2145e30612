"""Persons erased by a list; certificates; somebody let in again."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from pages.kit import erasing, errors, layout, tables, uploads
from pages.kit.text import markdown, plain
from pages.parts.data.persons import messages as m
from recsys_core.services.privacy.certificate import certificates, is_genuine
from recsys_core.services.privacy.erasing import find_persons
from recsys_core.services.privacy.lists import erased_persons, let_back_in, persons_of_file
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count

LIST, ROUND = "persons-list", "persons-round"


class _NamedPersons(NamedTuple):
    """Whom a file names: known here, and not."""

    file: str
    known: list[str]
    unknown: list[str]


def show(ws: Workspace) -> None:
    """The section of the Data page."""
    layout.section(say(m.PERSONS), say(m.ABOUT_LISTS))
    if not erasing.may(ws):
        st.text(say(m.ONLY_STEWARDS))
        return
    erasing.told(ws)
    with errors.shown_here():
        _by_list(ws)
    with errors.shown_here():
        _certificates(ws)


def _by_list(ws: Workspace) -> None:
    named = st.session_state.get(LIST)
    if named is None:
        turn = st.session_state.get(ROUND, 0)
        upload = st.file_uploader(plain(say(m.A_FILE)), key=f"persons-file-{turn}")
        if upload is not None:
            st.session_state[ROUND] = turn + 1
            ids = uploads.read(ws, upload, lambda path, name: persons_of_file(ws, path, name))
            st.session_state[LIST] = _NamedPersons(upload.name, *find_persons(ws, ids))
            st.rerun()
        return
    st.text(say(m.FOUND_IN_FILE, n=len(named.known), file=named.file))
    if named.unknown:
        layout.quiet(say(m.NOT_KNOWN, n=len(named.unknown)))
    layout.quiet(say(m.WHAT_HAPPENS))
    erasing.ask(ws, named.known, count(len(named.known)), "erase-list", _drop)
    st.button(plain(say(m.ANOTHER_FILE)), key="persons-drop", on_click=_drop, type="tertiary")


def _drop() -> None:
    st.session_state.pop(LIST, None)


def _certificates(ws: Workspace) -> None:
    layout.section(say(m.CERTIFICATES))
    found = certificates(ws)
    if not found:
        layout.quiet(say(m.NO_CERTIFICATES))
        return
    layout.quiet(say(m.STAY_OUT, n=erased_persons(ws)))
    frame = pd.DataFrame(
        {
            "number": [one.number for one in found],
            "at": pd.to_datetime([one.at for one in found]),
            "by": [one.by for one in found],
            "persons": [one.persons for one in found],
            "found": [
                say(m.NOTHING) if one.clean else count(len(one.searched["remnants"]))
                for one in found
            ],
            "signed": [say(m.YES) if is_genuine(ws, one) else say(m.NO) for one in found],
        }
    )
    chosen = tables.show(
        frame,
        {
            "number": tables.text(say(m.NUMBER)),
            "at": tables.moment(say(m.WHEN)),
            "by": tables.text(say(m.BY_WHOM)),
            "persons": tables.count(say(m.HOW_MANY)),
            "found": tables.text(say(m.FOUND)),
            "signed": tables.text(say(m.SIGNED)),
        },
        key="certificates",
        alt=say(m.CERTIFICATES_ALT),
        select="single-row",
        rows=6,
    )
    erasing.downloads(found[chosen[0] if chosen else 0], "certificate")
    with st.expander(markdown(m.LET_BACK)):
        _let_in(ws)


def _let_in(ws: Workspace) -> None:
    layout.quiet(say(m.ABOUT_LETTING))
    user = st.text_input(plain(say(m.ID_OF_PERSON)), key="let-in-id", width=320).strip()
    if st.button(plain(say(m.LET_IN)), key="let-in", disabled=not user):
        let_back_in(ws, user)
        st.success(plain(say(m.IS_LET_IN, person=user)))
