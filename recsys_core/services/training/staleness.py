"""How far the data has moved on since a model was trained, and what training it again would see."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import TastelabError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.training import messages as m
from recsys_core.services.workspace.names import model_card
from recsys_core.services.workspace.runs import TrainedModel, trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import Plural, say


@dataclass(frozen=True)
class DataChange:
    """What the data has now and had not when a model was trained, and the other way round.

    events: purchases or ratings that are new; gone: those no longer there.  customers, products:
    new ones; customers_gone, products_gone: those a training would no longer see.
    """

    events: int
    gone: int
    customers: int
    customers_gone: int
    products: int
    products_gone: int

    @property
    def nothing(self) -> bool:
        """Whether purchases, customers and products are all as they were."""
        return self == DataChange(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Staleness:
    """How stale one trained model is.

    current: it has seen the data as it is.  difference: None when current, or when the data it
    was trained on can no longer be read.  badges: what is new, a few words each, the most
    telling first; none when current.  sentence: what a training would see.  lists: what its lists
    use without one, empty when current.
    """

    current: bool
    difference: DataChange | None
    badges: tuple[str, ...]
    sentence: str
    lists: str


@needs(Role.VIEWER)
def staleness(ws: Workspace) -> dict[str, Staleness]:
    """Every trained model by name. Models of the same training data are compared once.

    Takes about a second per million events and training data that is no longer current; keep it
    until `Workspace.data_version` or the runs change.
    """
    known: dict[tuple[str, str], tuple[DataChange | None, str]] = {}
    found = {}
    for name, trained in trained_models(ws).items():
        key = (trained.fingerprint, trained.data_settings.model_dump_json())
        if ws.fingerprint(trained.data_settings) == trained.fingerprint:
            found[name] = Staleness(True, None, (), _seen(ws, trained), "")
            continue
        if key not in known:
            known[key] = _compare(ws, trained)
        found[name] = _stale(name, *known[key])
    return found


def without_training(name: str) -> str:
    """What a model makes of customers and purchases that came after its training, in a sentence."""
    return say(m.SAME_UNTIL_TRAINED if _same_for_all(name) else m.COUNTED_AT_ONCE)


def _same_for_all(name: str) -> bool:
    card = model_card(name)
    return card is not None and card.same_for_all


def difference(before: Dataset, now: Dataset) -> DataChange:
    """What changed from one data set to another; ids decide, not codes.

    Events are matched by customer, product and moment. Undated ones lie together, so there the
    growth of their weight counts.
    """
    users = _codes(before.users[Columns.User], now.users[Columns.User])
    items = _codes(before.items[Columns.Item], now.items[Columns.Item])
    old = _counted(users[before.user], items[before.item], before)
    new = _counted(now.user.astype(np.int64), now.item.astype(np.int64), now)
    change = new.sub(old, fill_value=0).to_numpy()
    return DataChange(
        events=round(float(change[change > 0].sum())),
        gone=round(float(-change[change < 0].sum())),
        customers=now.n_users - int((users < now.n_users).sum()),
        customers_gone=int((users >= now.n_users).sum()),
        products=now.n_items - int((items < now.n_items).sum()),
        products_gone=int((items >= now.n_items).sum()),
    )


def _codes(before: pd.Series, now: pd.Series) -> IntArray:
    """Where each id of before stands now; those no longer there get numbers of their own behind."""
    found: IntArray = pd.Index(now).get_indexer(pd.Index(before)).astype(np.int64)
    lost = found < 0
    found[lost] = len(now) + np.arange(int(lost.sum()))
    return found


def _counted(user: IntArray, item: IntArray, data: Dataset) -> pd.Series:
    """Events by customer, product and moment."""
    weight: FloatArray = np.ones(len(user))
    if not data.dated and data.kind == "implicit" and not data.settings.popularity_damping:
        weight = data.weight.astype(np.float64)
    # One number per event: 2**64 moments of pairs collide less than once in ten million events.
    key = pd.util.hash_array(user * np.int64(2**31) + item) ^ pd.util.hash_array(
        data.ts.astype(np.int64) * 2 + 1
    )
    codes, keys = pd.factorize(key)
    return pd.Series(np.bincount(codes, weights=weight, minlength=len(keys)), index=keys)


def _compare(ws: Workspace, trained: TrainedModel) -> tuple[DataChange | None, str]:
    try:
        before = Dataset.load(ws.path / "datasets" / trained.fingerprint)
        now = ws.dataset(trained.data_settings)
    except (OSError, TastelabError):
        return None, ""
    return difference(before, now), "rating" if now.kind == "explicit" else "purchase"


def _stale(name: str, changed: DataChange | None, event: str) -> Staleness:
    if changed is None:
        return Staleness(False, None, (say(m.DATA_CHANGED),), say(m.NOTHING_TO_COMPARE), "")
    if changed.nothing:
        same = say(m.SAME_EVENTS[event])
        return Staleness(False, changed, (say(m.DETAILS_CHANGED),), same, "")
    newer = _counts(
        (m.NEWER[event], changed.events),
        (m.NEW_CUSTOMERS, changed.customers),
        (m.NEW_PRODUCTS, changed.products),
    )
    gone = _counts(
        (m.GONE[event], changed.gone),
        (m.CUSTOMERS, changed.customers_gone),
        (m.PRODUCTS, changed.products_gone),
    )
    badges = newer or [say(m.ONE_GONE, what=what) for what in gone]
    lists = _lists(name, changed, event)
    return Staleness(False, changed, tuple(badges), _since(newer, gone), lists)


def _counts(*counted: tuple[Plural, int]) -> list[str]:
    """What there is any of, in words."""
    return [say(words, n=number) for words, number in counted if number]


def _since(newer: list[str], gone: list[str]) -> str:
    if not gone:
        return say(m.MORE_SINCE, newer=and_list(newer))
    if not newer:
        return say(m.LESS_SINCE, gone=and_list(gone))
    return say(m.MORE_AND_LESS, newer=and_list(newer), gone=and_list(gone))


def _lists(name: str, changed: DataChange, event: str) -> str:
    """What reaches the lists already, and what only training does."""
    if _same_for_all(name):
        return say(m.SAME_LIST)
    clauses = []
    if changed.events or changed.customers:
        used = m.USES_NEWER_AND_NEW if changed.customers else m.USES_NEWER
        clauses.append(say(used[event]))
    if changed.gone:
        clauses.append(say(m.LEAVES_OUT[event]))
    if changed.products:
        clauses.append(say(m.PRODUCTS_NEED_TRAINING))
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _seen(ws: Workspace, trained: TrainedModel) -> str:
    """What a current model has seen, and the products that are too rare for its catalogue."""
    customers = say(m.CUSTOMERS, n=trained.customers)
    outside = ws.dataset(trained.data_settings).outside
    if outside is not None and outside.n_items:
        products = say(m.PRODUCTS, n=trained.products + outside.n_items)
        return say(
            m.KNOWS_CATALOGUE,
            customers=customers,
            all=products,
            least=outside.least,
            n=trained.products,
        )
    return say(m.KNOWS_ALL, customers=customers, products=say(m.PRODUCTS, n=trained.products))
