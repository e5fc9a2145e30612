"""The settings of the data: what they would change, making them hold, and taking them back."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any

from recsys_core.models.settings import NOTHING, parse_settings
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.data import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.dataset import Extent, extent
from recsys_core.storage.dataset_settings import (
    SettingsChange,
    settings_history,
    write_settings,
)
from recsys_core.wording.dates import day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import Plural, say
from recsys_core.wording.numbers import given

DATES = ("since", "until")
CAP_IN_MEDIANS, LOWEST_CAP = 5, 10
MOST_MONTHS = 12


@dataclass(frozen=True)
class Fix:
    """One thing that can be put right: its name, its title, and the settings it consists of."""

    name: str
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class FixInUse:
    """A fix that holds, in a sentence."""

    fix: Fix
    sentence: str


@dataclass(frozen=True)
class SettingsPreview:
    """What models learn from now (`before`) and would learn from (`after`)."""

    before: Extent
    after: Extent

    def to_json(self) -> dict[str, Any]:
        """The fields as a JSON-ready dictionary."""
        return asdict(self)


FIXES: dict[str, Fix] = {
    fix.name: fix
    for fix in (
        Fix("exclude_products", "Leave out what is no product", ("excluded_items",)),
        Fix("exclude_customers", "Leave out customers", ("excluded_users",)),
        Fix("cap", "Limit what one customer counts", ("max_events_per_user",)),
        Fix("window", "Choose a time window", ("since", "until", "last_months")),
        Fix("core", "Leave out what is too rare", ("min_item_users", "min_user_items", "core")),
        Fix("damping", "Damp bestsellers", ("popularity_damping",)),
        Fix(
            "weights",
            "Weigh kinds of events",
            ("weight_view", "weight_click", "weight_cart", "weight_purchase", "weight_return"),
        ),
        Fix("feedback", "Learn from feedback or not", ("feedback",)),
    )
}


@needs(Role.VIEWER)
def current(ws: Workspace) -> DataSettings:
    """What holds in this workspace."""
    return ws.settings()


@needs(Role.VIEWER)
def changed(ws: Workspace, changes: Mapping[str, object]) -> DataSettings:
    """The current settings with `changes`, whose values may be text ("" takes one back); nothing
    is saved.

    Raises `InputError` for an unknown name or a value that cannot be used.
    """
    for name in DATES:
        value = changes.get(name)
        if isinstance(value, str) and value.strip().lower() not in NOTHING:
            try:
                date.fromisoformat(value.strip())
            except ValueError:
                unread = say(m.NO_SUCH_DAY, name=repr(name), value=repr(value))
                raise InputError(unread) from None
    values: dict[str, object] = {**current(ws).changes(), **changes}
    # An empty text takes a setting back, whether or not the field itself may be empty.
    values = {name: value for name, value in values.items() if value != ""}
    first, last = values.get("since"), values.get("until")
    if first and last and str(last) < str(first):
        raise InputError(say(m.WINDOW_ENDS_EARLY))
    return parse_settings(DataSettings, values, say(m.THE_DATA))


def proposed_cap(median_per_user: float) -> int:
    """Rows per customer to begin a limit with: five times the usual customer's, at least 10."""
    return max(round(median_per_user * CAP_IN_MEDIANS), LOWEST_CAP)


def proposed_months(first: date, last: date) -> int:
    """Months to begin a window with: half of the calendar months with data, 1 to 12."""
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    return min(max(span // 2, 1), MOST_MONTHS)


def damped_gain(rarer: float, damping: float) -> float:
    """How much more a purchase counts of a product with `rarer` times fewer customers than the
    bestseller: the weight that reading the data gives it (storage/dataset_selection.py).
    """
    return float(rarer**damping)


@needs(Role.VIEWER)
def preview(ws: Workspace, settings: DataSettings) -> SettingsPreview:
    """What `settings` would leave, beside what is learned from now."""
    return SettingsPreview(before=_extent(ws, current(ws)), after=_extent(ws, settings))


@needs(Role.ANALYST)
def save(ws: Workspace, settings: DataSettings, reason: str = "") -> DataSettings:
    """Make `settings` hold for everything trained and measured from now on.

    Models trained before keep theirs. Raises `NotReadyError` if nothing would be left to learn
    from. Without a change nothing is written.
    """
    if settings == current(ws):
        return settings
    if not ws.is_empty() and not _extent(ws, settings).rows:
        raise NotReadyError(say(m.SETTINGS_STAY))
    with changing(ws, "settings") as cursor:
        now = datetime.now(UTC).replace(tzinfo=None)
        write_settings(cursor, settings, reason=reason, at=now)
    return settings


@needs(Role.ANALYST)
def reset(ws: Workspace) -> DataSettings:
    """Take every setting back."""
    return save(ws, DataSettings(), say(m.ALL_TAKEN_BACK))


@needs(Role.ANALYST)
def take_back(ws: Workspace, name: str) -> DataSettings:
    """Take one fix back; the others stay."""
    if name not in FIXES:
        raise InputError(say(m.NO_SUCH_FIX, name=repr(name), names=", ".join(FIXES)))
    fix = FIXES[name]
    left = {k: v for k, v in current(ws).changes().items() if k not in fix.fields}
    return save(ws, DataSettings(**left), say(m.TAKEN_BACK, fix=say(fix.title)))


@needs(Role.VIEWER)
def history(ws: Workspace) -> list[SettingsChange]:
    """Every change of the settings, the latest first."""
    with ws.db.read() as cursor:
        return settings_history(cursor)


def in_use(settings: DataSettings) -> list[FixInUse]:
    """The fixes that differ from the defaults, each in a sentence."""
    differing = settings.changes()
    return [
        FixInUse(fix, _SENTENCES[fix.name](settings))
        for fix in FIXES.values()
        if any(field in differing for field in fix.fields)
    ]


def sentence(found: SettingsPreview) -> str:
    """The preview in words: what would be left, and how much less or more that is."""
    after, before = found.after, found.before
    if not after.rows:
        return say(m.NOTHING_LEFT)
    if after == before:
        return say(m.CHANGES_NOTHING)
    left = {
        "rows": say(m.ROWS, n=after.rows),
        "customers": say(m.CUSTOMERS, n=after.customers),
        "products": say(m.PRODUCTS, n=after.products),
    }
    moved = [
        say(fewer if difference < 0 else more, n=abs(difference))
        for difference, fewer, more in (
            (after.rows - before.rows, m.FEWER_ROWS, m.MORE_ROWS),
            (after.customers - before.customers, m.FEWER_CUSTOMERS, m.MORE_CUSTOMERS),
            (after.products - before.products, m.FEWER_PRODUCTS, m.MORE_PRODUCTS),
        )
        if difference
    ]
    if not moved:
        return say(m.WOULD_LEARN, **left)
    return say(m.WOULD_LEARN_OTHERWISE, moved=", ".join(moved), **left)


def _core(settings: DataSettings) -> str:
    parts = []
    if settings.min_item_users is not None:
        parts.append(say(m.PRODUCTS_WITH, n=settings.min_item_users))
    if settings.min_user_items > 1:
        parts.append(say(m.CUSTOMERS_WITH, n=settings.min_user_items))
    if not parts:
        return say(m.ONLY_BOTH_LIMITS)
    message = m.ONLY_THESE_UNTIL_BOTH if settings.core else m.ONLY_THESE_COUNT
    return say(message, what=and_list(parts))


def _window(settings: DataSettings) -> str:
    parts = []
    if settings.last_months:
        parts.append(say(m.LAST_MONTHS, n=settings.last_months))
    if settings.since:
        parts.append(say(m.ROWS_FROM, day=_day(settings.since)))
    if settings.until:
        parts.append(say(m.ROWS_UP_TO, day=_day(settings.until)))
    both = reduce(lambda first, second: say(m.BOTH, first=first, second=second), parts)
    return say(m.ONLY_THESE_COUNT, what=both)


def _day(value: date) -> str:
    return day(datetime(value.year, value.month, value.day))


def _left_out(ids: tuple[str, ...], message: Plural) -> str:
    return say(message, n=len(ids), some=", ".join(ids[:5]) + (" …" if len(ids) > 5 else ""))


def _weights(settings: DataSettings) -> str:
    kinds = ("view", "click", "cart", "purchase", "return")
    return say(m.WEIGHTS, **{kind: given(getattr(settings, f"weight_{kind}")) for kind in kinds})


_SENTENCES: dict[str, Callable[[DataSettings], str]] = {
    "exclude_products": lambda s: _left_out(s.excluded_items, m.PRODUCTS_LEFT_OUT),
    "exclude_customers": lambda s: _left_out(s.excluded_users, m.CUSTOMERS_LEFT_OUT),
    "cap": lambda s: say(m.MOST_OF_A_CUSTOMER, n=s.max_events_per_user or 0),
    "window": _window,
    "core": _core,
    "damping": lambda s: say(m.DAMPED, damping=given(s.popularity_damping)),
    "weights": _weights,
    "feedback": lambda s: say(m.NO_FEEDBACK),
}

_kept: PerWorkspace[str, Extent] = PerWorkspace("what settings of the data leave", most=64)


def _extent(ws: Workspace, settings: DataSettings) -> Extent:
    """Worked out once per content and settings."""
    return _kept.get(ws, ws.fingerprint(settings), lambda: extent(ws.db, settings))
