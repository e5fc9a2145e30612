"""The part on groups: found or slices of one cloud, themes of products, and the map."""

from collections.abc import Mapping

import streamlit as st

from pages.kit import errors, jobs_panel, layout, offer, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers.groups import customers_map, products
from pages.parts.customers.groups import messages as m
from pages.parts.customers.groups.charts import stability_chart, stability_title
from pages.parts.customers.groups.naming import rename_form
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.services.customers.groups.clusters import (
    METHOD_NAMES,
    Clusters,
    cluster_table,
    clusters,
    clusters_known,
    clusters_sentence,
    rename_cluster,
)
from recsys_core.services.customers.groups.points import BASES
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "clusters"
BY, METHOD, NUMBER = "group-by", "group-method", "group-number"


def show(ws: Workspace) -> None:
    """The part of the Customers page."""
    layout.section(say(m.GROUPS), say(m.ABOUT_GROUPS))
    found = None
    with errors.shown_here():
        found = _groups(ws)
    products.show(ws)
    customers_map.show(ws, found)


def _groups(ws: Workspace) -> Clusters | None:
    with layout.controls("groups"):
        basis, way, number = st.columns([4, 4, 3], gap="medium")
        with basis:
            by = _choice(m.GROUP_BY, BASES, BY)
        with way:
            method = _choice(m.METHOD, METHOD_NAMES, METHOD)
        known = clusters_known(ws, by, method)
        with number:
            k = _number(clusters(ws, by, method)) if known else None
    jobs_panel.task(ws, KIND)
    jobs_panel.failed(ws, KIND)
    if not known:
        _offer(ws, by, method)
        return None
    found = clusters(ws, by, method, k)
    _told(ws, found)
    return found


def _choice(label: str, names: Mapping[str, str], key: str) -> str:
    def told(name: str) -> str:
        return say(names[name])

    return str(st.selectbox(plain(say(label)), list(names), format_func=told, key=key, **KEPT))


def _number(found: Clusters) -> int | None:
    """How many groups; None for as many as stand out."""

    def told(k: int) -> str:
        return str(k) if k else say(m.AS_MANY_AS_STAND_OUT)

    numbers = [0, *(one.k for one in found.judged.tried)]
    key = f"{NUMBER}-{found.by}-{found.method}"
    return st.selectbox(say(m.HOW_MANY), numbers, format_func=told, key=key, **KEPT) or None


def _offer(ws: Workspace, by: str, method: str) -> None:
    def work(report: Progress) -> None:
        clusters(ws, by, method, progress=report)

    offer.show(ws, KIND, "groups-start", say(m.FIND_GROUPS), say(m.FINDING_GROUPS), work)


def _told(ws: Workspace, found: Clusters) -> None:
    st.text(clusters_sentence(found))
    _listed(ws, found)
    title = stability_title(found)
    alt = say(m.STABILITY_ALT, finding=title)
    layout.chart(stability_chart(found, title), "stability", alt=alt)


def _listed(ws: Workspace, found: Clusters) -> None:
    frame = cluster_table(ws, found)
    columns = {
        "group": tables.whole(say(m.IS_ONE)),
        "name": tables.text(say(m.GROUP_NAME)),
        "customers": tables.count(say(m.GROUP_CUSTOMERS)),
        "share": tables.share(say(m.GROUP_SHARE)),
        "spend_share": tables.share(say(m.GROUP_SPEND)),
        "apart": tables.text(say(m.WHAT_APART), say(m.APART_HELP)),
    }
    shown = {name: kind for name, kind in columns.items() if frame[name].notna().any()}
    key = f"groups-{found.by}-{found.method}-{found.k}"
    tables.show(frame, shown, key=key, alt=say(m.GROUPS_ALT), file_name="groups.csv", rows=8)

    def name(group: int, text: str) -> None:
        rename_cluster(ws, found, group, text)

    def keep(group: int) -> int:
        who = found.groups.of == group
        users = customer_overview(ws).loc[who, Columns.User]
        save_ids(ws, found.names[group], list(users))
        return len(users)

    rename_form(key, say(m.WHICH_GROUP), found.names, name, keep)
