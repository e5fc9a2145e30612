"""Beside the lists: why the opened product is there, in figures that can be checked."""

from pathlib import Path

import pandas as pd
import streamlit as st

from pages.kit import choices, layout, markup
from pages.kit import messages as kit
from pages.kit.state import presenting
from pages.kit.text import markdown, plain, shorten
from pages.parts.recommendations import messages as m
from pages.parts.recommendations.charts.contributions import stepping
from pages.parts.recommendations.charts.dropouts import dropouts
from pages.parts.recommendations.lists_view import ListColumn
from pages.parts.recommendations.products import feedback_buttons
from pages.parts.recommendations.studio import View
from recsys_core.services.recommend import list_words
from recsys_core.services.recommend.other_evidence import OtherEvidence
from recsys_core.services.recommend.recommend import RecommendedItem
from recsys_core.services.recommend.side_by_side import Why
from recsys_core.services.recommend.trace import slot_story
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

STYLES = Path(__file__).with_name("evidence.css")
TINY_BASE = 0.001
"""A base below this share of the score is invisible in the picture and left out of it."""

MOST = {False: 8, True: 5}
"""Bars with a name of their own; in the presenter view as many as are large on one screen."""


def show(ws: Workspace, view: View) -> None:
    """The opened row's reason and bars; below them what was checked and the way to this rank."""
    if view.opened is None:
        return
    markup.draw(STYLES)
    column, item, why = view.opened
    with layout.card("evidence"):
        _head(column, item)
        _picture(item, why, column.title)
        if presenting():
            return
        _check(why)
        _story(ws, column, item, view)
        _more(why.more)
        feedback_buttons.show(ws, str(view.request.user), item.item_id, item.title)


def _head(column: ListColumn, item: RecommendedItem) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        place = say(m.RANK_OF_LIST, rank=item.rank, list=column.title)
        st.caption(plain(place), width="stretch")
        with layout.controls("evidence"):
            st.button(
                say(kit.CLOSE),
                key="evidence-close",
                type="tertiary",
                on_click=choices.show_slot,
                args=(column.name, None),
            )
    st.subheader(plain(item.title), anchor=False)
    if not presenting():
        st.text(item.reason)


def _story(ws: Workspace, column: ListColumn, item: RecommendedItem, view: View) -> None:
    st.caption(say(m.HOW_IT_CAME_TO_RANK))
    reranked = not view.request.rerank_config.idle
    st.text(list_words.slot_line(item.rank, item.model_rank, reranked=reranked))
    for sentence in slot_story(ws, column.shown.result, item.item_id):
        st.text(sentence)
    st.text(_way(column, view.rated))


def _picture(item: RecommendedItem, why: Why, model: str) -> None:
    name = item.title
    if not why.shares:
        st.text(say(m.SCORED_WHATEVER, model=model, score=number(why.score)))
        return
    title = list_words.evidence_title(why, name, why.labels[0])
    values = [one.contribution for one in why.shares]
    frame = pd.DataFrame({"label": why.labels, "value": values})
    if why.method == "exact":
        if abs(why.base) > TINY_BASE * abs(why.score):
            base = pd.DataFrame([(say(m.WITH_EVERYBODY), why.base)], columns=frame.columns)
            frame = pd.concat([frame, base], ignore_index=True)
        figure = stepping(frame, title, total=why.score, most=MOST[presenting()])
        alt = say(m.CONTRIBUTIONS, title=name, products=_spoken(why))
        layout.chart(figure, "evidence", alt=alt)
        if not presenting():
            layout.quiet(say(m.EXACT_BARS))
    else:
        figure = dropouts(frame, title, most=MOST[presenting()])
        layout.chart(figure, "evidence", alt=say(m.LOSSES, products=_spoken(why)))
        layout.quiet(say(m.LEFT_OUT_BARS, score=number(why.score), note=why.note))


def _check(why: Why) -> None:
    if why.check is None:
        return
    st.caption(say(m.DOES_IT_HOLD))
    if why.check_holds:
        st.badge(say(m.HOLDS), color="green")
    else:
        st.badge(say(m.HANGS_ON_SEVERAL), color="gray")
    st.text(why.check)


def _more(more: OtherEvidence) -> None:
    """What speaks for the product beside the past."""
    parts = ((_components, more.components), (_customers, more.customers), (_words, more.words))
    for part, there in parts:
        if there:
            with st.container(gap="xsmall"):
                part(more)
    if more.everybody is not None and 0 < more.everybody < 1:
        layout.quiet(say(m.EVERYBODYS_SHARE, share=share(more.everybody)))


def _components(more: OtherEvidence) -> None:
    st.caption(say(m.SHARES_IN_BLEND))
    for title, part in more.components:
        st.text(say(m.PART_AGAINST if part < 0 else m.PART, share=share(abs(part)), model=title))


def _customers(more: OtherEvidence) -> None:
    st.caption(markdown(m.NEAREST_CUSTOMERS, n=more.n_customers))
    for one in more.customers:
        st.text(say(m.IN_COMMON, customer=one.user_id, n=one.in_common))


def _words(more: OtherEvidence) -> None:
    st.caption(say(m.SHARED_WORDS))
    for one in more.words:
        words = " ".join(f":blue-background[{plain(word)}]" for word in one.words)
        st.markdown(f"{plain(shorten(one.title, 40))}: {words}")


def _way(column: ListColumn, rated: bool) -> str:
    """How many were left on the way: `10,402 products, 9,116 not bought yet, 10 shown`."""
    messages = {
        "candidates": m.CANDIDATES,
        "already-bought": m.NOT_RATED_YET if rated else m.NOT_BOUGHT_YET,
        "bought-stay": m.BOUGHT_STAY,
        "shortlist": m.SHORTLISTED,
    }
    result = column.shown.result
    steps = [say(messages[one.name], n=one.kept) for one in result.trace if one.name in messages]
    return say(m.WAY, steps=", ".join([*steps, say(m.SHOWN, n=len(result.items))]))


def _spoken(why: Why) -> str:
    return ", ".join(
        say(m.PRODUCT_WITH_VALUE, title=label, value=number(one.contribution))
        for label, one in zip(why.labels[:5], why.shares[:5], strict=True)
    )
