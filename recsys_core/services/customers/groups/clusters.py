"""Groups of a workspace's customers: judged once per data version, cut, named, told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.profiles.clusters.groups import Groups, group_everybody
from recsys_core.profiles.clusters.methods import METHODS
from recsys_core.profiles.clusters.stability import TRIED, Judged, Tried, judge
from recsys_core.profiles.features import feature_name
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.groups import messages as m
from recsys_core.services.customers.groups.names import kept_names, rename
from recsys_core.services.customers.groups.points import RFM, points
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, signed

K_MEANS = "k-means"
METHOD_NAMES: Mapping[str, str] = {K_MEANS: m.K_MEANS, "mixture": m.MIXTURE}
SHOWN = 3
"""Figures said of a group."""
_judged: PerWorkspace[tuple[int, str, str], Judged] = PerWorkspace("groups judged", most=6)
_cut: PerWorkspace[tuple[int, str, str, int], Groups] = PerWorkspace("groups of customers", most=6)


@dataclass(frozen=True)
class Clusters:
    """Everybody in a group. k: how many there are; tried: that number's trial (None where it was
    not tried).  found: whether that number's groups are clear.  names: as shown, by group, none
    twice.  unknown: customers without a taste, where tastes group them.
    """

    by: str
    method: str
    judged: Judged
    tried: Tried
    asked: bool
    groups: Groups
    names: tuple[str, ...]
    unknown: int

    @property
    def k(self) -> int:
        return len(self.names)

    @property
    def found(self) -> bool:
        return self.tried.clear


@needs(Role.VIEWER)
def clusters(
    ws: Workspace,
    by: str = RFM,
    method: str = K_MEANS,
    k: int | None = None,
    progress: Progress = silent,
) -> Clusters:
    """Groups of all customers, as many as `k` or as stand out.

    `InputError` for an unknown basis or method and for a `k` that was not tried; `NotReadyError`
    where there are too few customers or nothing to tell them apart.
    """
    if method not in METHODS:
        raise InputError(say(m.UNKNOWN_METHOD, name=method, names=or_list(METHODS)))
    if k is not None and k not in TRIED:
        raise InputError(say(m.K_BETWEEN, least=min(TRIED), most=max(TRIED)))
    version, place = ws.data_version(), points(ws, by)

    def ask() -> Judged:
        told = say(m.TRYING)
        return judge(place.values, method, progress=lambda done, _="": progress(done, told))

    judged = _judged.get(ws, (version, by, method), ask)
    tried = next((one for one in judged.tried if one.k == k), None)
    if not judged.tried or (k is not None and tried is None):
        raise NotReadyError(say(m.ALL_ALIKE))
    tried = tried or judged.best
    groups = cut_into(ws, by, method, tried.k)
    names = kept_names(ws, _kind(by, method, tried.k), groups.names)
    return Clusters(by, method, judged, tried, k is not None, groups, names, place.unknown)


@needs(Role.VIEWER)
def clusters_known(ws: Workspace, by: str = RFM, method: str = K_MEANS) -> bool:
    """Whether the groups of the data as it is now were judged in this process."""
    return _judged.peek(ws, (ws.data_version(), by, method)) is not None


@needs(Role.VIEWER)
def cut_into(ws: Workspace, by: str, method: str, k: int) -> Groups:
    """Everybody cut into `k`, whether or not such groups stand out; raises as `points` does."""

    def ask() -> Groups:
        place = points(ws, by)
        return group_everybody(place.values, k, method, place.features)

    return _cut.get(ws, (ws.data_version(), by, method, k), ask)


@needs(Role.VIEWER)
def grouped_already(ws: Workspace, by: str, method: str, k: int) -> bool:
    """Whether the data as it is now was cut so in this process."""
    return _cut.peek(ws, (ws.data_version(), by, method, k)) is not None


@needs(Role.VIEWER)
def group_titles(ws: Workspace, by: str, method: str, k: int) -> dict[str, str]:
    """What each group of `cut_into` is called by itself -> its name as shown, the largest first."""
    names = cut_into(ws, by, method, k).names
    return dict(zip(names, kept_names(ws, _kind(by, method, k), names), strict=True))


@needs(Role.ANALYST)
def rename_cluster(ws: Workspace, found: Clusters, group: int, name: str) -> None:
    """Call a group (from 0) by a name, kept in the workspace; "" gives the automatic one back.

    `InputError` for a name that is too long or taken, and without such a group.
    """
    kind = _kind(found.by, found.method, found.tried.k)
    rename(ws, kind, found.groups.names, group, name)


@needs(Role.VIEWER)
def cluster_table(ws: Workspace, found: Clusters) -> pd.DataFrame:
    """Group (its number from 1), name, customers, share, spend (sum), spend_share, apart (what
    sets it apart, with figures in standard deviations); the largest first. Shares of a spend of
    nothing are NaN.
    """
    of = found.groups.of
    spend = customer_overview(ws)[C.Spend].fillna(0.0).to_numpy(dtype=float)
    sums = np.bincount(of, weights=spend, minlength=found.k)
    whole = float(spend.sum())
    return pd.DataFrame(
        {
            "group": range(1, found.k + 1),
            "name": found.names,
            "customers": found.groups.sizes,
            "share": found.groups.sizes / len(of),
            "spend": sums if whole else np.nan,
            "spend_share": sums / whole if whole else np.nan,
            "apart": [_apart(found.groups.apart.iloc[group]) for group in range(found.k)],
        }
    )


def clusters_sentence(found: Clusters) -> str:
    """The finding: groups, or slices of one cloud."""
    tried, judged = found.tried, found.judged
    fields = {
        "k": tried.k,
        "stability": number(tried.stability),
        "null": number(tried.null),
    }
    if found.asked:
        said = say(m.AS_ASKED, verdict=_verdict(tried), **fields)
    elif tried.clear:
        said = say(m.FOUND, **fields)
    elif tried.heap is not None:
        said = say(m.SHAPED, heap=number(tried.heap), **fields)
    else:
        said = say(m.SLICES, **fields)
    whole = len(found.groups.of)
    if judged.n < whole:
        said = f"{said} {say(m.MEASURED_ON, n=judged.n, whole=whole)}"
    if found.unknown:
        said = f"{said} {say(m.FILLED, n=found.unknown)}"
    return said


@needs(Role.VIEWER)
def clusters_json(ws: Workspace, found: Clusters) -> dict[str, Any]:
    """The keys of the command line's `clusters`."""
    table = cluster_table(ws, found)
    groups = [
        {"name": row.name, "size": int(row.customers), "share": row.share}
        | {"spend_share": row.spend_share, "apart": _figures(found.groups.apart.iloc[at])}
        for at, row in enumerate(table.itertuples(index=False))
    ]
    return {
        "by": found.by,
        "method": found.method,
        "k": found.k,
        "found": found.found,
        **trial_json(found.tried, found.judged),
        "groups": groups,
        "sentence": clusters_sentence(found),
    }


def trial_json(tried: Tried, judged: Judged) -> dict[str, Any]:
    """What stability was, and that of clouds; `tried` has it by number of groups,
    one_heap being None where a number does not stand out.
    """
    return {
        "stability": tried.stability,
        "null_stability": tried.null,
        "measured_on": judged.n,
        "tried": [
            {"k": one.k, "stability": one.stability, "stands_out": one.stands_out}
            | {name: float(np.mean(each)) for name, each in one.nulls.items()}
            | {"one_heap": one.heap, "clear": one.clear}
            for one in judged.tried
        ],
    }


def _verdict(tried: Tried) -> str:
    if tried.clear or tried.heap is None:
        return say(m.IS_CLEAR if tried.clear else m.NOT_CLEAR)
    return say(m.MAY_BE_SHAPE, heap=number(tried.heap))


def _kind(by: str, method: str, k: int) -> str:
    return f"clusters {by} {method} {k}"


def _figures(apart: pd.Series) -> dict[str, float]:
    """The largest differences by name of the figure."""
    largest = apart.reindex(apart.abs().sort_values(ascending=False, kind="stable").index)[:SHOWN]
    return {feature_name(str(name)): float(value) for name, value in largest.items()}


def _apart(apart: pd.Series) -> str:
    said = [
        say(m.APART, feature=feature, value=signed(value))
        for feature, value in _figures(apart).items()
    ]
    return "; ".join(said)
