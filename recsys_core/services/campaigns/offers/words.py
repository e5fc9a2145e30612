"""A plan told, handed over and written down."""

from pathlib import Path
from typing import Any

import pandas as pd

from recsys_core.campaigns.offers.ledger import LimitCost
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.chances import OfferChances
from recsys_core.services.campaigns.offers.plan import OfferPlan, OtherWays, totals_by_offer
from recsys_core.services.workspace.frame_file import write_frame
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, number, share

LEAST_MONEY = 0.005
SMALLEST_GAP = 1e-4
"""A smaller gap is told as this one."""
PRICED_OFFERS = 3
"""So many offers are named of which one coupon more earns most."""


def plan_sentence(plan: OfferPlan) -> str:
    """The finding: how many coupons, what is expected, and that nothing earns more."""
    return f"{first_line(plan)} {gap_sentence(plan)}".rstrip()


def first_line(plan: OfferPlan) -> str:
    """How many coupons go to whom, and what is expected of them."""
    if plan.coupons.empty:
        return say(m.NOTHING_PAYS)
    margins = set(plan.terms.margin[plan.assignment.offers].tolist())
    return say(
        m.PLAN if len(margins) == 1 else m.PLAN_OWN,
        n=len(plan.coupons),
        customers=count(plan.coupons["user_id"].nunique()),
        of=count(len(plan.chances.users)),
        redeemed=number(plan.redeemed),
        cost=money(plan.cost),
        profit=money(plan.assignment.profit),
        margin=share(min(margins)),
    )


def gap_sentence(plan: OfferPlan) -> str:
    """How much more any other choice may earn; "" where none is sent anything."""
    if plan.coupons.empty:
        return ""
    if plan.assignment.gap == 0:
        return say(m.BEST_OF_ALL)
    return say(m.WITHIN_GAP, gap=share(max(plan.assignment.gap, SMALLEST_GAP)))


def ways_sentence(ways: OtherWays) -> str:
    greedy, seller, lot = (money(one) for one in (ways.greedy, ways.best_seller, ways.lot))
    return say(m.BESIDE, greedy=greedy, seller=seller, lot=lot)


def price_sentences(plan: OfferPlan) -> list[str]:
    """What a little more of each limit would earn."""
    if plan.coupons.empty:
        return []
    prices, said = plan.prices, []
    if prices.budget > 0:
        said.append(say(m.MORE_BUDGET, unit=money(1), earned=money(prices.budget)))
    else:
        said.append(say(m.BUDGET_ENOUGH))
    ids = plan.chances.offers["offer_id"]
    dearest = sorted(range(len(ids)), key=lambda at: -prices.offers[at])[:PRICED_OFFERS]
    for at in dearest:
        if prices.offers[at] >= LEAST_MONEY:
            said.append(say(m.MORE_STOCK, offer=ids[at], earned=money(float(prices.offers[at]))))
    if prices.total >= LEAST_MONEY:
        said.append(say(m.MORE_COUPONS, earned=money(prices.total)))
    for group, least, most in zip(
        plan.problem.limits.groups, prices.least, prices.most, strict=True
    ):
        if least >= LEAST_MONEY:
            said.append(say(m.LESS_LEAST, group=group.name, earned=money(float(least))))
        if most >= LEAST_MONEY:
            said.append(say(m.MORE_MOST, group=group.name, earned=money(float(most))))
    return said


def basis_sentences(plan: OfferPlan) -> list[str]:
    """Where chances are from, what was assumed, who was left out, and what is not known."""
    choices, chances = plan.choices, plan.chances
    assumed = {
        "face": money(choices.face_value),
        "contact": money(choices.contact),
        "handling": money(choices.handling),
        "margin": share(choices.margin),
    }
    said = [say(m.FORMULA), say(m.SOURCES[chances.source])]
    said.append(say(m.ASSUMED, **assumed))
    if choices.value is None:
        said.append(say(m.VALUE_MEASURED))
    said.append(subsidy_sentence(plan))
    return said + left_out_sentences(chances)


def left_out_sentences(chances: OfferChances) -> list[str]:
    said = []
    for reason, n in chances.left_out.items():
        if n:
            said.append(say(m.LEFT_OUT[reason], n=n))
    if chances.unknown:
        said.append(say(m.ROWS_UNKNOWN, n=chances.unknown))
    return said


def subsidy_sentence(plan: OfferPlan) -> str:
    if plan.chances.anyway is None or plan.subsidy is None:
        return say(m.SUBSIDY_UNKNOWN)
    return say(m.SUBSIDY, share=share(plan.chances.anyway), subsidy=money(plan.subsidy))


def formula_sentence() -> str:
    """How expected profit is reckoned."""
    return say(m.FORMULA)


def search_sentence(time: str) -> str:
    """How long the search for the very best took."""
    return say(m.SEARCH_TOOK, time=time)


def subsidy_of(amount: float | None) -> str:
    """An amount, or that it is not known (None or NaN); never 0 for that."""
    return say(m.NOT_KNOWN) if amount is None or pd.isna(amount) else money(amount)


def with_total(plan: OfferPlan) -> pd.DataFrame:
    """`totals_by_offer` with the sum of them all as a last row."""
    frame = totals_by_offer(plan)
    sums = frame.select_dtypes("number").sum(min_count=1)
    total = pd.DataFrame([{"offer_id": say(m.ALL_OFFERS), "about": "", **sums}])
    return pd.concat([frame, total], ignore_index=True) if len(frame) else frame


def ledger_sentence(plan: OfferPlan, rows: list[LimitCost]) -> str:
    """How far the costs of limits may be off: what is not proved of the choice with the limit and
    of that without it; "" where nothing is limited.
    """
    if not rows:
        return ""
    missing = max(plan.assignment.bound - plan.assignment.profit, 0.0)
    off = max(missing, *(row.unsure for row in rows))
    return say(m.WITHIN, off=money(off)) if off >= LEAST_MONEY else ""


def limit_name(row: LimitCost) -> str:
    """What a limit is called in the ledger."""
    return say(m.LIMIT_NAMES[row.kind], group=row.name)


def plan_json(plan: OfferPlan, ways: OtherWays, rows: list[LimitCost]) -> dict[str, Any]:
    """The keys of the command line's `offers`."""
    prices, ids = plan.prices, plan.chances.offers["offer_id"]
    return {
        "profit": plan.assignment.profit,
        "bound": plan.assignment.bound,
        "gap": plan.assignment.gap,
        "greedy_profit": ways.greedy,
        "best_seller_profit": ways.best_seller,
        "random_profit": ways.lot,
        "shadow_prices": {
            "budget": prices.budget,
            "total": prices.total,
            "offers": {ids[at]: float(one) for at, one in enumerate(prices.offers) if one > 0},
            "groups": [
                {"group": group.name, "least": float(least), "most": float(most)}
                for group, least, most in zip(
                    plan.problem.limits.groups, prices.least, prices.most, strict=True
                )
            ],
        },
        "assigned": len(plan.coupons),
        "customers": int(plan.coupons["user_id"].nunique()),
        "expected_redemptions": plan.redeemed,
        "expected_cost": plan.cost,
        "subsidy": plan.subsidy,
        "formula": say(m.FORMULA),
        "by_offer": _rows(totals_by_offer(plan)),
        "ledger": [
            {"limit": row.kind, "group": row.name or None, "cost": row.cost, "unsure": row.unsure}
            for row in rows
        ],
        "excluded": plan.chances.left_out,
        "unknown": plan.chances.unknown,
        "source": plan.chances.source,
        "sentence": plan_sentence(plan),
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A dictionary a row; what is not known is null."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def write_plan(plan: OfferPlan, out: Path) -> int:
    """Every coupon as a row of a CSV file; how many. Columns: see `OfferPlan.coupons`."""
    frame = plan.coupons.sort_values("expected_profit", ascending=False, kind="stable")
    return write_frame(frame, out)
