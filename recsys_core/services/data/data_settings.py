"""The settings of the data: what they would change, making them hold, and taking them back."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from recsys_core.models.settings import NOTHING, parse_settings
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.dataset import Extent, extent
from recsys_core.storage.dataset_settings import (
    SettingsChange,
    settings_history,
    write_settings,
)
from recsys_core.wording.numbers import day, number, plural

OWNER = "The data"
DATES = ("since", "until")
KEPT = 64


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


def current(ws: Workspace) -> DataSettings:
    """What holds in this workspace."""
    return ws.settings()


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
                raise InputError(
                    f"The setting {name!r} must be a day like 2024-05-31; {value!r} is not."
                ) from None
    values: dict[str, object] = {**current(ws).changes(), **changes}
    # An empty text takes a setting back, whether or not the field itself may be empty.
    values = {name: value for name, value in values.items() if value != ""}
    first, last = values.get("since"), values.get("until")
    if first and last and str(last) < str(first):
        raise InputError("The time window ends before it begins; exchange the two days.")
    return parse_settings(DataSettings, values, OWNER)


def preview(ws: Workspace, settings: DataSettings) -> SettingsPreview:
    """What `settings` would leave, beside what is learned from now."""
    return SettingsPreview(before=_extent(ws, current(ws)), after=_extent(ws, settings))


def save(ws: Workspace, settings: DataSettings, reason: str = "") -> DataSettings:
    """Make `settings` hold for everything trained and measured from now on.

    Models trained before keep theirs. Raises `NotReadyError` if nothing would be left to learn
    from. Without a change nothing is written.
    """
    if settings == current(ws):
        return settings
    if not ws.is_empty() and not _extent(ws, settings).rows:
        raise NotReadyError(
            "Nothing would be left to learn from, so the settings stay as they were. Choose less "
            "strict ones."
        )
    with ws.db.write() as cursor:
        now = datetime.now(UTC).replace(tzinfo=None)
        write_settings(cursor, settings, reason=reason, at=now)
    return settings


def reset(ws: Workspace) -> DataSettings:
    """Take every setting back."""
    return save(ws, DataSettings(), "Everything taken back")


def take_back(ws: Workspace, name: str) -> DataSettings:
    """Take one fix back; the others stay."""
    if name not in FIXES:
        raise InputError(f"There is no fix {name!r}. Choose one of: {', '.join(FIXES)}.")
    fix = FIXES[name]
    left = {k: v for k, v in current(ws).changes().items() if k not in fix.fields}
    return save(ws, DataSettings(**left), f"Taken back: {fix.title}")


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
        return "Nothing would be left to learn from."
    if after == before:
        return "This changes nothing: the same rows, customers and products stay."
    left = (
        f"Models would learn from {plural(after.rows, 'row')} of "
        f"{plural(after.customers, 'customer')} and {plural(after.products, 'product')}"
    )
    moved = [
        f"{plural(abs(difference), word)} {'fewer' if difference < 0 else 'more'}"
        for difference, word in (
            (after.rows - before.rows, "row"),
            (after.customers - before.customers, "customer"),
            (after.products - before.products, "product"),
        )
        if difference
    ]
    return f"{left}: {', '.join(moved)} than now." if moved else f"{left}, as now."


def _core(settings: DataSettings) -> str:
    parts = []
    if settings.min_item_users is not None:
        parts.append(f"products with at least {plural(settings.min_item_users, 'customer')}")
    if settings.min_user_items > 1:
        parts.append(f"customers with at least {plural(settings.min_user_items, 'product')}")
    repeated = " until both hold" if settings.core and parts else ""
    return f"Only {' and '.join(parts) or 'what reaches both limits'} count{repeated}."


def _window(settings: DataSettings) -> str:
    parts = []
    if settings.last_months:
        parts.append(f"the last {plural(settings.last_months, 'month')} of the data")
    if settings.since:
        parts.append(f"rows from {_day(settings.since)}")
    if settings.until:
        parts.append(f"rows up to {_day(settings.until)}")
    return f"Only {' and '.join(parts)} count."


def _day(value: date) -> str:
    return day(datetime(value.year, value.month, value.day))


def _listed(ids: tuple[str, ...], word: str) -> str:
    some = ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")
    return f"{plural(len(ids), word)} left out: {some}."


def _weights(settings: DataSettings) -> str:
    return (
        f"A look counts {number(settings.weight_view)}, a click {number(settings.weight_click)}, "
        f"a cart {number(settings.weight_cart)}, a purchase {number(settings.weight_purchase)}, "
        f"a return {number(settings.weight_return)}."
    )


_SENTENCES: dict[str, Callable[[DataSettings], str]] = {
    "exclude_products": lambda s: _listed(s.excluded_items, "product"),
    "exclude_customers": lambda s: _listed(s.excluded_users, "customer"),
    "cap": lambda s: (
        f"At most the latest {plural(s.max_events_per_user or 0, 'purchase')} of a customer count."
    ),
    "window": _window,
    "core": _core,
    "damping": lambda s: f"Bestsellers are damped by {number(s.popularity_damping)}.",
    "weights": _weights,
    "feedback": lambda s: "Trainings do not learn from feedback.",
}

_kept: WeakKeyDictionary[Workspace, dict[str, Extent]] = WeakKeyDictionary()
_lock = Lock()


def _extent(ws: Workspace, settings: DataSettings) -> Extent:
    """Worked out once per content and settings."""
    key = ws.fingerprint(settings)
    with _lock:
        kept = _kept.setdefault(ws, {})
        if key in kept:
            return kept[key]
    found = extent(ws.db, settings)
    with _lock:
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = found
    return found
