"""A plan told, handed over and written down."""

from pathlib import Path
from typing import Any

from recsys_core.campaigns.offers.ledger import LimitCost
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.chances import OfferChances
from recsys_core.services.campaigns.offers.plan import OfferPlan, OtherWays
from recsys_core.services.workspace.frame_file import write_frame
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, number, share

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
    return say(
        m.PLAN,
        n=len(plan.coupons),
        customers=count(plan.coupons["user_id"].nunique()),
        of=count(len(plan.chances.users)),
        redeemed=number(plan.redeemed),
        cost=money(plan.cost),
        profit=money(plan.assignment.profit),
        margin=share(plan.choices.margin),
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
        if prices.offers[at] >= 0.005:
            said.append(say(m.MORE_STOCK, offer=ids[at], earned=money(float(prices.offers[at]))))
    if prices.total >= 0.005:
        said.append(say(m.MORE_COUPONS, earned=money(prices.total)))
    for group, least, most in zip(
        plan.problem.limits.groups, prices.least, prices.most, strict=True
    ):
        if least >= 0.005:
            said.append(say(m.LESS_LEAST, group=group.name, earned=money(float(least))))
        if most >= 0.005:
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
    said = [say(m.SOURCES[chances.source])]
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
        "ledger": [
            {"limit": row.kind, "group": row.name or None, "cost": row.cost, "unsure": row.unsure}
            for row in rows
        ],
        "excluded": plan.chances.left_out,
        "unknown": plan.chances.unknown,
        "source": plan.chances.source,
        "sentence": plan_sentence(plan),
    }


def write_plan(plan: OfferPlan, out: Path) -> int:
    """Every coupon as a row of a CSV file; how many. Columns: see `OfferPlan.coupons`."""
    frame = plan.coupons.sort_values("expected_profit", ascending=False, kind="stable")
    return write_frame(frame, out)
