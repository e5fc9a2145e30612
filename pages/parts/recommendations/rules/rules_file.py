"""Rules out to a YAML file, and in from one."""

import streamlit as st

from pages.kit import layout
from pages.kit.text import markdown, plain
from pages.parts.recommendations.rules import messages as m
from pages.parts.recommendations.rules import rule_form
from recsys_core.schema.errors import TastelabError
from recsys_core.services.rules.ruleset import import_rules, rules_yaml
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

FILE, NOTICE = "rules-file", "_rules_told"


def show(ws: Workspace, there: int) -> None:
    """A download of what is there, and an upload that takes its place."""
    with layout.controls("rules-files"), st.container(horizontal=True, gap="medium"):
        if there:
            layout.download(
                say(m.DOWNLOAD),
                lambda: rules_yaml(ws).encode(),
                "rules.yaml",
                key="rules-download",
            )
        with st.popover(say(m.UPLOAD), type="tertiary"):
            st.text(say(m.UPLOAD_WHAT))
            upload = st.file_uploader(
                say(m.FILE), ["yaml", "yml"], key=FILE, label_visibility="collapsed"
            )
            if upload is not None and st.button(
                markdown(m.REPLACE, n=there) if there else say(m.BRING_IN),
                key="rules-bring-in",
                type="primary",
            ):
                _bring_in(ws, upload.getvalue())
    if notice := st.session_state.pop(NOTICE, ""):
        st.success(plain(notice))


def _bring_in(ws: Workspace, content: bytes) -> None:
    try:
        rules = import_rules(ws, content)
    except TastelabError as problem:
        st.error(plain(problem))
        return
    st.session_state[NOTICE] = say(m.BROUGHT_IN, n=len(rules))
    st.session_state.pop(rule_form.EDITED, None)
    st.rerun()
