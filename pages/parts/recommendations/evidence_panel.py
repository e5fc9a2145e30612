"""Below the lists: why the opened product is there, in figures that can be checked."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.kit import layout
from pages.kit.formats import number, plain, plural, share, shorten
from pages.parts.recommendations import wording
from pages.parts.recommendations.charts.contributions import stepping
from pages.parts.recommendations.charts.dropouts import dropouts
from pages.parts.recommendations.lists_view import Column
from recsys_core.services.recommend.evidence import WhyMore
from recsys_core.services.recommend.recommend import RecommendedItem
from recsys_core.services.recommend.side_by_side import Why
from recsys_core.services.recommend.trace import slot_story
from recsys_core.services.workspace.workspace import Workspace

TINY_BASE = 0.001
"""A base below this share of the score is invisible in the picture and left out of it."""


def show(
    ws: Workspace, column: Column, item: RecommendedItem, why: Why, *, reranked: bool, rated: bool
) -> None:
    """The bars on the left; what was checked, and the way to this rank, beside them."""
    model = column.title
    with layout.card("evidence"):
        picture, beside = st.columns([7, 4], gap="large")
        with picture:
            _picture(item, why, model)
        with beside:
            st.text(item.reason)
            _check(why)
            st.caption("How it came to this rank")
            st.text(wording.slot_line(item.rank, item.model_rank, reranked=reranked))
            for sentence in slot_story(ws, column.shown.result, item.item_id):
                st.text(sentence)
            st.text(_way(column, rated))
        _more(why.more)


def _picture(item: RecommendedItem, why: Why, model: str) -> None:
    name = shorten(item.title, 44)
    if not why.shares:
        st.subheader(f"{name}: nothing personal behind it", anchor=False)
        st.text(
            f"{model} scores it {number(why.score)} whatever this customer has bought, so there "
            "are no purchases to show."
        )
        return
    frame = pd.DataFrame(
        [(one.title, one.contribution) for one in why.shares], columns=["label", "value"]
    )
    if why.method == "exact":
        if abs(why.base) > TINY_BASE * abs(why.score):
            base = pd.DataFrame([("How it does with everybody", why.base)], columns=frame.columns)
            frame = pd.concat([frame, base], ignore_index=True)
        figure = stepping(frame, _title(why, name), total=why.score)
        layout.chart(
            figure, "evidence", alt=f"Contributions to the score of {name}: {_spoken(why)}"
        )
        layout.quiet("Exact: the bars add up to the score. Products of one name are one bar.")
    else:
        figure = dropouts(frame, _title(why, name))
        layout.chart(figure, "evidence", alt=f"Loss of score without each product: {_spoken(why)}")
        layout.quiet(
            "By leaving out: each bar is what the score loses when these past products are taken "
            f"away one by one; the bars need not add up to the score of {number(why.score)}. "
            f"{why.note}"
        )


def _check(why: Why) -> None:
    if why.check is None:
        return
    st.caption("Does the reason hold? The cited products were taken away and the rank looked up")
    if why.check_holds:
        st.badge("It holds", color="green")
    else:
        st.badge("Does not hang on one product", color="gray")
    st.text(why.check)


def _more(more: WhyMore) -> None:
    """What speaks for the product beside the past, in as many columns as there is to tell."""
    parts = ((_components, more.components), (_customers, more.customers), (_words, more.words))
    told = [part for part, there in parts if there]
    if told:
        for place, part in zip(st.columns(len(told), gap="large"), told, strict=True):
            with place, st.container(gap="xsmall"):
                part(more)
    if more.everybody is not None and 0 < more.everybody < 1:
        layout.quiet(
            f"{share(more.everybody)} of the score is how the product does with everybody; "
            "the rest is personal."
        )


def _components(more: WhyMore) -> None:
    st.caption("Each model's share in the blend")
    for title, part in more.components:
        st.text(f"{share(abs(part))}  {title}{' (against it)' if part < 0 else ''}")


def _customers(more: WhyMore) -> None:
    st.caption(f"The nearest of {plural(more.n_customers, 'like-minded customer')} who have it")
    for one in more.customers:
        st.text(f"Customer {one.user_id}: {plural(one.in_common, 'product')} in common")


def _words(more: WhyMore) -> None:
    st.caption("Words it shares with past products")
    for one in more.words:
        words = " ".join(f":blue-background[{plain(word)}]" for word in one.words)
        st.markdown(f"{plain(shorten(one.title, 40))}: {words}")


def _way(column: Column, rated: bool) -> str:
    steps: list[tuple[str, int]] = []
    words = {
        "candidates": "products",
        "already-bought": f"not {'rated' if rated else 'bought'} yet",
        "bought-stay": "bought products stay, as this model is about buying again",
        "shortlist": "on the model's shortlist",
    }
    for step in column.shown.result.trace:
        if step.name in words:
            steps.append((words[step.name], step.kept))
    steps.append(("shown", len(column.shown.result.items)))
    return f"{wording.funnel(steps)}."


def _title(why: Why, name: str) -> str:
    """The finding: how much the strongest few carry."""
    pro: Sequence[float] = [one.share for one in why.shares if one.contribution > 0]
    if not pro:
        return f"Nothing in the past speaks for {name}"
    if pro[0] >= 0.5:
        return f"{shorten(why.shares[0].title, 36)} carries {name}"
    few = sum(pro[:3])
    if few >= 0.5:
        return f"Three products of the past carry {name}"
    return f"Many products of the past each speak a little for {name}"


def _spoken(why: Why) -> str:
    return ", ".join(f"{one.title} {number(one.contribution)}" for one in why.shares[:5])
