"""What is said of campaigns that were, and their figures as plain documents."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from recsys_core.campaigns.past.answers import half_by
from recsys_core.campaigns.past.spending import WindowSpend
from recsys_core.services.campaigns.past import messages as m
from recsys_core.services.campaigns.past.by_group import (
    ResponseByGroup,
    group_sentence,
    judged_sentence,
)
from recsys_core.services.campaigns.past.looking_back import (
    CampaignReview,
    PastCampaigns,
    offers_with_rates,
)
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, priced, share, signed, signed_share


def campaigns_sentence(found: PastCampaigns) -> str:
    """How many customers all campaigns reached, and how many answered."""
    n = len(found.rows)
    if not found.reached:
        return say(m.NOBODY_TARGETED, n=n)
    part = share(found.answered / found.reached)
    return say(m.ALL_CAMPAIGNS, n=n, reached=found.reached, answered=found.answered, share=part)


def review_sentence(review: CampaignReview) -> str:
    """Who was reached and who answered."""
    row = review.row
    if not row["targeted"]:
        return say(m.REVIEWED_UNKNOWN, name=row["name"], n=int(str(row["others"])))
    people = {"n": int(str(row["targeted"])), "responded": int(str(row["responded"]))}
    figures = {name: share(float(str(row[name]))) for name in ("rate", "low", "high")}
    return say(m.REVIEWED, name=row["name"], **people, **figures)


def caution_sentences(review: CampaignReview, until: pd.Timestamp | None) -> list[str]:
    """What the figures leave out: answers still to come, days the data does not cover, others."""
    row, told = review.row, []
    if not row["over"] and until is not None:
        told.append(say(m.NOT_OVER, end=day(pd.Timestamp(str(row["end_ts"]))), until=day(until)))
    if row["targeted"] and (others := int(str(row["others"]))):
        told.append(say(m.AND_OTHERS, n=others))
    if review.windows and pd.isna(row["end_ts"]):
        told.append(say(m.USUAL_LENGTH, n=review.windows[0].of))
    if row["clicks"]:
        told.append(say(m.BY_CLICKS))
    if sent := review.messages.get("sent"):
        signs = {name: n for name, n in review.messages.items() if name != "sent"}
        told.append(say(m.MESSAGES, n=sent, **signs))
    told += [
        say(m.WINDOW_CLIPPED[one.name], of=one.of, n=one.days)
        for one in review.windows
        if one.clipped
    ]
    return told


def half_of_answers(review: CampaignReview) -> int | None:
    """The day, the first being 1, by which half of those who answered had done so; None where that
    is not known.
    """
    half = half_by(review.curve)
    return None if half is None else half + 1


def when_sentence(review: CampaignReview) -> str:
    """By when half of those who answered had done so."""
    half = half_of_answers(review)
    if half is None:
        return say(m.NO_MOMENTS) if review.row["responded"] else ""
    told = say(m.HALF_BY, n=max(half, 1))
    early = review.curve.loc[review.curve["day"] < 0, "customers"]
    if len(early):
        told = f"{told} {say(m.BEFORE_START, n=int(early.max()))}"
    return told


def spend_sentences(review: CampaignReview) -> list[str]:
    """What those who answered and the others spent while it ran, and before."""
    if not review.paid:
        return [say(m.SPENT_UNKNOWN)]
    by = {(one.window, one.answered): one for one in review.spend}
    own, others = by["during", True], by["during", False]
    told = []
    if not (pd.isna(own.low) or pd.isna(others.low)):
        message = m.SPENT_MORE if own.mean > others.mean else m.SPENT_NO_MORE
        rest = {
            "other": money(others.mean),
            "other_low": money(others.low),
            "other_high": money(others.high),
        }
        told.append(say(message, **_ends(own), **rest))
        before, then = by["before", True], by["before", False]
        if not (pd.isna(before.mean) or pd.isna(then.mean)):
            figures = {"mean": money(before.mean), "other": money(then.mean)}
            told.append(say(m.SPENT_BEFORE, n=review.windows[0].of, **figures))
    return told


def control_sentences(review: CampaignReview) -> list[str]:
    """How far those of the campaign differ from its control arm; empty without one."""
    told = []
    for one in review.compared:
        ends = {"low": one.low, "high": one.high, "difference": one.difference}
        sides = {"value": one.value, "control": one.control}
        if one.outcome == "spend":
            figures = {name: money(figure) for name, figure in sides.items()}
            figures |= {name: priced(signed(figure)) for name, figure in ends.items()}
        else:
            figures = {name: share(figure) for name, figure in sides.items()}
            figures |= {name: signed_share(figure) for name, figure in ends.items()}
        people = {"n": one.n, "n_control": one.n_control}
        told.append(say(m.CONTROLLED[one.outcome], **people, **figures))
    return [*told, say(m.CONTROLLED_BY_LOT)] if told else []


def offer_sentence(review: CampaignReview) -> str:
    """The offer that most answered by."""
    offers = offers_with_rates(review)
    if offers.empty or not offers["customers"].iloc[0]:
        return say(m.NO_OFFERS)
    best = offers.iloc[0]
    figures = {"offer": best["offer_id"], "n": int(best["customers"]), "share": share(best["rate"])}
    if best["about"]:
        return say(m.BEST_OFFER_ABOUT, about=best["about"], **figures)
    return say(m.BEST_OFFER, **figures)


def campaigns_json(found: PastCampaigns) -> list[dict[str, Any]]:
    """The rows of the command line's `campaigns`."""
    return [_row(row) for _, row in found.rows.iterrows()]


def review_json(
    review: CampaignReview, groups: ResponseByGroup, until: pd.Timestamp | None
) -> dict[str, Any]:
    """What `campaigns --campaign` prints."""
    return _row(review.row) | {
        "when": _records(review.curve),
        "windows": [
            {
                "name": one.name,
                "from": one.start.date().isoformat(),
                "days": one.days,
                "of": one.of,
            }
            for one in review.windows
        ],
        "spend": [asdict(one) for one in review.spend],
        "offers": _records(offers_with_rates(review)),
        "products": _records(review.products),
        "messages": review.messages or None,
        "compared": [asdict(one) | {"difference": one.difference} for one in review.compared],
        "groups": [asdict(one) | {"differs": one.differs} for one in groups.rows],
        "sentences": [one for one in review_sentences(review, groups, until) if one],
    }


def review_sentences(
    review: CampaignReview, groups: ResponseByGroup, until: pd.Timestamp | None
) -> list[str]:
    """Everything said of one campaign, in the order of the page."""
    return [
        review_sentence(review),
        *caution_sentences(review, until),
        when_sentence(review),
        *spend_sentences(review),
        *control_sentences(review),
        offer_sentence(review),
        group_sentence(groups),
        judged_sentence(groups),
    ]


def _ends(one: WindowSpend) -> dict[str, str]:
    return {name: money(getattr(one, name)) for name in ("mean", "low", "high")}


def _row(row: "pd.Series[Any]") -> dict[str, Any]:
    dates = {
        name: None if pd.isna(row[f"{name}_ts"]) else row[f"{name}_ts"].date().isoformat()
        for name in ("start", "end")
    }
    counted = ("targeted", "responded", "others", "responses", "offers", "products")
    return {
        "campaign_id": row["campaign_id"],
        "name": row["name"],
        "type": row["type"] or None,
        **dates,
        **{name: int(row[name]) for name in counted},
        **{name: _figure(row[name]) for name in ("rate", "low", "high")},
        "over": bool(row["over"]),
        "lost": int(row["lost"]),
        "control": int(row["control"]) or None,
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object)
    return [dict(row) for row in plain.where(plain.notna(), None).to_dict("records")]


def _figure(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
