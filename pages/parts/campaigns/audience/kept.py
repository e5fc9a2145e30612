"""Keeping an audience, those that were kept, and the file that goes out."""

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables, tool_file
from pages.kit.text import plain
from pages.parts.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience import words
from recsys_core.services.campaigns.audience.build import Audience
from recsys_core.services.campaigns.audience.kept import (
    LONGEST,
    KeptAudience,
    delete_audience,
    keep_audience,
    kept_audiences,
)
from recsys_core.services.campaigns.audience.readout import read_out
from recsys_core.services.export.campaign_file import CampaignFile, write_campaign
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

NAME, SAID = "audience-name", "_audience_kept"
KIND = "audience-file"


def keep(ws: Workspace, found: Audience) -> None:
    """A name and a button."""
    layout.section(say(m.KEEP_TITLE), say(m.KEEP_ABOUT))
    with (
        layout.controls("audience-keep"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        name = st.text_input(
            plain(say(m.NAME)),
            key=NAME,
            max_chars=LONGEST,
            placeholder=say(m.NAME_EXAMPLE),
            width=320,
        )
        if st.button(plain(say(m.KEEP)), key="audience-keep", type="primary"):
            kept = keep_audience(ws, name, found)
            st.session_state[SAID] = say(m.KEPT_NOW, mailed=len(kept.mailed), held=kept.holdout)
            st.rerun()
    if said := st.session_state.pop(SAID, ""):
        st.success(plain(said))


def listed(ws: Workspace) -> None:
    """Those that were kept, and the file of one of them; nothing before the first."""
    kept = kept_audiences(ws)
    if not kept:
        return
    layout.section(say(m.KEPT_TITLE))
    frame = pd.DataFrame([words.kept_json(one) for one in kept])
    frame["sends"] = pd.to_datetime(frame["sends"])
    columns = {
        "audience": tables.text(say(m.KEPT_NAME), width="medium"),
        "for": tables.text(say(m.KEPT_FOR), width="medium"),
        "sends": tables.day(say(m.KEPT_SENDS)),
        "size": tables.count(say(m.KEPT_SIZE)),
        "holdout": tables.count(say(m.KEPT_HELD)),
        "expected_responders": tables.whole(say(m.KEPT_EXPECTED)),
    }
    tables.show(frame, columns, "audiences-kept", alt=say(m.KEPT_ALT), rows=6)
    with layout.controls("audience-file"):
        one = _chosen(kept)
        _read(ws, one)
        how = _how(ws)
        key = (KIND, one.record.set_id, how, ws.data_version())
        with st.container(horizontal=True, gap="small"):
            tool_file.make(
                ws,
                KIND,
                key,
                say(m.MAKING_FILE, name=one.record.name),
                lambda folder, report: write_campaign(
                    ws, one, folder / "audience.csv", how, report
                ),
            )
            if st.button(plain(say(m.DELETE)), key="audience-delete", type="tertiary"):
                delete_audience(ws, one.record.name)
                st.rerun()
        tool_file.made(ws, KIND, key)


def _chosen(kept: list[KeptAudience]) -> KeptAudience:
    names = {one.record.name: one for one in kept}
    if st.session_state.get("audience-kept") not in names:
        st.session_state.pop("audience-kept", None)
    name = st.selectbox(plain(say(m.FILE_OF)), list(names), key="audience-kept", width=320)
    return names[name]


def _read(ws: Workspace, one: KeptAudience) -> None:
    """What became of it, once the data reaches past the day of sending."""
    try:
        first, *others = read_out(ws, one).sentences
    except errors.EXPECTED as error:
        layout.quiet(errors.words(error))
        return
    st.text(first)
    layout.quiet(" ".join(others))
    st.page_link(
        "pages/experiments.py",
        label=plain(say(m.READ_ON)),
        help=plain(say(m.READ_ON_HELP)),
        query_params={"part": "read-out", "audience": one.record.name},
    )


def _how(ws: Workspace) -> CampaignFile:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        return tool_file.how(ws, "audience")
