"""What a workspace answers to the conditions of segments."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.segments import ConditionGroup, SegmentDefinition
from recsys_core.schema.segments.condition import Condition
from recsys_core.schema.segments.definition import combine
from recsys_core.schema.segments.facts import Buying
from recsys_core.schema.segments.figures import FIGURES
from recsys_core.schema.types import BoolArray, FloatArray, IntArray, StrArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.features import buying_is_known, buying_of_customers
from recsys_core.services.customers.groups.clusters import cut_into, group_titles, grouped_already
from recsys_core.services.customers.groups.points import TASTES
from recsys_core.services.customers.segments import messages as m
from recsys_core.services.customers.segments.bought_lines import lines_known, read_lines
from recsys_core.services.customers.worth import customer_worth, worth_is_known
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import CustomerState, customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import segment_queries, segments
from recsys_core.storage.segments import SegmentRecord
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

_masks: PerWorkspace[tuple[int, Condition], BoolArray] = PerWorkspace("conditions", most=64)
_rows: PerWorkspace[int, pd.Index] = PerWorkspace("rows of segments", most=1)
_buying: PerWorkspace[int, pd.DataFrame] = PerWorkspace("figures of buying", most=1)
_sets: PerWorkspace[tuple[int, str], BoolArray] = PerWorkspace("members of fixed segments", most=64)
_catalogues: PerWorkspace[int, pd.DataFrame] = PerWorkspace("products of segments", most=1)
LEVEL = " > "
BUYING = ("paid", "tier", "returned")
"""Figures that are asked for together."""
DATED = ("recency_days", "first_days", "interval_days")


@dataclass(frozen=True)
class WorkspaceFacts:
    """`CustomerFacts` of a workspace. patient: whether to fit the values of customers where they
    are not known yet (seconds), else to say so.  asking: the segments that led here.
    """

    ws: Workspace
    state: CustomerState
    kept: dict[str, SegmentRecord]
    patient: bool = True
    asking: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        return len(self.state.overview)

    def mask(self, of: SegmentDefinition | ConditionGroup) -> BoolArray:
        """(n,) who is in a segment or a group."""
        return combine(of.match, [self.holds(one) for one in of.conditions])

    def holds(self, one: Condition | ConditionGroup) -> BoolArray:
        """(n,) of whom a condition holds, or a group."""
        if isinstance(one, ConditionGroup):
            return self.mask(one)
        if not one.steady:
            return one.mask(self)
        return _masks.get(self.ws, (self.state.version, one), partial(one.mask, self))

    def figure(self, name: str) -> FloatArray:
        frame = self.state.overview
        if name == "first_days":
            figures = (
                pd.to_datetime(self.state.activity.last) - frame[C.First]
            ).dt.total_seconds() / SECONDS_PER_DAY
        elif name == "spend_per_visit":
            figures = frame[C.Spend] / frame[C.Visits].where(frame[C.Visits] > 0)
        elif name == "products" and not frame[C.Products].notna().any():
            figures = self._products()
        elif name in BUYING:
            figures = self._buying()[name]
        else:
            figures = frame[name]
        found: FloatArray = figures.to_numpy(dtype=float)
        if not np.isfinite(found).any():
            title = FIGURES[name].title if name in FIGURES else name
            undated = name in DATED and not self.state.activity.dated
            raise InputError(say(m.NO_DATES if undated else m.NO_FIGURE, figure=say(title)))
        return found

    def named(self, column: str) -> StrArray:
        return np.asarray(self.state.overview[column].to_numpy(dtype=object))

    def grouped(self, by: str, method: str, number: int, names: tuple[str, ...]) -> BoolArray:
        if by == TASTES and not self.patient and not grouped_already(self.ws, by, method, number):
            raise NotReadyError(say(m.TASTES_FIRST, number=number))
        titles = group_titles(self.ws, by, method, number)
        places = {name: at for at, pair in enumerate(titles.items()) for name in pair}
        if missing := [name for name in names if name not in places]:
            gone, known = (and_list(quoted_all(tuple(some))) for some in (missing, titles.values()))
            raise InputError(say(m.NO_SUCH_CLUSTER, number=number, names=gone, known=known))
        wanted = [places[name] for name in names]
        return np.isin(cut_into(self.ws, by, method, number).of, wanted)

    def fact(self, name: str) -> StrArray:
        known = self.state.attributes
        if not any(name in facts for facts in known.values()):
            raise InputError(say(m.NO_SUCH_FACT, fact=name))
        users, nothing = self.state.overview[Columns.User], dict[str, str]()
        found = [known.get(user, nothing).get(name, "") for user in users]
        return np.array(found, dtype=object)

    def times(self, what: Buying) -> IntArray:
        if not self.state.activity.dated and (what.days or what.start or what.end):
            raise InputError(say(m.NO_DAYS))
        if what.by == "all" and not (what.days or what.start or what.end):
            return np.asarray(self.state.overview[C.Visits].to_numpy(dtype=np.int64))
        products = None if what.by == "all" else self._products_named(what)
        if (lines := lines_known(self.ws, self.state)) is not None:
            return lines.times(what, self.state.activity.last, products)
        with self.ws.db.read() as cursor:
            frame = segment_queries.times_bought(cursor, self.state.activity, what, products)
        out = np.zeros(self.n, dtype=np.int64)
        out[self._places(frame[Columns.User])] = frame["times"].to_numpy()
        return out

    def worth(self, name: str, days: int) -> FloatArray:
        if not self.patient and not worth_is_known(self.ws):
            raise NotReadyError(say(m.WORTH_FIRST))
        told = customer_worth(self.ws, days)
        problem = told.models.refused or (name == "value" and told.models.amounts_refused)
        if problem:
            raise InputError(problem)
        figures = told.customers.set_index(Columns.User)[name]
        return np.asarray(figures.reindex(self._index()).to_numpy(dtype=float))

    def campaign(self, what: Literal["targeted", "responded"], ids: tuple[str, ...]) -> BoolArray:
        with self.ws.db.read() as cursor:
            known = {one for one, _ in segment_queries.campaigns_known(cursor)}
            if not known:
                raise InputError(say(m.NO_CAMPAIGNS))
            if ids and not known.intersection(ids):
                raise InputError(say(m.NO_SUCH_CAMPAIGN, names=and_list(ids)))
            users = segment_queries.in_campaigns(cursor, what == "responded", ids)
        return self.mask_of(users)

    def judged(self, verdict: str, products: tuple[str, ...]) -> BoolArray:
        with self.ws.db.read() as cursor:
            return self.mask_of(segment_queries.judged(cursor, verdict, products))

    def members(self, name: str) -> BoolArray:
        if name in self.asking:
            first = self.asking.index(name)
            raise InputError(say(m.CIRCLE, names=and_list(quoted_all(self.asking[first:]))))
        record = self.kept.get(name)
        if record is None:
            raise InputError(say(m.NO_SUCH_SEGMENT, name=name))
        if record.set_id is not None:
            set_id = record.set_id
            return _sets.get(self.ws, (self.state.version, set_id), lambda: self._of_set(set_id))
        deeper = WorkspaceFacts(self.ws, self.state, self.kept, self.patient, (*self.asking, name))
        return deeper.mask(definition_of(record))

    def mask_of(self, users: "pd.Series[str] | list[str] | StrArray") -> BoolArray:
        """(n,) who is among some numbers."""
        out = np.zeros(self.n, dtype=bool)
        out[self._places(users)] = True
        return out

    def _of_set(self, set_id: str) -> BoolArray:
        with self.ws.db.read() as cursor:
            return self.mask_of(segments.members_of(cursor, set_id))

    def _places(self, users: "pd.Series[str] | list[str] | StrArray") -> IntArray:
        """The rows of those who have one."""
        found = self._index().get_indexer(pd.Index(users, dtype=object))
        return np.asarray(found[found >= 0])

    def _index(self) -> pd.Index:
        users = self.state.overview[Columns.User]
        return _rows.get(self.ws, self.state.version, lambda: pd.Index(users, dtype=object))

    def _products_named(self, what: Buying) -> StrArray:
        """The numbers of the products that are asked for; there is at least one."""
        known = self._catalogue()
        if what.by == "product":
            found = np.array(what.values, dtype=object)
            some = known[Columns.Item].isin(list(what.values)).any() or self._were_bought(found)
        else:
            names = known[Columns.Brand if what.by == "brand" else Columns.CategoryPath].cat
            fits = [_named(name, what) for name in names.categories]
            mask = np.array(fits, dtype=bool)[names.codes] if len(known) else np.empty(0, bool)
            found = known[Columns.Item].to_numpy(dtype=object)[mask]
            some = len(found) > 0
        if not some:
            raise InputError(say(m.NO_SUCH[what.by], names=and_list(what.values)))
        return np.asarray(found)

    def _were_bought(self, products: StrArray) -> bool:
        if (lines := lines_known(self.ws, self.state)) is not None and lines.bought(products):
            return True
        with self.ws.db.read() as cursor:
            return segment_queries.were_bought(cursor, tuple(products))

    def _catalogue(self) -> pd.DataFrame:
        def ask() -> pd.DataFrame:
            with self.ws.db.read() as cursor:
                return segment_queries.named_products(cursor)

        return _catalogues.get(self.ws, self.state.version, ask)

    def buying_is_known(self) -> bool:
        """Whether the figures of how customers buy are there already."""
        return buying_is_known(self.ws)

    def learn(self) -> None:
        """Ask for what is kept from then on."""
        self._catalogue()
        self._buying()

    def _products(self) -> "pd.Series[float]":
        if (lines := lines_known(self.ws, self.state)) is not None:
            return pd.Series(lines.products, dtype=float)
        with self.ws.db.read() as cursor:
            found = segment_queries.products_of(cursor, self.state.activity)
        return found.set_index(Columns.User)["products"].reindex(self._index())

    def _buying(self) -> pd.DataFrame:
        def ask() -> pd.DataFrame:
            found = buying_of_customers(self.ws).set_index(Columns.User)
            return found[list(BUYING)].reindex(self._index())

        return _buying.get(self.ws, self.state.version, ask)


def _named(path: str, what: Buying) -> bool:
    """Whether a brand is asked for; a path `A > B > C` holds or begins with what is asked for."""
    if what.by == "brand" or not path:
        return bool(path) and path in what.values
    levels = path.split(LEVEL)
    return any(
        name in levels or f"{path}{LEVEL}".startswith(f"{name}{LEVEL}") for name in what.values
    )


@needs(Role.VIEWER)
def facts_of(ws: Workspace, patient: bool = True) -> WorkspaceFacts:
    """The facts as they are now; `NotReadyError` where there are no customers yet."""
    state = customer_state(ws)
    with ws.db.read() as cursor:
        kept = {one.name: one for one in segments.list_segments(cursor)}
    return WorkspaceFacts(ws, state, kept, patient)


@needs(Role.VIEWER)
def prepare(ws: Workspace) -> None:
    """Read what answers conditions at once from then on; seconds where there is much of it.

    `NotReadyError` where there are no customers yet.
    """
    facts = facts_of(ws)
    read_lines(ws, facts.state)
    facts.learn()


@needs(Role.VIEWER)
def prepared(ws: Workspace) -> bool:
    """Whether that was done for the data as it is."""
    facts = facts_of(ws, patient=False)
    return facts.buying_is_known() and lines_known(ws, facts.state) is not None


def definition_of(record: SegmentRecord) -> SegmentDefinition:
    """What a dynamic segment says."""
    return SegmentDefinition.model_validate(record.definition)


def quoted_all(names: tuple[str, ...]) -> list[str]:
    """Each in quotes."""
    return [say(m.QUOTED, name=name) for name in names]
