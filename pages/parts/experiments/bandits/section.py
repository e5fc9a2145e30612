"""Arms, how often something is shown, and what each learner costs."""

from collections.abc import Callable, Hashable

import streamlit as st

from pages.kit import background, brought_file, errors, jobs_panel, layout, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.experiments.bandits import messages as m
from pages.parts.experiments.bandits.charts import regret
from pages.parts.experiments.brought_log import BroughtLog, the_log
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import InputError
from recsys_core.services.experiments.bandits.contexts import context_names, contexts_of
from recsys_core.services.experiments.bandits.learned import LearnedState, read_state
from recsys_core.services.experiments.bandits.playing import (
    BanditChoices,
    ReplayedBandits,
    SimulatedBandits,
    replay_log,
    session_orders,
    simulate_log,
    simulate_rates,
    state_json,
)
from recsys_core.services.experiments.bandits.told import (
    replayed_frame,
    replayed_json,
    replayed_sentences,
    session_sentence,
    simulated_frame,
    simulated_sentences,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND, ANSWER = "bandits", "_bandits_answer"
FROM, RATES, ROUNDS, TEST, HOW = (
    "bandits-from", "bandits-rates", "bandits-rounds", "bandits-test", "bandits-how",
)  # fmt: skip
Told = tuple[SimulatedBandits | ReplayedBandits, str]
"""What was found, and the sentence on sessions."""
Work = Callable[[Progress], Told]


def answer(ws: Workspace) -> str:
    """The first line of the page: what was found, or what can be."""
    return str(st.session_state.get(ANSWER) or say(m.NOTHING_LEARNED_YET))


def show(ws: Workspace) -> None:
    """The part of the Experiments page."""
    layout.section(say(m.BANDITS_TITLE), say(m.ABOUT_BANDITS))
    with errors.shown_here():
        st.session_state.pop(ANSWER, None)
        asked = _asked(ws)
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if asked is None:
            return
        key, work = asked
        told = background.tasks(ws).kept(key)
        if told is None:
            _offer(ws, key, work)
        else:
            _told(told)


def _asked(ws: Workspace) -> tuple[Hashable, Work] | None:
    with layout.controls(FROM):
        source = _choice(m.ARMS_FROM, (m.GIVEN_RATES, m.FROM_A_LOG), FROM)
    log = None
    if source == m.FROM_A_LOG:
        log = the_log(ws, KIND)
        if log is None:
            return None
    with layout.controls(KIND):
        row = st.columns([3, 2, 2], gap="medium", vertical_alignment="bottom")
        with row[0]:
            if log is None:
                label, about = plain(say(m.RATES)), plain(say(m.ABOUT_RATES))
                text = st.text_input(label, say(m.USUAL_RATES), key=RATES, help=about, **KEPT)
            else:
                how = _choice(m.HOW, (m.SIMULATE, m.REPLAY), HOW)
        again = log is not None and how == m.REPLAY
        with row[1]:
            label, about = plain(say(m.ROUNDS)), plain(say(m.ABOUT_ROUNDS))
            rounds = st.number_input(
                label, 100, 50_000, 5_000, step=100, key=ROUNDS, help=about, disabled=again, **KEPT
            )
        with row[2]:
            label, about = plain(say(m.TEST_PART)), plain(say(m.ABOUT_TEST_PART))
            part = st.number_input(label, 1, 100, 50, key=TEST, help=about, disabled=again, **KEPT)
        names = _context(ws, log) if log is not None and again else []
        sessions = 0 if again else _sessions()
    known = _known(ws)
    choices = BanditChoices(int(rounds), test=int(rounds) * int(part) // 100, start=known)
    if log is None:
        rates = _rates(text)
        key: Hashable = (KIND, rates, choices, sessions)
        return key, lambda report: _with_sessions(simulate_rates(rates, choices, report), sessions)
    shown, key = log.log, (KIND, log.digest, how, choices, tuple(names), sessions)
    if not again:
        return key, lambda report: _with_sessions(simulate_log(shown, choices, report), sessions)
    scales = None if known is None else known.scales
    contexts = contexts_of(ws, shown, names, scales) if names else None
    if names:  # facts of customers change with the data
        key = (key, ws.data_version())
    return key, lambda report: (replay_log(shown, choices, report, contexts), "")


def _context(ws: Workspace, log: BroughtLog) -> list[str]:
    """What linear policies learn from beside the position."""
    names = context_names(ws, log.log)
    if not names:
        return []
    return st.multiselect(
        plain(say(m.CONTEXT)),
        names,
        placeholder=say(m.NO_CONTEXT),
        format_func=plain,
        help=plain(say(m.ABOUT_CONTEXTS)),
        key=f"bandits-context-{log.digest}",
    )


def _sessions() -> int:
    """Made-up sessions in which an order is learned too; 0 for none."""
    return int(
        st.number_input(
            plain(say(m.SESSIONS)), 0, 50_000, 0, step=1_000, key="bandits-sessions",
            help=plain(say(m.ABOUT_SESSIONS)), width=320, **KEPT,
        )
    )  # fmt: skip


def _with_sessions(told: SimulatedBandits, sessions: int) -> Told:
    if not sessions:
        return told, ""
    return told, session_sentence(session_orders(told, sessions), sessions)


def _known(ws: Workspace) -> LearnedState | None:
    """What learners knew before, where such a file was brought."""
    with st.expander(plain(say(m.GO_ON)), key="bandits-go-on"):
        found = brought_file.show(
            ws,
            "bandits-state",
            say(m.STATE_FILE),
            say(m.ABOUT_STATE_FILE),
            read_state,
            lambda state: say(m.STATE_READ, n=len(state.arms)),
        )
    return None if found is None else found.content


def _choice(label: str, options: tuple[str, ...], key: str) -> str:
    return st.radio(
        plain(say(label)),
        options,
        format_func=lambda one: plain(say(one)),
        key=key,
        horizontal=True,
        **KEPT,
    )


def _rates(text: str) -> tuple[float, ...]:
    """Per cent as shares; a comma is a decimal sign."""
    try:
        rates = tuple(float(one) / 100 for one in text.replace(",", ".").replace(";", " ").split())
    except ValueError:
        rates = ()
    if len(rates) < 2 or not all(0 <= rate <= 1 for rate in rates):
        raise InputError(say(m.NOT_RATES, text=text))
    return rates


def _offer(ws: Workspace, key: Hashable, work: Work) -> None:
    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.LEARNING), work, key=key)

    busy = background.tasks(ws).running(KIND) is not None
    with layout.controls("bandits-start"):
        label = plain(say(m.LET_LEARN))
        st.button(label, key="bandits-start", on_click=begin, disabled=busy, type="primary")


def _told(found: Told) -> None:
    told, sessions = found
    if isinstance(told, SimulatedBandits):
        said = [*simulated_sentences(told), *([sessions] if sessions else [])]
        _say(said)
        alt = say(m.REGRET_ALT, finding=said[0])
        layout.chart(regret(told), "bandits-regret", alt=alt)
        _costs(told)
    else:
        _say(replayed_sentences(told))
        if replayed_json(told)["refused"] is not None:
            return
        _earned(told)
    layout.download(say(m.STATE), state_json(told), "bandits.json", "bandits-state")


def _say(sentences: list[str]) -> None:
    st.session_state[ANSWER] = sentences[0]
    for sentence in sentences[1:]:
        st.text(sentence)


def _costs(told: SimulatedBandits) -> None:
    columns = {
        "learner": tables.text(say(m.LEARNER), width="medium"),
        "regret": tables.decimal(say(m.LOST)),
        "low": tables.decimal(say(m.LOST_FROM), say(m.INTERVAL_95)),
        "high": tables.decimal(say(m.LOST_TO), say(m.INTERVAL_95)),
        "saved": tables.decimal(say(m.SAVED), say(m.ABOUT_SAVED)),
        "reward": tables.share(say(m.REWARD)),
        "best": tables.share(say(m.BEST_LAST), say(m.ABOUT_BEST_LAST)),
    }
    tables.show(simulated_frame(told), columns, key="bandits-costs", alt=say(m.LEARNERS_ALT))


def _earned(told: ReplayedBandits) -> None:
    columns = {
        "learner": tables.text(say(m.LEARNER), width="medium"),
        "agreed": tables.count(say(m.AGREED), say(m.ABOUT_AGREED)),
        "reward": tables.share(say(m.REWARD)),
        "low": tables.share(say(m.LOST_FROM), say(m.INTERVAL_95)),
        "high": tables.share(say(m.LOST_TO), say(m.INTERVAL_95)),
    }
    tables.show(replayed_frame(told), columns, key="bandits-earned", alt=say(m.LEARNERS_ALT))
