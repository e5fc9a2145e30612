"""What the customers of a workspace are worth: asked once, told, handed over."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from recsys_core.profiles.value.amount_trial import AmountTrial
from recsys_core.profiles.value.fitting import ValueModels, fit_values
from recsys_core.profiles.value.gamma_gamma import NAMES
from recsys_core.profiles.value.holdout import HoldOut
from recsys_core.profiles.value.likelihood import Estimate
from recsys_core.profiles.value.worth import USUAL, YEAR_DAYS, Terms, Worth, tell_worth
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.frame_file import write_frame
from recsys_core.services.workspace.kept_figures import is_kept, kept_frame
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import customer_queries
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, number, share

VALUE_MODEL = "Gamma-Gamma"
ORDERS = {False: "repeat", True: "all"}
"""Which orders amounts are learnt from: those after the first, as published, or all."""
KEPT = "worth"
TOLD = ("alive", "orders", "value", "low", "high")
LONGEST = 5 * YEAR_DAYS
"""A horizon beyond it would lean on nothing that could ever be tried."""

_models: PerWorkspace[int, ValueModels] = PerWorkspace("models of customers' value", most=1)
_told: PerWorkspace[tuple[int, int, Terms], Worth] = PerWorkspace("values of customers", most=6)


@needs(Role.VIEWER)
def customer_worth(
    ws: Workspace, days: int = YEAR_DAYS, terms: Terms = USUAL, progress: Progress = silent
) -> Worth:
    """Who is worth what within the next `days`; fitted once per data version.

    `InputError` for a horizon, margin or discount outside its range.
    """
    if not 1 <= days <= LONGEST:
        raise InputError(say(m.HORIZON_BETWEEN, most=LONGEST))
    if not (0 < terms.margin <= 1 and 0 <= terms.discount < 1):
        raise InputError(say(m.TERMS_BETWEEN))
    version = ws.data_version()
    models = _models.get(ws, version, lambda: _fit_models(ws, progress))
    return _told.get(ws, (version, days, terms), lambda: tell_worth(models, days, terms))


@needs(Role.VIEWER)
def worth_is_known(ws: Workspace) -> bool:
    """Whether the models of the data as it is now were fitted in this process."""
    return _models.peek(ws, ws.data_version()) is not None


@needs(Role.VIEWER)
def everybodys_worth(
    ws: Workspace, days: int = YEAR_DAYS, progress: Progress = silent
) -> pd.DataFrame:
    """user_id, alive, orders, value, low, high of everybody on the usual terms; nobody where the
    data cannot carry it, value NaN where amounts cannot be told. Kept on disk.
    """

    def ask() -> pd.DataFrame:
        told = customer_worth(ws, days, progress=progress).customers
        return told[[Columns.User, *TOLD]]

    return kept_frame(ws, f"{KEPT}-{days}", ask)


@needs(Role.VIEWER)
def everybodys_worth_is_known(ws: Workspace, days: int = YEAR_DAYS) -> bool:
    """Whether that is there at once: fitted in this process, or kept from before."""
    return worth_is_known(ws) or is_kept(ws, f"{KEPT}-{days}")


def _fit_models(ws: Workspace, progress: Progress) -> ValueModels:
    with ws.db.read() as cursor:
        orders = customer_queries.order_days(cursor)
        newest = customer_queries.newest_day(cursor)
    until = pd.Timestamp(0) if newest is None else newest
    return fit_values(orders, until, lambda done: progress(done, say(m.TELLING_WORTH)))


def worth_sentence(worth: Worth) -> str:
    """The finding: what all customers are worth and how that was tried, or why not."""
    models = worth.models
    if models.refused:
        return models.refused
    best, after = models.tried[0], day(models.cut)
    tried = say(
        m.TRIED,
        model=best.model.name,
        day=after,
        share=share(best.ratio),
        mae=number(best.mae),
        naive=number(best.naive_mae),
    )
    n, orders = count(len(worth.customers)), count(round(worth.customers["orders"].sum()))
    if models.amounts_refused:
        told = say(m.WORTH_ORDERS, n=n, days=worth.days, orders=orders)
        return f"{told} {models.amounts_refused} {tried}"
    value, low, high = (money(one) for one in worth.total)
    told = say(m.WORTH, n=n, days=worth.days, orders=orders, value=value, low=low, high=high)
    return f"{told} {tried} {amounts_sentence(worth)}".rstrip()


def amounts_sentence(worth: Worth) -> str:
    """How far expected amounts were off on later orders; empty where that could not be tried."""
    trial = worth.models.amounts.trial
    if trial is None or worth.models.amounts_refused:
        return ""
    off = (trial.mae, trial.own_mae, trial.shop_mae)
    mae, own, shop = (money(one) for one in off)
    n, came = len(trial.actual), share(trial.ratio)
    message = m.AMOUNTS_OF_ALL if worth.models.of_all_orders else m.AMOUNTS_TRIED
    return say(message, n=n, share=came, mae=mae, own=own, shop=shop)


def worth_json(worth: Worth) -> dict[str, Any]:
    """The keys of the command line's `value`; those of what was not fitted are None."""
    models = worth.models
    best = models.tried[0] if models.tried else None
    fits = [
        _fit(one.model.name, one.model.names, fit)
        for one, fit in zip(models.tried, models.fits, strict=False)
    ]
    told = models.best is not None
    amounts, repeat = models.amounts, models.repeat_amounts
    return {
        "horizon": worth.days,
        "model": best.model.name if best else None,
        "parameters": fits[0]["parameters"] if fits else None,
        "log_likelihood": fits[0]["log_likelihood"] if fits else None,
        "fits": fits,
        "value_model": VALUE_MODEL if amounts.fitted else None,
        "value_orders": ORDERS[models.of_all_orders] if amounts.fitted else None,
        "value_parameters": repeat.fitted and _named(NAMES, repeat.fitted),
        "value_parameters_in_use": amounts.fitted and _named(NAMES, amounts.fitted),
        "holdout": best and _trial(best, models),
        "customers": len(worth.customers),
        "orders": float(worth.customers["orders"].sum()) if told else None,
        "value": _total(worth.total) if amounts.fitted else None,
        "amounts_refused": models.amounts_refused or None,
        "refused": models.refused or None,
        "sentence": worth_sentence(worth),
    }


def write_worth(worth: Worth, out: Path) -> int:
    """Every customer as a row of a CSV file, most valuable first; how many rows.

    Columns: user_id, orders_so_far, alive, orders, amount, value, low, high; see `Worth`.
    `InputError` where nothing was told.
    """
    if worth.models.refused:
        raise InputError(worth.models.refused)
    frame = worth.customers.sort_values(["value", "orders"], ascending=False, kind="stable")
    return write_frame(frame, out)


def _fit(name: str, names: tuple[str, ...], fit: Estimate) -> dict[str, Any]:
    return {
        "model": name,
        "parameters": _named(names, fit),
        "log_likelihood": float(fit.log_likelihood),
    }


def _named(names: tuple[str, ...], fit: Estimate) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, fit.parameters, strict=True)}


def _trial(best: HoldOut, models: ValueModels) -> dict[str, Any]:
    """The trial of the model in use, and in `models` that of each with its parameters before."""
    repeat = models.repeat_amounts
    return {
        "from": None if models.cut is None else models.cut.date().isoformat(),
        "weeks": best.weeks,
        **_compared(best),
        "by_frequency": [asdict(row) for row in best.by_frequency()],
        "by_tenth": [asdict(row) for row in best.by_tenth()],
        "models": [
            _fit(one.model.name, one.model.names, one.fitted)
            | {"holdout_log_likelihood": one.log_likelihood}
            | _compared(one)
            for one in models.tried
        ],
        "value_parameters": repeat.before and _named(NAMES, repeat.before),
        "amounts": models.amounts.trial and _amount_trial(models.amounts.trial),
        "amounts_of_repeat_orders": repeat.trial and _amount_trial(repeat.trial),
    }


def _amount_trial(trial: AmountTrial) -> dict[str, float]:
    return {
        "customers": len(trial.actual),
        "orders": float(trial.orders.sum()),
        "expected": float(trial.expected @ trial.orders),
        "actual": float(trial.actual @ trial.orders),
        "mae": trial.mae,
        "own_mae": trial.own_mae,
        "shop_mae": trial.shop_mae,
    }


def _compared(one: HoldOut) -> dict[str, float]:
    return {
        "expected": float(one.expected.sum()),
        "actual": float(one.actual.sum()),
        "mae": one.mae,
        "naive_mae": one.naive_mae,
    }


def _total(total: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("value", "low", "high"), total, strict=True))
