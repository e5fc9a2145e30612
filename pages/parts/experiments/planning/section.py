"""What an experiment takes: choices above, what they lead to below, redrawn at once."""

import streamlit as st

from pages.kit import background, errors, jobs_panel, layout
from pages.kit.text import plain
from pages.parts.experiments import no_customers
from pages.parts.experiments.planning import asking, control, dealing, kept
from pages.parts.experiments.planning import messages as m
from pages.parts.experiments.planning.charts import (
    by_weeks,
    sizes,
    sizes_title,
    time_title,
)
from recsys_core.schema.contracts import Progress
from recsys_core.services.experiments.planning import words
from recsys_core.services.experiments.planning.plan import (
    ExperimentPlan,
    plan_experiment,
    simulate,
)
from recsys_core.services.experiments.planning.traffic import WEEK
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count

KIND = "plan-trials"
ANSWER = "_plan_answer"


def answer(ws: Workspace) -> str:
    """The first line of the page."""
    return str(st.session_state.get(ANSWER, ""))


def show(ws: Workspace) -> None:
    """The part of the Experiments page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    st.session_state[ANSWER] = ""
    empty, plan = ws.is_empty(), None
    try:
        asked = asking.request(ws)
        said = asked.outcome == "rate" or asked.deviation is not None
        if empty and not (said and asked.baseline and asked.weekly):
            st.session_state[ANSWER] = say(m.PLAN_WITHOUT_DATA)
        else:
            plan = plan_experiment(ws, asked)
            _told(ws, plan)
    except errors.EXPECTED as error:
        st.session_state[ANSWER] = errors.words(error)
    if empty:
        no_customers.show(say(m.DEAL_WITHOUT_DATA))
        return
    with errors.shown_here():
        dealing.show(ws, plan)
    with errors.shown_here():
        kept.show(ws)
    with errors.shown_here():
        control.show(ws)


def _told(ws: Workspace, plan: ExperimentPlan) -> None:
    st.session_state[ANSWER] = words.plan_answer(plan)
    _figures(plan)
    left, right = st.columns(2, gap="large") if plan.by_week else (st.container(), None)
    with left:
        title = sizes_title(plan)
        layout.chart(sizes(plan, title), "plan-sizes", alt=say(m.SIZE_ALT, finding=title))
    if right is not None:
        with right:
            title = time_title(plan)
            layout.chart(by_weeks(plan, title), "plan-weeks", alt=say(m.TIME_ALT, finding=title))
    said = words.plan_sentences(plan)
    first = 1 + len(words.way_out(plan))
    for sentence in [*said[:first], *_trials(ws, plan)]:
        layout.quiet(sentence)
    with st.expander(plain(say(m.BASIS)), key="plan-basis"):
        for sentence in said[first:]:
            st.text(sentence)


def _figures(plan: ExperimentPlan) -> None:
    weeks = say(m.NEVER) if plan.days is None else count(plan.days // WEEK)
    tiles = [
        _tile(plan, m.EACH, m.ALL_EACH, m.EACH_HELP, plan.per_arm),
        (say(m.WEEKS), weeks, say(m.WEEKS_HELP)),
        _tile(plan, m.MOST, m.ALL_MOST, m.MOST_HELP, plan.reachable),
    ]
    if plan.cuped is not None:
        tiles.append(_tile(plan, m.CUPED, m.ALL_CUPED, m.CUPED_HELP, plan.cuped.per_arm))
    layout.figures(tiles, key="plan")


def _tile(
    plan: ExperimentPlan, each: str, together: str, about: str, per_arm: int | None
) -> tuple[str, str, str]:
    """Customers an arm; of all arms, with those of each in its help, where these are not alike."""
    asked, unequal = plan.request, plan.request.shares is not None
    label = say(together if unequal else each)
    if per_arm is None:
        return label, say(m.NO_LIMIT), say(about)
    sizes = asked.sizes(per_arm)
    if not unequal:
        return label, count(sizes[0]), say(about)
    return label, count(sum(sizes)), say(m.ALL_HELP, sizes=and_list([count(one) for one in sizes]))


def _trials(ws: Workspace, plan: ExperimentPlan) -> list[str]:
    """Money is tried on a click: it may take seconds."""
    if plan.request.outcome != "money" or plan.past is None:
        return []
    key = (KIND, ws.data_version(), plan.request)
    found: words.TRIALS | None = background.tasks(ws).kept(key)
    if found is not None:
        return words.trial_sentences(plan, found)
    jobs_panel.task(ws, KIND)
    jobs_panel.failed(ws, KIND)

    def work(report: Progress) -> words.TRIALS | None:
        return simulate(plan, report)

    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.TRYING), work, key=key)

    busy = background.tasks(ws).running(KIND) is not None
    with layout.controls("plan-try"):
        if st.button(plain(say(m.TRY)), key="plan-try", on_click=begin, disabled=busy):
            st.rerun()
    return []
