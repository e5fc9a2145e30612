"""One plain line from the numbers, and nothing that the numbers do not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from recsys_core.explanations import messages as m
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.types import IntArray, StrArray
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given, share

Past = Literal["purchase", "rating"]

SPREAD = 0.05
"""With no product above this share, the evidence is said to be spread out."""
AGAINST = 1 / 3
"""When what speaks against is at least this part of what speaks for, it is named too."""


FEW = 3
"""So many titles are found by looking for the greatest, one after the other."""


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


@dataclass(frozen=True)
class Grouping:
    """Which past products share a title (or a category), for all evidence from one past.

    group: (m,) the group of each past product, numbered in order of appearance.  names: of the
    groups.
    """

    group: IntArray
    names: StrArray

    @classmethod
    def of(cls, past: IntArray, titles: StrArray | Sequence[str]) -> "Grouping":
        """`past`: (m,) item codes, `titles`: (n_items,) text."""
        own = titles[past] if isinstance(titles, np.ndarray) else [titles[i] for i in past]
        return cls(*pd.factorize(np.asarray(own, dtype=object)))


Texts = StrArray | Sequence[str] | Grouping
"""Titles or categories by item code, or how they group the past of the evidence at hand."""


class Tally:
    """The evidence added up by title; `strongest(n)` and `weakest(n)` name the ends of it.

    total: sum of the positive title contributions.  against: sum of the negative ones, positive.
    """

    def __init__(self, evidence: Evidence, titles: Texts) -> None:
        if not isinstance(titles, Grouping):
            titles = Grouping.of(evidence.history, titles)
        self._history = evidence.history
        self._group, self._names = titles.group, titles.names
        self._sums = np.bincount(
            self._group, weights=evidence.contributions, minlength=len(self._names)
        )
        self.total = float(self._sums[self._sums > 0].sum())
        self.against = float(-self._sums[self._sums < 0].sum())
        self.pro = int((self._sums > 0).sum())
        self.contra = int((self._sums < 0).sum())

    def __len__(self) -> int:
        return len(self._names)

    def strongest(self, n: int) -> list[TitleShare]:
        """The `n` titles that contribute most; ties go to the lower item code."""
        if n <= FEW:
            # A sort of all of them to name two is most of what a list's reasons cost.
            left, groups = self._sums.copy(), []
            for _ in range(min(n, len(left))):
                groups.append(int(left.argmax()))
                left[groups[-1]] = -np.inf
        else:
            groups = np.argsort(-self._sums, kind="stable")[:n].tolist()
        return [self._share(group) for group in groups]

    def weakest(self) -> TitleShare:
        """The title that contributes least."""
        last = len(self._sums) - 1 - int(self._sums[::-1].argmin())
        return self._share(last)

    def _share(self, group: int) -> TitleShare:
        value = float(self._sums[group])
        items = tuple(int(item) for item in self._history[self._group == group])
        share = value / self.total if self.total else 0.0
        return TitleShare(str(self._names[group]), items, value, share)


def by_title(evidence: Evidence, titles: StrArray | Sequence[str]) -> list[TitleShare]:
    """The evidence added up by title, strongest first.

    Many products share a title. Shares are of the sum of the positive title contributions.
    """
    tally = Tally(evidence, titles)
    return tally.strongest(len(tally))


def reason(
    evidence: Evidence,
    titles: Texts,
    *,
    categories: Texts | None = None,
    past: Past = "purchase",
    crowd: Crowd | None = None,
    habit: str = "",
    low: Mapping[int, float] | None = None,
    most: int = 2,
) -> str:
    """One line for a list, made only from `evidence` (`crowd`: for models that are not personal;
    `habit`: how often the product itself was bought, for where that is most of what speaks for it).

    titles: (n_items,) by item code.  At most `most` titles are named. Where no product stands out,
    the `categories` (n_items,) that do are named instead. Percentages are shares of everything in
    the past that speaks for it, and "about" where leaving out found them.  low: the ratings below
    the middle of the scale by item code, said wherever their products are named.
    """
    if evidence.method == "none":
        return _impersonal(evidence, past, crowd)
    for_it = np.maximum(evidence.contributions, 0)
    if habit and for_it[evidence.history == evidence.item].sum() > for_it.sum() / 2:
        return habit
    tally, low = Tally(evidence, titles), low or {}
    if not tally.pro:
        if not tally.contra:
            return say(m.NOTHING_FOR[past])
        return say(m.NOTHING_FOR_SOME_AGAINST[past], against=titled(tally.weakest(), low))
    line = _what_speaks_for(evidence, tally, categories, past, low, most)
    if tally.against < AGAINST * tally.total:
        return line
    return say(m.ALTHOUGH, reason=line, against=titled(tally.weakest(), low))


def _what_speaks_for(
    evidence: Evidence,
    tally: "Tally",
    categories: Texts | None,
    past: Past,
    low: Mapping[int, float],
    most: int,
) -> str:
    first, stranger = tally.strongest(1)[0], evidence.stranger_share
    if evidence.everybodys:
        if stranger is None:
            return say(m.WELL_WITH_EVERYBODY[past], title=titled(first, low))
        fields = {"share": share(stranger), "title": titled(first, low)}
        return say(m.WELL_WITH_STRANGERS[past], **fields)
    if np.array_equal(evidence.history[evidence.contributions > 0], [evidence.item]):
        return say(m.HAD_BEFORE[past])
    if first.share < SPREAD and tally.pro > 2:
        return _spread(evidence, first, categories, past, low, most)
    named = tally.strongest(min(most, tally.pro))
    worth = [one for one in named if one is named[0] or one.share >= SPREAD]
    return say(m.BECAUSE, titles=_with_shares(worth, evidence, low))


def _spread(
    evidence: Evidence,
    first: TitleShare,
    categories: Texts | None,
    past: Past,
    low: Mapping[int, float],
    most: int,
) -> str:
    """Many small hints: what kinds of product they come from, where a kind stands out."""
    products = int((evidence.contributions > 0).sum())
    kinds: list[TitleShare] = []
    if categories is not None:
        tally = Tally(evidence, categories)
        kinds = [kind for kind in tally.strongest(min(most, tally.pro)) if kind.share >= SPREAD]
    if kinds and all(kind.title for kind in kinds):
        alone = [replace(kind, items=()) for kind in kinds]
        words = _with_shares(alone, evidence, {})
        return say(m.SMALL_HINTS_BY_KIND[past], n=products, kinds=words)
    words = _with_shares([first], evidence, low)
    return say(m.SMALL_HINTS[past], n=products, title=words)


def _impersonal(evidence: Evidence, past: Past, crowd: Crowd | None) -> str:
    if crowd is None:
        return say(m.NOT_PERSONAL[past])
    return say(m.BY_THE_CROWD[past], n=int(crowd.counts[evidence.item]), period=crowd.period)


def _with_shares(named: Sequence[TitleShare], evidence: Evidence, low: Mapping[int, float]) -> str:
    """The titles with their shares; the first says what they are shares of."""
    texts: list[str] = []
    for one in named:
        part = share(one.share)
        if evidence.method == "occlusion":
            part = say(m.ROUGHLY, share=part)
        if not texts:
            part = say(m.OF_WHAT_SPEAKS_FOR, share=part)
        texts.append(titled(one, low, part))
    return and_list(texts)


def titled(one: TitleShare, low: Mapping[int, float], *about: str) -> str:
    """The title of `one` with how many products share it, how low they were rated, and `about`."""
    n, rated = len(one.items), [low[item] for item in one.items if item in low]
    products = [say(m.PRODUCTS, n=n)] if n > 1 else []
    ratings = (
        [say(m.RATED if n == 1 else m.RATED_AS_LOW, rating=given(min(rated)))] if rated else []
    )
    parts = [*products, *ratings, *about]
    return say(m.TITLE_ABOUT, title=one.title, about=", ".join(parts)) if parts else one.title
