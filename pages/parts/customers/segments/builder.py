"""A segment put together condition by condition, counted as it changes."""

from collections.abc import Callable

import streamlit as st

from pages.kit import background, customer_picker, errors, layout, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers.segments import draft, fields
from pages.parts.customers.segments import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.schema.segments import messages as words
from recsys_core.schema.segments.registry import CONDITION_KINDS, Conditions
from recsys_core.services.customers.segments.choices import SegmentChoices, segment_choices
from recsys_core.services.customers.segments.gallery import GalleryCard, gallery
from recsys_core.services.customers.segments.members import SegmentCount, count
from recsys_core.services.customers.segments.saved import save, segment_names
from recsys_core.services.customers.segments.workspace_facts import prepare, prepared
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count as in_full
from recsys_core.wording.numbers import share

CARDS, KIND = 3, "segment-lines"
NOTICE, PROBLEM = "_segment_notice", "_segment_problem"
DYNAMIC, FIXED = "dynamic", "fixed"


def show(ws: Workspace) -> None:
    """Segments to begin with, or the one that is being built; runs by itself."""
    _prepare(ws)
    if draft.current().rows:
        st.fragment(_build)(ws)
    else:
        _begin(ws)


def _prepare(ws: Workspace) -> None:
    """Counts come at once from when this is done; until then the tables are asked."""
    tasks = background.tasks(ws)
    tried = tasks.latest(KIND)
    if (tried is None or tried.state == "done") and not prepared(ws):
        tasks.start(KIND, say(m.PREPARING), lambda report: prepare(ws))


def _begin(ws: Workspace) -> None:
    cards = gallery(ws)
    with layout.controls("segment-cards"):
        for at in range(0, len(cards), CARDS):
            for place, card in zip(st.columns(CARDS), cards[at : at + CARDS], strict=False):
                with place:
                    _card(card)
        st.button(say(m.FROM_NOTHING), key="seg-empty", on_click=draft.add, type="tertiary")


def _card(card: GalleryCard) -> None:
    with layout.card(f"segment-{card.key}", stretch=True):
        st.markdown(f"**{plain(card.title)}**")
        layout.quiet(card.purpose)
        st.button(
            plain(say(m.BEGIN) if card.size is None else say(m.BEGIN_WITH, n=card.size)),
            key=f"seg-card-{card.key}",
            help=plain(card.sentence),
            on_click=draft.load,
            args=(card.definition, card.title),
        )


def _build(ws: Workspace) -> None:
    # Widgets that are drawn keep their values; a fragment draws them all.
    choices, names = segment_choices(ws), segment_names(ws)
    made, figures = st.columns([7, 5], gap="large")
    with made, layout.controls("segment-builder"):
        found = _rows(ws, choices, names)
    with figures:
        if found is None:
            layout.quiet(say(m.COMPLETE_FIRST))
        else:
            with errors.shown_here():
                _counted(ws, found)
    with layout.controls("segment-save"):
        _save(ws, found)


def _rows(ws: Workspace, choices: SegmentChoices, names: list[str]) -> SegmentDefinition | None:
    """The widgets of all conditions; the segment they make, None while one is not complete."""
    now = draft.current()
    match = _match(draft.MATCH)
    outer = [_row(ws, row, choices, names, now.edited) for row, inner in now.rows if not inner]
    grouped = [row for row, inner in now.rows if inner]
    inner: list[Conditions | None] = []
    inner_match = "any"
    if grouped:
        with layout.card("segment-inner"):
            inner_match = _match(draft.INNER)
            inner = [_row(ws, row, choices, names, now.edited) for row in grouped]
            _button(m.ADD_TO_GROUP, "seg-add-inner", draft.add, inner=True)
    with st.container(horizontal=True, gap="small"):
        _button(m.ADD, "seg-add", draft.add)
        if not grouped:
            _button(m.ADD_GROUP, "seg-add-group", draft.add, inner=True)
        if st.button(say(m.BEGIN_ANEW), key="seg-clear", on_click=draft.clear, type="tertiary"):
            st.rerun()
    if not now.rows:
        st.rerun()
    if None in outer or None in inner:
        return None
    whole = [one for one in outer if one is not None]
    return draft.definition(whole, [one for one in inner if one is not None], match, inner_match)


def _match(key: str) -> str:
    st.session_state.setdefault(key, "all" if key == draft.MATCH else "any")
    chosen: str = st.radio(
        say(m.WHICH_HOLD),
        list(words.MATCHES),
        format_func=lambda one: say(words.MATCHES[one]),
        key=key,
        horizontal=True,
        label_visibility="collapsed",
        **KEPT,
    )
    return chosen


def _row(
    ws: Workspace, row: int, choices: SegmentChoices, names: list[str], edited: str
) -> Conditions | None:
    with layout.card(f"segment-row-{row}"):
        kind, gone = st.columns([8, 1.4], vertical_alignment="bottom")
        with kind:
            chosen = st.selectbox(
                say(m.KIND),
                list(CONDITION_KINDS),
                format_func=lambda one: say(CONDITION_KINDS[one].title),
                key=draft.key(row, "kind"),
                label_visibility="collapsed",
                **KEPT,
            )
        with gone:
            _button(m.REMOVE, f"seg-remove-{row}", draft.remove, row)
        others = [name for name in names if name != edited]
        given = fields.fields(ws, chosen, row, choices, others)
        condition, problem = draft.condition({"kind": chosen, **given})
        if problem:
            layout.quiet(problem)
    return condition


def _button(label: str, key: str, act: Callable[..., None], *args: object, **more: object) -> None:
    st.button(plain(say(label)), key=key, on_click=act, args=args, kwargs=more, type="tertiary")


def _counted(ws: Workspace, definition: SegmentDefinition) -> None:
    found = count(ws, definition, patient=False)
    st.text(found.sentence)
    tiles = [
        (say(m.CUSTOMERS), in_full(found.n), say(m.CUSTOMERS_HELP, of=found.of)),
        (say(m.SHARE), share(found.share), ""),
    ]
    if found.spend_share is not None:
        tiles.append((say(m.SPEND_SHARE), share(found.spend_share), say(m.SPEND_HELP)))
    layout.figures(tiles, key="segment")
    if len(found.after) > 1:
        steps = [say(m.STEP, number=at + 1, n=n) for at, n in enumerate(found.after)]
        layout.quiet(say(m.AFTER_EACH, steps=" · ".join(steps)))
    _examples(found)


def _examples(found: SegmentCount) -> None:
    if not found.n:
        layout.quiet(say(m.NOBODY))
        return
    frame = found.examples
    columns = {
        C.Label: tables.text(say(m.EXAMPLES)),
        C.Visits: tables.count(say(m.VISITS)),
        C.Spend: tables.money(say(m.SPEND)),
        C.Last: tables.day(say(m.LAST_SEEN)),
        C.Status: tables.text(say(m.STATUS)),
    }
    shown = {name: kind for name, kind in columns.items() if frame[name].notna().any()}
    chosen = tables.show(
        frame, shown, key="segment-examples", alt=say(m.EXAMPLES_ALT), rows=5, select="single-row"
    )
    if chosen:
        customer_picker.go_to(str(frame[Columns.User].iloc[chosen[0]]))


def _save(ws: Workspace, found: SegmentDefinition | None) -> None:
    name, kind, button = st.columns([4, 4, 4], gap="medium", vertical_alignment="bottom")
    with name:
        given = st.text_input(say(m.NAME), key=draft.NAME, max_chars=120, **KEPT)
    with kind:
        fixed = st.radio(
            say(m.KEEP_AS),
            [DYNAMIC, FIXED],
            format_func=lambda one: say(m.KINDS[one]),
            help=plain(say(m.KINDS_HELP)),
            key=draft.FIXED,
            horizontal=True,
            **KEPT,
        )
    edited = draft.current().edited
    replace = bool(edited) and edited == given.strip()
    with button:
        done = st.button(
            say(m.SAVE_CHANGE if replace else m.SAVE),
            key="seg-save",
            type="primary",
            disabled=found is None or not given.strip(),
            on_click=_keep,
            args=(ws, given, found, fixed == FIXED, replace),
        )
    if done and PROBLEM not in st.session_state:
        st.rerun()
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))


def _keep(
    ws: Workspace, name: str, found: SegmentDefinition | None, fixed: bool, replace: bool
) -> None:
    if found is None:
        return
    try:
        save(ws, name, found, fixed=fixed, replace=replace)
    except errors.EXPECTED as error:
        st.session_state[PROBLEM] = errors.words(error)
        return
    st.session_state[NOTICE] = say(m.SAVED, name=name.strip())
    draft.clear()
