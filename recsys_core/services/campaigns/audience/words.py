"""An audience in sentences."""

from dataclasses import asdict
from typing import Any

from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.build import Audience
from recsys_core.services.campaigns.audience.exclusions import REASONS
from recsys_core.services.campaigns.audience.kept import KeptAudience
from recsys_core.services.campaigns.audience.learning import moment_of
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, share

EVEN = 0.5
"""Area under the curve of a ranking by lot."""
KEPT = ("audience", "for", "sends", "size", "holdout", "expected_responders", "low", "high")


def answer(found: Audience) -> str:
    """The first line: whom, how many will buy, what it brings."""
    at, curve = found.curve.at(found.size), found.curve
    fields = {
        "size": mailed(found),
        "candidates": found.candidates,
        "expected": count(round(float(curve.expected[at]))),
        "low": count(float(curve.low[at])),
        "high": count(float(curve.high[at])),
        "title": found.target.title,
        "days": found.request.days,
    }
    told, rich = m.SEND_TO, m.SEND_TO_PROFIT
    if found.meaning == "answer":
        told, rich = m.SEND_TO_ANSWER, m.SEND_TO_ANSWER_PROFIT
    if curve.profit is None:
        return say(told, **fields)
    return say(rich, **fields, profit=money(float(curve.profit[at])))


def mailed(found: Audience) -> int:
    """How many are written to; the lot may keep back a few more or fewer."""
    return round(found.size * (1 - found.request.holdout))


def remarks(found: Audience) -> list[str]:
    """What has to be known beside the first line, but for `tried`; one remark each."""
    asked, said = found.request, []
    if found.size < asked.size:
        said.append(say(m.FEWER_LEFT, n=found.size))
    said += _profit(found)
    if found.worth is not None and asked.money.basket is None:
        said.append(say(m.BASKET_TAKEN, basket=money(found.worth.basket)))
    back = found.size - mailed(found)
    few = m.KEPT_BACK_FEW if asked.holdout else m.ANYWAY
    said.append(say(m.KEPT_BACK if back else few, n=back))
    for kind, (buyers, out, everybody) in found.unranked.items():
        message = m.ALL_BUY if everybody else m.CANNOT_RANK
        said.append(say(message, kind=say(m.TRIED_KINDS[kind]), n=buyers, out=out))
    if found.exclusions.consent_unknown:
        said.append(say(m.CONSENT_UNKNOWN, n=found.exclusions.consent_unknown))
    return said


def ruled_out(found: Audience) -> dict[str, int]:
    """Why customers are not in, in words, with how many; without those of whom there are none."""
    counts = {say(REASONS[reason]): n for reason, n in found.exclusions.counts.items()}
    counts[say(m.TOO_FEW_TO_TELL)] = sum(out for _, out, _ in found.unranked.values())
    return {reason: n for reason, n in counts.items() if n}


def tried(found: Audience) -> list[str]:
    """How the newest kept-back period went, for each kind of buyer."""
    if found.meaning == "answer":
        return [say(m.ANSWERS_TRIED)]
    said = [say(m.NO_ANSWERS, why=found.unanswered)] if found.unanswered else []
    for kind, trials in found.trials.items():
        named = say(m.TRIED_KINDS[kind])
        if not trials:
            said.append(say(m.NEVER_TRIED, kind=named))
            continue
        one = trials[0]
        start = written_day(moment_of(one.start))
        said.append(
            say(
                m.TRIED_ONCE,
                kind=named,
                days=found.request.days,
                start=start,
                expected=count(round(one.expected)),
                actual=one.actual,
            )
        )
        if not one.low > EVEN:
            said.append(say(m.NO_ORDER, kind=named))
    return said


def _profit(found: Audience) -> list[str]:
    worth, asked = found.worth, found.request.money
    if worth is None:
        known = {"cost": asked.cost, "margin": asked.margin, "basket": found.basket}
        missing = [say(m.MISSING[name]) for name, value in known.items() if value is None]
        return [say(m.PROFIT_UNKNOWN, missing=and_list(missing))]
    if not found.curve.best:
        most = worth.buyer * float(found.members["probability"].iloc[0])
        cost, title = money(worth.cost), found.target.title
        return [say(m.WRITE_NOBODY, cost=cost, title=title, most=money(most))]
    return [say(m.BEST_AT, best=found.curve.best, threshold=share(worth.threshold))]


def audience_json(found: Audience) -> dict[str, Any]:
    """The keys of the command `audience`."""
    trials = {
        kind: [asdict(one) | {"start": moment_of(one.start).date().isoformat()} for one in every]
        for kind, every in found.trials.items()
    }
    return {
        "size": found.size,
        "candidates": found.candidates,
        "holdout": 0,
        **found.figures(),
        "excluded": dict(found.exclusions.counts),
        "consent_unknown": found.exclusions.consent_unknown,
        "unranked": {kind: out for kind, (_, out, _) in found.unranked.items()},
        "trials": trials,
        "sends": found.sends.date().isoformat(),
        "sentence": answer(found),
    }


def kept_json(kept: KeptAudience) -> dict[str, Any]:
    """The keys of the command `audiences`, by `KEPT`."""
    record = kept.record
    return {
        "audience": record.name,
        "for": record.definition["value"],
        "sends": record.sends.date().isoformat(),
        "size": len(kept.mailed),
        "holdout": kept.holdout,
        **{name: record.forecast.get(name) for name in KEPT[5:]},
    }


def dealt(kept: KeptAudience) -> str:
    """How many were kept back, once that is drawn."""
    return say(m.DEALT, mailed=len(kept.mailed), held=kept.holdout)


def none_kept() -> str:
    """Where no audience was kept."""
    return say(m.NO_AUDIENCES)
