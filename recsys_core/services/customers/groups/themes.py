"""Themes of a workspace's products: groups of their vectors, named by their own words."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from recsys_core.profiles.clusters.groups import SEED, by_size
from recsys_core.profiles.clusters.methods import k_means
from recsys_core.profiles.clusters.principal import principal
from recsys_core.profiles.clusters.stability import Judged, Tried, judge
from recsys_core.profiles.clusters.themes import class_words, theme_names
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.types import IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.groups import messages as m
from recsys_core.services.customers.groups.clusters import trial_json
from recsys_core.services.customers.groups.names import kept_names, rename
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

NUMBERS = (4, 8, 12, 16, 20)
COLUMNS, CLOUDS = 20, 2
"""Principal components that products are compared by, and clouds of each kind."""
STEADY = 0.0
"""Themes sort a catalogue, so that a few products with a theme of their neighbours do no harm."""
MOST_POINTS = 1_000
"""Products that stability is measured on: 20 themes take ten times as long as two."""
LEAST = 30
EXAMPLES = 3


@dataclass(frozen=True)
class _Division:
    """tried: the number of themes in use.  of: (n_items,) theme of each product, 0 the largest, -1
    without a text.  names: by theme, by themselves.
    """

    judged: Judged
    tried: Tried
    of: IntArray
    names: tuple[str, ...]


@dataclass(frozen=True)
class Themes:
    """What products are about. names: as shown.  table: theme, products, customers (who have any),
    customer_share, share (of all that was bought, each product once a customer), examples.
    of: (n_items,) as the dataset has them, -1 without a text.
    """

    judged: Judged
    tried: Tried
    of: IntArray
    automatic: tuple[str, ...]
    names: tuple[str, ...]
    table: pd.DataFrame


_kept: PerWorkspace[tuple[str, int], _Division] = PerWorkspace("themes of products", most=3)


@needs(Role.VIEWER)
def themes(ws: Workspace, k: int | None = None, progress: Progress = silent) -> Themes:
    """Themes of all products, as many as `k` or as stand out.

    `NotReadyError` where there are no texts or too few products; `InputError` for a `k` that was
    not tried.
    """
    if k is not None and k not in NUMBERS:
        raise InputError(say(m.K_BETWEEN, least=min(NUMBERS), most=max(NUMBERS)))
    data = ws.dataset()
    judged_at = (data.fingerprint, 0)
    first = _kept.get(ws, judged_at, lambda: _judge(ws, data, progress))
    cut = first
    if k is not None and k != first.tried.k:
        tried = next((one for one in first.judged.tried if one.k == k), None)
        if tried is None:
            raise NotReadyError(say(m.FEW_PRODUCTS, n=int((first.of >= 0).sum()), least=4 * k))
        again = tried
        cut = _kept.get(ws, (data.fingerprint, k), lambda: _divide(ws, data, first.judged, again))
    names = kept_names(ws, _kind(cut.tried.k), cut.names)
    return Themes(cut.judged, cut.tried, cut.of, cut.names, names, _table(data, cut.of, names))


@needs(Role.VIEWER)
def themes_known(ws: Workspace) -> bool:
    """Whether the themes of the products as they are now were judged in this process."""
    return _kept.peek(ws, (ws.fingerprint(), 0)) is not None


@needs(Role.ANALYST)
def rename_theme(ws: Workspace, found: Themes, theme: int, name: str) -> None:
    """Call a theme (from 0) by a name, kept in the workspace; "" gives the automatic one back."""
    rename(ws, _kind(found.tried.k), found.automatic, theme, name)


def themes_sentence(found: Themes) -> str:
    """The finding: themes, or products that shade into one another."""
    tried, judged = found.tried, found.judged
    fields = {"k": tried.k, "stability": number(tried.stability), "null": number(tried.null)}
    if tried.clear or tried.heap is None:
        said = say(m.THEMES_FOUND if tried.clear else m.THEMES_SLICED, **fields)
    else:
        said = say(m.THEMES_SHAPED, heap=number(tried.heap), **fields)
    known = int((found.of >= 0).sum())
    if judged.n < known:
        said = f"{said} {say(m.THEMES_MEASURED_ON, n=judged.n, whole=known)}"
    if known < len(found.of):
        said = f"{said} {say(m.WITHOUT_TEXT, n=len(found.of) - known)}"
    return said


def themes_json(found: Themes) -> dict[str, Any]:
    """The keys of the command line's `themes`."""
    groups = [
        {
            "name": row.theme,
            "size": int(row.products),
            "customers": int(row.customers),
            "customer_share": row.customer_share,
            "share": row.share,
            "examples": row.examples,
        }
        for row in found.table.itertuples(index=False)
    ]
    return {
        "k": len(found.names),
        "found": found.tried.clear,
        **trial_json(found.tried, found.judged),
        "groups": groups,
        "sentence": themes_sentence(found),
    }


def _judge(ws: Workspace, data: Dataset, progress: Progress) -> _Division:
    vectors = vectors_for(ws, data)
    known = int(vectors.known.sum())
    if not known:
        raise NotReadyError(say(m.NO_VECTORS))
    if known < LEAST:
        raise NotReadyError(say(m.FEW_PRODUCTS, n=known, least=LEAST))
    values, _ = principal(vectors.values[vectors.known], COLUMNS)
    judged = judge(
        values,
        numbers=NUMBERS,
        clouds=CLOUDS,
        most=MOST_POINTS,
        steady=STEADY,
        progress=lambda done, _="": progress(done, say(m.TRYING_THEMES)),
    )
    if not judged.tried:
        raise NotReadyError(say(m.FEW_PRODUCTS, n=known, least=LEAST))
    return _divide(ws, data, judged, judged.best)


def _divide(ws: Workspace, data: Dataset, judged: Judged, tried: Tried) -> _Division:
    vectors = vectors_for(ws, data)
    values, _ = principal(vectors.values[vectors.known], COLUMNS)
    of = np.full(data.n_items, -1, dtype=np.int64)
    of[vectors.known] = by_size(k_means(values, tried.k, SEED)(values))
    named = data.items.loc[vectors.known, [Columns.Title, Columns.Category]].fillna("")
    texts = [f"{title} {category}" for title, category in named.itertuples(index=False)]
    words = class_words(texts, of[vectors.known])
    return _Division(judged, tried, of, tuple(theme_names(words, say(m.NO_WORDS))))


def _table(data: Dataset, of: IntArray, names: tuple[str, ...]) -> pd.DataFrame:
    k, having = len(names), of >= 0
    places = np.flatnonzero(having)
    member = sp.csr_matrix((np.ones(len(places)), (places, of[places])), shape=(len(of), k))
    bought = (data.binary @ member).toarray()
    customers = (bought > 0).sum(axis=0)
    order = places[np.argsort(-data.item_counts[places], kind="stable")]
    titles = data.items[Columns.Title].replace("", np.nan).fillna(data.items[Columns.Item])
    return pd.DataFrame(
        {
            "theme": names,
            "products": np.bincount(of[places], minlength=k),
            "customers": customers,
            "customer_share": customers / max(data.n_users, 1),
            "share": bought.sum(axis=0) / max(float(bought.sum()), 1.0),
            "examples": [
                and_list(titles.iloc[order[of[order] == theme]].unique()[:EXAMPLES])
                for theme in range(k)
            ],
        }
    )


def _kind(k: int) -> str:
    return f"themes {k}"
