"""What a placement shows a group of customers, as the file an e-mail tool takes."""

import streamlit as st

from pages.kit import layout, tool_file
from pages.kit.cache import runs_of, state_of
from pages.kit.text import plain
from pages.parts.campaigns.placements import messages as m
from pages.parts.campaigns.placements import whom
from recsys_core.services.campaigns.audience.kept import kept_audience
from recsys_core.services.export.placements import write_placement
from recsys_core.services.recommend.placements.placement import Placement
from recsys_core.services.recommend.placements.words import no_lists
from recsys_core.services.rules.ruleset import list_rules
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "placement-file"


def show(ws: Workspace, one: Placement) -> None:
    """The boxes and the file; nothing where there are no lists."""
    if no_lists(ws, one):
        return
    with (
        layout.controls("placement-file"),
        st.expander(plain(say(m.FILE_TITLE)), key="placement-file-part"),
    ):
        layout.quiet(say(m.FILE_ABOUT))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            for_whom = whom.choose(ws, "placement-file")
            how = tool_file.how(ws, "placement", products=False)
        people: object = for_whom
        if for_whom is not None and for_whom.whom == "audience":
            people = kept_audience(ws, for_whom.name).record.set_id
        key = (KIND, one, people, how, state_of(ws), runs_of(ws), list_rules(ws))
        if for_whom is not None:
            tool_file.make(
                ws,
                KIND,
                key,
                say(m.MAKING_FILE, name=one.name),
                lambda folder, report: write_placement(
                    ws, one, folder / "placement.csv", how, for_whom, report
                ),
            )
        tool_file.made(ws, KIND, key)
