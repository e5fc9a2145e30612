"""Does the reason hold? Take the cited purchase away and see how far the product falls."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.explanations import messages as m
from recsys_core.explanations.reason_words import Tally
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.histories import stack, without
from recsys_core.schema.types import CSR, FloatArray, IntArray, StrArray
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class Faithfulness:
    """Ranks of one product (1 = first) before and after parts of the history are taken away.

    top: item codes cited first and taken away.  random: as many others, drawn with `seed`; empty,
    with `rank_without_random` None, when the history holds nothing else.
    """

    item: int
    rank_before: int
    rank_without_top: int
    rank_without_random: int | None
    seed: int
    top: tuple[int, ...]
    random: tuple[int, ...] = ()

    @property
    def holds(self) -> bool | None:
        """Whether the product falls further without the cited purchase than without a random one;
        None when there is nothing to compare with.
        """
        if self.rank_without_random is None:
            return None
        return self.rank_without_top > max(self.rank_without_random, self.rank_before)


def check(
    model: Recommender,
    history: CSR,
    item: int,
    evidence: Evidence,
    seed: int = 0,
    titles: StrArray | Sequence[str] | None = None,
    include_bought: bool = False,
) -> Faithfulness | None:
    """How far `item` falls without the strongest evidence, against without a random purchase.

    Takes away the past product that contributed most, or with `titles` all past products of the
    title that did (as the reason cites it). Ranks count the products a list may hold: not the
    customer's `history` (1, n_items) unless `include_bought`, the same ones in all three cases;
    ties go to the lower code. All scores come from `fold_in`. None when nothing speaks for it.
    """
    top = _cited(evidence, titles)
    if not top:
        return None
    others = history.indices[~np.isin(history.indices, top)]
    rng = np.random.default_rng(seed)
    drawn = np.sort(rng.choice(others, min(len(top), len(others)), replace=False))
    rows = [history, without(history, top)]
    if len(drawn):
        rows.append(without(history, drawn))
    barred = np.zeros(history.shape[1], dtype=bool)
    if not include_bought:
        barred[history.indices] = True
        barred[item] = False
    ranks = _ranks(model.fold_in(stack(rows)), item, barred)
    return Faithfulness(
        item=item,
        rank_before=int(ranks[0]),
        rank_without_top=int(ranks[1]),
        rank_without_random=int(ranks[2]) if len(drawn) else None,
        seed=seed,
        top=top,
        random=tuple(int(code) for code in drawn),
    )


def sentence(result: Faithfulness, titles: StrArray | Sequence[str]) -> str:
    """In words: Without Greek yoghurt it falls from 1 to 37; without a random purchase, to 2."""
    names = and_list(dict.fromkeys(str(titles[code]) for code in result.top))
    if len(result.top) > 1:
        names = say(m.TITLE_OF_PRODUCTS, title=names, n=len(result.top))
    before, after = result.rank_before, result.rank_without_top
    moved = m.FALLS_WITHOUT if after > before else m.RISES_WITHOUT
    cited = say(
        m.STAYS_WITHOUT if after == before else moved,
        title=names,
        before=str(before),
        after=str(after),
    )
    return say(m.CHECKED, cited=cited, random=_without_random(result))


def _without_random(result: Faithfulness) -> str:
    end, before = result.rank_without_random, result.rank_before
    if end is None:
        return say(m.NO_OTHER_PURCHASE)
    message = m.RANDOM_STAYS if end == before else m.RANDOM_TO
    if result.rank_without_top == before != end:
        message = m.RANDOM_GOES
    return say(message, n=len(result.random), rank=str(end))


def _cited(evidence: Evidence, titles: StrArray | Sequence[str] | None) -> tuple[int, ...]:
    if evidence.method == "none" or not (evidence.contributions > 0).any():
        return ()
    if titles is None:
        return (int(evidence.history[int(np.argmax(evidence.contributions))]),)
    strongest = Tally(evidence, titles).strongest(1)[0]
    return strongest.items if strongest.contribution > 0 else ()


def _ranks(scores: FloatArray, item: int, barred: IntArray) -> IntArray:
    """(n,) rank of `item` in each row of `scores` (n, n_items) among the items not `barred`."""
    own = scores[:, [item]]
    ahead = (scores > own) | ((scores == own) & (np.arange(scores.shape[1]) < item))
    ahead &= ~barred
    return np.asarray(ahead.sum(axis=1) + 1)
