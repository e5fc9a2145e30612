"""What a placement shows a group of customers, as the file an e-mail tool takes."""

from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from pages.kit import background, jobs_panel, layout
from pages.kit.cache import runs_of, state_of
from pages.kit.text import plain
from pages.parts.campaigns.placements import messages as m
from pages.parts.campaigns.placements import whom
from recsys_core.schema.contracts import Progress
from recsys_core.services.campaigns.audience.kept import kept_audience
from recsys_core.services.export.campaign_file import TOOLS, CampaignFile
from recsys_core.services.export.placements import write_placement
from recsys_core.services.export.wide import PLACE
from recsys_core.services.recommend.placements.placement import Placement
from recsys_core.services.recommend.placements.plan import PlannedFor
from recsys_core.services.recommend.placements.words import no_lists
from recsys_core.services.rules.ruleset import list_rules
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "placement-file"
MAIL = "mail"
"""What the name of a fact has in it that holds an e-mail."""
Files = tuple[str, tuple[tuple[str, bytes], ...]]


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
            how = _how(ws)
        people: object = for_whom
        if for_whom is not None and for_whom.whom == "audience":
            people = kept_audience(ws, for_whom.name).record.set_id
        key = (KIND, one, people, how, state_of(ws), runs_of(ws), list_rules(ws))
        if for_whom is not None:
            _make(ws, one, for_whom, how, key)
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        _take(ws, key)


def _how(ws: Workspace) -> CampaignFile:
    facts = dict.fromkeys(f for known in customer_state(ws).attributes.values() for f in known)
    mails = ["", *(name for name in facts if MAIL in name.lower())]
    tool = st.selectbox(
        plain(say(m.TOOL)),
        TOOLS,
        format_func=lambda one: say(m.TOOLS[one]),
        key="placement-tool",
        width=180,
    )
    email = st.selectbox(
        plain(say(m.EMAIL_FACT)),
        mails,
        index=min(1, len(mails) - 1),
        format_func=lambda one: one or say(m.NO_EMAIL),
        key="placement-email",
        width=180,
    )
    link = st.text_input(
        plain(say(m.ADDRESS)),
        key="placement-link",
        placeholder=say(m.ADDRESS_EXAMPLE, item=PLACE),
        width=320,
    )
    return CampaignFile(tool, email, link=link.strip())


def _make(
    ws: Workspace, one: Placement, for_whom: PlannedFor, how: CampaignFile, key: object
) -> None:
    def work(report: Progress) -> Files:
        with TemporaryDirectory() as folder:
            out = Path(folder) / "placement.csv"
            written = write_placement(ws, one, out, how, for_whom, report)
            parts = tuple((path.name, path.read_bytes()) for path in written.paths)
        return written.sentence, parts

    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.MAKING_FILE, name=one.name), work, key=key)

    busy = background.tasks(ws).running(KIND) is not None
    st.button(plain(say(m.MAKE_FILE)), key="placement-file-make", on_click=begin, disabled=busy)


def _take(ws: Workspace, key: object) -> None:
    made: Files | None = background.tasks(ws).kept(key)
    if made is None:
        return
    sentence, parts = made
    st.text(sentence)
    with st.container(horizontal=True, gap="small"):
        for name, content in parts:
            layout.download(say(m.TAKE, file=name), content, name, f"placement-take-{name}")
