"""Business rules below the lists: read them, build them, check them, see what they cost."""

from pathlib import Path

import streamlit as st

from pages.kit import errors, layout, markup
from pages.kit.cache import BY_PATH, QUIETLY
from pages.parts.recommendations.rules import ledger, rule_form, rule_list, rules_file
from pages.parts.recommendations.rules import messages as m
from pages.parts.recommendations.rules.rule_effect import Example
from recsys_core.schema.rules import Rule
from recsys_core.services.evaluation.model_in_use import model_in_use
from recsys_core.services.rules.rule_choices import RuleChoices, rule_choices
from recsys_core.services.rules.ruleset import RuleFinding, check_rules, list_rules
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

DRAWER = "rules-drawer"
STYLES = Path(__file__).with_name("rules.css")


def show(ws: Workspace, example: Example | None = None) -> None:
    """A drawer with the rules of the workspace, a fragment of its own. example: the list that shows
    what a rule does.
    """
    st.fragment(_section)(ws, example)


def _section(ws: Workspace, example: Example | None) -> None:
    rules = list_rules(ws)
    drawer = st.expander(say(m.SECTION), key=DRAWER, on_change="rerun")
    if not drawer.open:
        return
    markup.draw(STYLES)
    with drawer, errors.shown_here():
        if rules:
            layout.quiet(say(m.IN_ORDER, n=len(rules)))
        else:
            layout.quiet(say(m.NO_RULES))
        with st.spinner(say(m.CHECKING)):
            findings = _findings(ws, ws.data_version(), rules)
        rule_list.show(ws, rules, findings)
        with layout.controls("rules-form"):
            rule_form.show(ws, _choices(ws, ws.data_version()), example)
        rules_file.show(ws, len(rules))
        if rules and trained_models(ws):
            ledger.show(ws, rules, model_in_use(ws))


@st.cache_resource(max_entries=8, **QUIETLY)
def _choices(ws: Workspace, version: int) -> RuleChoices:
    return rule_choices(ws)


@st.cache_resource(
    max_entries=32,
    show_spinner=False,
    hash_funcs={**BY_PATH, Rule: lambda rule: rule.model_dump_json()},
)
def _findings(ws: Workspace, version: int, rules: tuple[Rule, ...]) -> list[RuleFinding]:
    return check_rules(ws, rules)
