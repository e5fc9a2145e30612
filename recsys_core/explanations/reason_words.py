"""One plain line from the numbers, and nothing that the numbers do not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from recsys_core.explanations import messages as m
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.types import IntArray, StrArray
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

Past = Literal["purchase", "rating"]

TINY = 0.02
"""Below this share of the score, past purchases are said to hardly matter."""
SPREAD = 0.05
"""With no product above this share, the evidence is said to be spread out."""
AGAINST = 0.5
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
    most: int = 2,
) -> str:
    """One line for a list, made only from `evidence` (`crowd`: for models that are not personal;
    `habit`: how often the product itself was bought, for where that is most of what speaks for it).

    titles: (n_items,) by item code.  At most `most` titles are named. Where no product stands out,
    the `categories` (n_items,) that do are named instead. Percentages are shares of everything in
    the past that speaks for it.
    """
    if evidence.method == "none":
        return _impersonal(evidence, past, crowd)
    for_it = np.maximum(evidence.contributions, 0)
    if habit and for_it[evidence.history == evidence.item].sum() > for_it.sum() / 2:
        return habit
    if np.array_equal(evidence.history[for_it > 0], [evidence.item]):
        return say(m.HAD_BEFORE[past])
    tally = Tally(evidence, titles)
    if not tally.pro:
        if not tally.contra:
            return say(m.NOTHING_FOR[past])
        return say(m.NOTHING_FOR_SOME_AGAINST[past], against=_plain(tally.weakest()))
    named = tally.strongest(min(most, tally.pro))
    first = named[0]
    if evidence.base > 0 and tally.total < TINY * abs(evidence.score):
        return say(m.WELL_WITH_EVERYBODY[past], title=_plain(first))
    if first.share < SPREAD and tally.pro > 2:
        return _spread(evidence, first, categories, past, most)
    causes = and_list(_with_share(one) for one in named if one is first or one.share >= SPREAD)
    if tally.against >= AGAINST * tally.total:
        return say(m.BECAUSE_ALTHOUGH, titles=causes, against=_plain(tally.weakest()))
    return say(m.BECAUSE, titles=causes)


def _spread(
    evidence: Evidence,
    first: TitleShare,
    categories: Texts | None,
    past: Past,
    most: int,
) -> str:
    """Many small hints: what kinds of product they come from, where a kind stands out."""
    products = int((evidence.contributions > 0).sum())
    kinds: list[TitleShare] = []
    if categories is not None:
        tally = Tally(evidence, categories)
        kinds = [kind for kind in tally.strongest(min(most, tally.pro)) if kind.share >= SPREAD]
    if kinds and all(kind.title for kind in kinds):
        words = and_list(
            say(m.TITLE_WITH_SHARE, title=kind.title, share=_percent(kind.share)) for kind in kinds
        )
        return say(m.SMALL_HINTS_BY_KIND[past], n=products, kinds=words)
    return say(m.SMALL_HINTS[past], n=products, title=_with_share(first))


def _impersonal(evidence: Evidence, past: Past, crowd: Crowd | None) -> str:
    if crowd is None:
        return say(m.NOT_PERSONAL[past])
    return say(m.BY_THE_CROWD[past], n=int(crowd.counts[evidence.item]), period=crowd.period)


def _with_share(one: TitleShare) -> str:
    message = m.PRODUCTS_WITH_SHARE if len(one.items) > 1 else m.TITLE_WITH_SHARE
    return say(message, title=one.title, n=len(one.items), share=_percent(one.share))


def _plain(one: TitleShare) -> str:
    if len(one.items) == 1:
        return one.title
    return say(m.TITLE_OF_PRODUCTS, title=one.title, n=len(one.items))


def _percent(share: float) -> str:
    """Whole percent; something that is there is never called 0 %, a part never 100 %."""
    whole = int(np.floor(share * 100 + 0.5))
    if whole == 0 and share > 0:
        return say(m.UNDER_ONE_PERCENT)
    if whole == 100 and share < 1 - 1e-9:
        return say(m.OVER_99_PERCENT)
    return say(m.PERCENT, whole=str(whole))
