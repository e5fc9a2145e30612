"""Rules out to a YAML file, and in from one."""

import streamlit as st

from pages.kit import layout
from pages.kit.formats import plain, plural
from pages.parts.recommendations.rules import rule_form
from recsys_core.schema.errors import TastelabError
from recsys_core.services.rules.ruleset import import_rules, rules_yaml
from recsys_core.services.workspace.workspace import Workspace

FILE, TOLD = "rules-file", "_rules_told"


def show(ws: Workspace, there: int) -> None:
    """A download of what is there, and an upload that takes its place."""
    with layout.controls("rules-files"), st.container(horizontal=True, gap="medium"):
        if there:
            layout.download(
                "Download the rules as a file",
                lambda: rules_yaml(ws).encode(),
                "rules.yaml",
                key="rules-download",
            )
        with st.popover("Bring rules in from a file", type="tertiary"):
            st.text(
                "A YAML file, as the download writes it. Its rules take the place of all that are "
                "here."
            )
            upload = st.file_uploader(
                "File of rules", ["yaml", "yml"], key=FILE, label_visibility="collapsed"
            )
            if upload is not None and st.button(
                f"Put them in place of the {plural(there, 'rule')} here" if there else "Bring in",
                key="rules-bring-in",
                type="primary",
            ):
                _bring_in(ws, upload.getvalue())
    if told := st.session_state.pop(TOLD, ""):
        st.success(plain(told))


def _bring_in(ws: Workspace, content: bytes) -> None:
    try:
        rules = import_rules(ws, content)
    except TastelabError as problem:
        st.error(plain(problem))
        return
    st.session_state[TOLD] = f"{plural(len(rules), 'rule')} brought in."
    st.session_state.pop(rule_form.EDITED, None)
    st.rerun()
