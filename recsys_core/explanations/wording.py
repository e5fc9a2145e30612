"""One plain line from the numbers, and nothing that the numbers do not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.schema.evidence import Evidence
from recsys_core.schema.types import IntArray, StrArray

Past = Literal["purchase", "rating"]

SHARES_NOTE = "Percentages are shares of everything in the customer's past that speaks for it."
TINY = 0.02
"""Below this share of the score, past purchases are said to hardly matter."""
SPREAD = 0.05
"""With no product above this share, the evidence is said to be spread out."""
AGAINST = 0.5
"""When what speaks against is at least this part of what speaks for, it is named too."""


@dataclass(frozen=True)
class Crowd:
    """How many customers bought (or rated) each product, for reasons that are not personal.

    counts: (n_items,).  period: how the time is called, " in the last 12 months" or empty.
    """

    counts: IntArray
    period: str = ""


@dataclass(frozen=True)
class TitleShare:
    """What all past products of one title contributed together.

    share: of the positive contributions, 0 to 1; negative for what speaks against.
    """

    title: str
    items: tuple[int, ...]
    contribution: float
    share: float


def by_title(evidence: Evidence, titles: StrArray | Sequence[str]) -> list[TitleShare]:
    """The evidence added up by title, strongest first.

    Many products share a title. Shares are of the sum of the positive title contributions.
    """
    items: dict[str, list[int]] = {}
    sums: dict[str, float] = {}
    for code, value in zip(evidence.history, evidence.contributions, strict=True):
        title = str(titles[int(code)])
        items.setdefault(title, []).append(int(code))
        sums[title] = sums.get(title, 0.0) + float(value)
    positive = sum(value for value in sums.values() if value > 0)
    shares = [
        TitleShare(title, tuple(items[title]), value, value / positive if positive else 0.0)
        for title, value in sums.items()
    ]
    return sorted(shares, key=lambda share: (-share.contribution, share.items))


def reason(
    evidence: Evidence,
    titles: StrArray | Sequence[str],
    *,
    past: Past = "purchase",
    crowd: Crowd | None = None,
    most: int = 2,
) -> str:
    """One line for a list, made only from `evidence` (`crowd`: for models that are not personal).

    titles: (n_items,) by item code.  At most `most` titles are named. `SHARES_NOTE` says what the
    percentages are of.
    """
    if evidence.method == "none":
        return _impersonal(evidence, past, crowd)
    shares = by_title(evidence, titles)
    pro = [share for share in shares if share.contribution > 0]
    contra = [share for share in reversed(shares) if share.contribution < 0]
    if not pro:
        against_most = f"; {_plain(contra[0])} speaks against it most" if contra else ""
        return f"Nothing among this customer's past {past}s speaks for it{against_most}."
    total = sum(share.contribution for share in pro)
    if evidence.base > 0 and total < TINY * abs(evidence.score):
        return (
            f"Mostly because it does well with everybody: past {past}s hardly matter, "
            f"{_plain(pro[0])} most among them."
        )
    if pro[0].share < SPREAD and len(pro) > 2:
        line = (
            f"A little from each of {len(pro):,} past {past}s, "
            f"most from {pro[0].title} ({_percent(pro[0].share)})"
        )
    else:
        named = [share for share in pro[:most] if share is pro[0] or share.share >= SPREAD]
        line = "Because of " + _join([_with_share(share) for share in named])
    against = -sum(share.contribution for share in contra)
    if against >= AGAINST * total:
        line += f", although {_plain(contra[0])} speaks against it"
    return line + "."


def _impersonal(evidence: Evidence, past: Past, crowd: Crowd | None) -> str:
    verb = "Bought" if past == "purchase" else "Rated"
    own = f"not based on this customer's own {past}s"
    if crowd is None:
        return own[0].upper() + own[1:] + "."
    count = int(crowd.counts[evidence.item])
    who = "1 customer" if count == 1 else f"{count:,} customers"
    return f"{verb} by {who}{crowd.period}; {own}."


def _with_share(share: TitleShare) -> str:
    many = f"{len(share.items)} products, " if len(share.items) > 1 else ""
    return f"{share.title} ({many}{_percent(share.share)})"


def _plain(share: TitleShare) -> str:
    return f"{share.title} ({len(share.items)} products)" if len(share.items) > 1 else share.title


def _percent(share: float) -> str:
    """Whole percent; something that is there is never called 0 %, a part never 100 %."""
    whole = int(np.floor(share * 100 + 0.5))
    if whole == 0 and share > 0:
        return "under 1 %"
    if whole == 100 and share < 1 - 1e-9:
        return "over 99 %"
    return f"{whole} %"


def _join(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
