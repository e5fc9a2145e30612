"""What is said of customers who give no answer, and their figures as plain documents."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from recsys_core.campaigns.silent.evidence import AGAIN, SilentSign
from recsys_core.campaigns.silent.reasons import CERTAIN, REASONS, UNKNOWN
from recsys_core.schema.columns import Columns
from recsys_core.services.campaigns.silent import messages as m
from recsys_core.services.campaigns.silent.next_action import action_sentence, gain_of, next_actions
from recsys_core.services.campaigns.silent.send_time import SendTimeTrial, own_times
from recsys_core.services.campaigns.silent.silence import Silence
from recsys_core.services.workspace.frame_file import write_frame
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import missing, share


@dataclass(frozen=True)
class SilentReason:
    """One reason with the step that follows: how many customers, the rate at which such contacts
    were answered (NaN where none is known) and so many answers if they get the next campaign.
    gain, gain_low, gain_high: so many more without the reason; NaN where that is not known.
    """

    reason: str
    step: str
    customers: int
    rate: float
    low: float
    high: float
    expected: float
    gain: float
    gain_low: float
    gain_high: float
    basis: str


def silence_sentences(found: Silence) -> list[str]:
    """How many gave no answer, how many would have by lot, and what comes after many contacts."""
    n = len(found.customers)
    if not n:
        return [say(m.ALL_ANSWERED, n=found.reached, never=found.never)]
    by_lot = round(found.by_lot)
    told = [
        say(m.SILENT, silent=n, reached=found.reached),
        say(m.SILENT_BY_LOT, by_lot=by_lot, never=found.never),
    ]
    if found.lost:
        told.append(say(m.LOST, n=found.lost))
    if again := found.again_and_again:
        told.append(say(m.AGAIN, n=again, least=AGAIN))
    sign = found.sign("again")
    if sign is not None and sign.enough:
        rates = {"rate": share(sign.rate), "rest": share(sign.rest_rate)}
        ends = {"low": share(sign.rate_low), "high": share(sign.rate_high)}
        told.append(say(m.NEXT_AFTER, least=AGAIN, **rates, **ends))
    return told


def reason_name(reason: str) -> str:
    """How a reason is called on screen."""
    return say(m.REASONS[reason], least=AGAIN) if reason == "again" else say(m.REASONS[reason])


def step_name(step: str) -> str:
    """How a step is called on screen."""
    return say(m.STEPS[step])


def reason_rows(found: Silence) -> list[SilentReason]:
    """Every reason and step that some customer has, in the order of `REASONS`."""
    rows = []
    sizes = found.customers.groupby(["reason", "step"]).size()
    for (reason, step), n in sizes.items():
        sign = None if reason in CERTAIN else found.sign(reason)
        rate = low = high = float("nan")
        if sign is not None and sign.n:
            rate, low, high = sign.rate, sign.rate_low, sign.rate_high
        basis = basis_sentence(str(reason), sign)
        gain = gain_of(found, reason, int(n))
        rows.append(SilentReason(reason, step, int(n), rate, low, high, n * rate, *gain, basis))
    return sorted(rows, key=lambda one: (REASONS.index(one.reason), -one.customers))


def basis_sentence(reason: str, sign: SilentSign | None) -> str:
    """On what a step rests."""
    if reason in CERTAIN:
        return say(m.CERTAIN_BASIS)
    if sign is None or not sign.n:
        return say(m.NO_BASIS)
    ends = {"low": share(sign.rate_low), "high": share(sign.rate_high)}
    if reason == UNKNOWN:
        return say(m.BASIS_ALONE, n=sign.n, rate=share(sign.rate), **ends)
    return say(m.BASIS, n=sign.n, rate=share(sign.rate), rest=share(sign.rest_rate), **ends)


def unknown_sentences(found: Silence, names: dict[str, str]) -> list[str]:
    """What was looked at without a finding, which offers are at hand, and what is not known.
    names: of campaigns by their number.
    """
    told = []
    idle = [one for one in found.signs if one.condition != UNKNOWN and not one.tells]
    rare = [one for one in idle if not one.enough]
    for message, some in ((m.LOOKED_AT, [one for one in idle if one.enough]), (m.RARE, rare)):
        if some:
            names_of = and_list(say(m.NAMED, name=reason_name(one.condition)) for one in some)
            told.append(say(message, names=names_of))
    if found.at_hand:
        message = m.AT_HAND_RUNNING if found.running else m.AT_HAND_LATEST
        told.append(say(message, names=and_list(names.get(one, one) for one in found.at_hand)))
    else:
        told.append(say(m.NO_OFFERS_KNOWN))
    if best := action_sentence(found):
        told.append(best)
    return [*told, say(m.NOT_KNOWN)]


def silent_frame(found: Silence, times: SendTimeTrial) -> pd.DataFrame:
    """Every silent customer with reason and step in words, the best offer at hand, and hour or
    weekday where own ones beat the common one.
    """
    frame = found.customers.assign(
        reason=[reason_name(one) for one in found.customers["reason"]],
        step=[step_name(one) for one in found.customers["step"]],
    )
    own = own_times(times)
    return frame if own.empty else frame.merge(own, on=Columns.User, how="left")


def write_silent(found: Silence, times: SendTimeTrial, users: list[str], out: Path) -> int:
    """`silent_frame` of some of the customers as a CSV file; how many rows."""
    frame = silent_frame(found, times)
    return write_frame(frame[frame[Columns.User].isin(users)], out)


def silence_json(found: Silence, times: SendTimeTrial, names: dict[str, str]) -> dict[str, Any]:
    """The keys of the command line's `no-answer`."""
    return {
        "reached": found.reached,
        "answered": found.answered,
        "silent": len(found.customers),
        "never_reached": found.never,
        "lost": found.lost,
        "silent_by_lot": found.by_lot,
        "again": found.again.to_dict("records"),
        "signs": [asdict(one) | {"tells": one.tells} for one in found.signs],
        "usual_at_once": None if missing(found.usual) else found.usual,
        "reasons": [asdict(one) for one in reason_rows(found)],
        "actions": [asdict(one) for one in next_actions(found)],
        "offers_of": list(found.at_hand),
        "send_times": [_trial(one, source) for source, one in times.trials],
        "sentences": [
            *silence_sentences(found),
            *unknown_sentences(found, names),
            *times.sentences,
        ],
    }


def _trial(one: Any, source: str) -> dict[str, Any]:
    names = ("by", "customers", "events", "common", "hit", "common_hit", "low", "high")
    saved = ("saved", "saved_low", "saved_high", "beats")
    return {"source": source} | {name: getattr(one, name) for name in (*names, *saved)}
