"""Two placements beside each other, over many customers and for one."""

from collections.abc import Callable, Hashable

import pandas as pd
import streamlit as st

from pages.kit import background, customer_picker, group_picker, jobs_panel, layout, tables
from pages.kit.cache import runs_of, state_of
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.placements import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.services.recommend.placements.compare import compare_placements
from recsys_core.services.recommend.placements.placement import Placement
from recsys_core.services.recommend.placements.shown import ShownEntry, shown_to
from recsys_core.services.recommend.placements.words import no_lists
from recsys_core.services.rules.ruleset import list_rules
from recsys_core.services.what_if.placement_figures import measured_kinds, measured_pair
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND, CHECK = "placements-compared", "placement-checked"
Work = Callable[[Progress], object]
FIRST, SECOND = "placement-a", "placement-b"


def show(ws: Workspace, kept: list[Placement]) -> None:
    """Whatever can be compared of what there is."""
    usable = {other.name: other for other in kept if not no_lists(ws, other)}
    layout.section(say(m.COMPARE_TITLE), say(m.COMPARE_ABOUT))
    if len(usable) < 2:
        layout.quiet(say(m.A_SECOND))
        pair = list(usable.values())
    else:
        pair = _pair(ws, usable)
    if pair:
        _for_one(ws, pair)


def _pair(ws: Workspace, usable: dict[str, Placement]) -> list[Placement]:
    names = list(usable)
    for key, usual in ((FIRST, names[0]), (SECOND, names[1])):
        if st.session_state.get(key) not in names:
            st.session_state[key] = usual
    with (
        layout.controls("placements-compared"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        chosen = [
            st.selectbox(plain(say(label)), names, key=key, width=260, **KEPT)
            for label, key in ((m.FIRST, FIRST), (m.SECOND, SECOND))
        ]
        a, b = (usable[name] for name in chosen)
        group = group_picker.one(ws, say(m.GROUP), "placements-group")
        asked = (KIND, state_of(ws), runs_of(ws), list_rules(ws), a, b, group)

        def work(report: Progress) -> list[str]:
            found = compare_placements(ws, a, b, group, report=report).sentences
            measured = (
                [measured_pair(ws, a, b)]
                if a.shows == "products"
                else [measured_kinds(ws, one) for one in (a, b)]
            )
            return [*found, *(one if isinstance(one, str) else one.sentence for one in measured)]

        _button(ws, say(m.COMPARE), say(m.COMPARING, a=a.name, b=b.name), work, asked)
    _told(ws, asked)
    return [a] if a == b else [a, b]


def check(ws: Workspace, one: Placement) -> None:
    """Whether categories or brands do better than the most popular ones: begun at once, with bar
    and cancel where it takes longer.
    """
    asked = (CHECK, state_of(ws), runs_of(ws), list_rules(ws), one)
    tasks = background.tasks(ws)
    latest = tasks.latest(CHECK)

    def work(report: Progress) -> list[str]:
        found = measured_kinds(ws, one)
        return [found if isinstance(found, str) else found.sentence]

    layout.quiet(say(m.KIND_RULE[one.shows]))
    begun = latest is not None and (latest.state == "running" or latest.key == asked)
    if tasks.kept(asked) is None and not begun:
        tasks.start(CHECK, say(m.CHECKING, name=one.name), work, key=asked)
    _told(ws, asked)


def _button(ws: Workspace, label: str, title: str, work: Work, asked: tuple[Hashable, ...]) -> None:
    """Begins the task; `asked` is its kind and all its answer depends on."""
    kind, tasks = str(asked[0]), background.tasks(ws)

    def begin() -> None:
        tasks.start(kind, title, work, key=asked)

    known = tasks.running(kind) is not None or tasks.kept(asked) is not None
    st.button(plain(label), key=kind, on_click=begin, disabled=known)


def _told(ws: Workspace, asked: tuple[Hashable, ...]) -> None:
    kind = str(asked[0])
    jobs_panel.task(ws, kind)
    jobs_panel.failed(ws, kind)
    found: list[str] | None = background.tasks(ws).kept(asked)
    if found:
        st.text(found[0])
        for sentence in found[1:]:
            layout.quiet(sentence)


def _for_one(ws: Workspace, pair: list[Placement]) -> None:
    alike = len(pair) > 1 and len({one.shows for one in pair}) == 1
    layout.section(say(m.ONE_CUSTOMER), say(m.ONE_CUSTOMER_ABOUT) if alike else "")
    customer_picker.apply_pending_choice(ws)
    customer_picker.choose_someone(ws)
    with layout.controls("placement-customer"):
        user = customer_picker.picker(ws)
    if user is None:
        return
    lists = [shown_to(ws, one, user) for one in pair]
    both = set.intersection(*({_id(entry) for entry in every} for every in lists))
    for place, one, every in zip(st.columns(2, gap="large"), pair, lists, strict=False):
        with place:
            st.text(one.name)
            _list(one, every, both if alike else set())


def _list(one: Placement, every: list[ShownEntry], both: set[str]) -> None:
    if not every:
        layout.quiet(say(m.NOTHING_SHOWN))
        return
    frame = pd.DataFrame([entry._asdict() for entry in every])
    frame["both"] = ["●" if _id(entry) in both else "" for entry in every]
    columns = {
        "rank": tables.whole(say(m.RANK)),
        "title": tables.text(say(m.ENTRY), width="medium"),
        "both": tables.text(say(m.BOTH), width=70),
        "reason": tables.text(say(m.WHY), width="large"),
    }
    if not both:
        del columns["both"]
    alt = say(m.LIST_ALT, name=one.name)
    tables.show(frame, columns, f"placement-list-{one.placement_id}", alt=alt)


def _id(entry: ShownEntry) -> str:
    return entry.number or entry.title
