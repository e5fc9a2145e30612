"""What one customer's lists show, in sentences: what leads, what moved, and why."""

from collections.abc import Sequence
from datetime import datetime

from recsys_core.services.customers.history import PastProduct
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.side_by_side import Difference, OneList, Why
from recsys_core.services.workspace.names import BASELINE
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count as in_full
from recsys_core.wording.numbers import number, share, signed_share

CITED = 0.05
"""A past purchase with a smaller share of the evidence is not worth naming in the first line."""
MOST = 0.5
"""From this share of the evidence on, what stands behind a product is its reason."""


def in_words(count: int) -> str:
    """`six`; figures from sixteen on."""
    return say(m.NUMBERS[count]) if 0 <= count < len(m.NUMBERS) else in_full(count)


def headline(
    customer: str, lead: OneList, past: Sequence[PastProduct], why: Why | None, model: str
) -> str:
    """How many products, how many of them from new categories, and why the first is first.

    lead: the list it speaks about.  past: what the list was made from.  why: of its first product.
    """
    count, asked = len(lead.result.items), lead.result.asked_for
    if not count:
        return say(m.NOTHING_LEFT, model=model, customer=customer)
    amount = in_words(count)
    if count < asked:
        amount = say(m.OF_THE_WANTED, amount=amount, wanted=in_words(asked))
    first = say(m.FOR_CUSTOMER, n=count, amount=amount[0].upper() + amount[1:], customer=customer)
    categories = _new_categories(lead, past)
    if categories:
        first = say(m.LIST_WITH_CATEGORIES, list=first, categories=categories)
    rated = any(one.rating is not None for one in past)
    reason = _top_reason(why, past, rated=rated)
    return say(m.LIST_WITH_REASON if reason else m.LIST_ALONE, list=first, reason=reason)


def lead_list(lists: Sequence[str], best: str) -> str:
    """The list the first line speaks about: the best model's, else the first personal one's."""
    personal = [name for name in lists if name != BASELINE]
    if best in personal:
        return best
    return personal[0] if personal else lists[0]


def evidence_title(why: Why, title: str, strongest: str) -> str:
    """How much of the evidence the strongest few carry; titles come as short as they are shown."""
    pro = [one.share for one in why.shares if one.contribution > 0]
    if not pro:
        return say(m.NOTHING_SPEAKS_FOR, title=title)
    if why.everybodys:
        return say(m.EVERYBODY_CARRIES, title=title)
    if pro[0] >= MOST:
        return say(m.CARRIES, strongest=strongest, title=title)
    return say(m.THREE_CARRY if sum(pro[:3]) >= MOST else m.MANY_SPEAK, title=title)


def change_line(found: Difference, count: int, *, changed: bool) -> str:
    """What diversity and the what-if did to one list; empty while nothing was asked for."""
    if not changed:
        return ""
    if found.same:
        return say(m.NOTHING_MOVED)
    if not found.new and not found.gone:
        return say(m.OTHER_RANKS, amount=in_words(found.moved))
    if found.new:
        parts = [say(m.PRODUCTS_CHANGED, n=len(found.new), whole=count)]
    else:
        parts = [say(m.PRODUCTS_FEWER, n=len(found.gone))]
    before, after = found.categories
    if after != before:
        parts.append(say(m.CATEGORIES_CHANGED, before=before, after=after))
    low, high = found.variety
    if low and high:
        parts.append(say(m.VARIETY_CHANGED, change=signed_share(high / low - 1)))
    if found.score_kept is not None:
        parts.append(_score(found.score_kept))
    return ", ".join(parts)


def measured_line(
    figures: dict[str, tuple[float, float, float]], protocol: str = m.WHEN_MEASURED
) -> str:
    """What the model reached on purchases it had not seen; `protocol` as `protocol_of` has it."""
    ranking, hits = figures.get("NDCG"), figures.get("HitRate")
    parts = []
    if ranking:
        value, low, high = map(number, ranking)
        message = m.RANKING_QUALITY_BETWEEN if ranking[1] < ranking[2] else m.RANKING_QUALITY
        parts.append(say(message, value=value, low=low, high=high))
    if hits:
        parts.append(say(m.FOUND_SOMETHING, share=share(hits[0])))
    return say(protocol, figures=", ".join(parts)) if parts else say(m.NOT_MEASURED)


def protocol_of(new_only: bool, *, shows_bought: bool) -> str:
    """How a figure beside a list is put: it says which products it was measured on where these are
    not those the list is made of.
    """
    if new_only != shows_bought:
        return m.WHEN_MEASURED
    return m.MEASURED_ON_NEW if new_only else m.MEASURED_WITH_BOUGHT


def move(rank: int, before: int | None) -> tuple[str, str, str]:
    """Arrow, direction and words for a product that was at `before` (None: not in the list)."""
    if before is None:
        return say(m.NEW), "new", say(m.NOT_IN_LIST_BEFORE)
    if rank == before:
        return "", "", ""
    arrow, direction = ("▲", "up") if rank < before else ("▼", "down")
    return f"{arrow}{abs(before - rank)}", direction, say(m.RANK_BEFORE, rank=before)


def slot_line(rank: int, model_rank: int | None, *, reranked: bool) -> str:
    """How the product came to its rank."""
    if model_rank is None:
        message = m.RANK_NOT_BY_MODEL
    elif rank == model_rank:
        message = m.RANK_AS_BY_MODEL
    elif reranked:
        message = m.MOVED_UP if rank < model_rank else m.MOVED_DOWN
    else:
        message = m.RANK_AND_MODEL_RANK
    return say(message, rank=rank, before=model_rank)


def when(moment: datetime | None, now: datetime | None) -> str:
    """`12 May`, with the year when it is not the one the data ends in."""
    if moment is None:
        return ""
    year = "" if now is not None and moment.year == now.year else f" {moment.year}"
    return f"{moment.day} {moment:%b}{year}"


def _new_categories(lead: OneList, past: Sequence[PastProduct]) -> str:
    """How many come from categories the customer has nothing of."""
    items = [item for item in lead.result.items if item.category]
    if not items or not past:
        return ""
    known = {one.category for one in past}
    fresh = sum(item.category not in known for item in items)
    if fresh == 0:
        return say(m.ALL_FAMILIAR)
    if fresh == len(items):
        return say(m.ALL_NEW)
    return say(m.SOME_NEW, n=fresh, amount=in_words(fresh))


def _top_reason(why: Why | None, past: Sequence[PastProduct], *, rated: bool) -> str:
    """Short enough for a first line; the row itself says what speaks against it too."""
    if why is None:
        return ""
    pro = [one for one in why.shares if one.contribution > 0]
    if not past:
        return say(m.NOTHING_TO_GO_BY)
    if why.method == "none" or not pro:
        return say(m.SAME_WHATEVER_RATINGS if rated else m.SAME_WHATEVER_PURCHASES)
    if why.everybodys:
        return say(m.TOP_WITH_EVERYBODY)
    top = pro[0]
    if top.share < CITED:
        hints = sum(contribution > 0 for _, _, contribution in why.by_item)
        return say(m.TOP_OF_RATINGS if rated else m.TOP_OF_PURCHASES, n=hints)
    message = m.TOP_BECAUSE if top.share >= MOST else m.TOP_ABOVE_ALL_BECAUSE
    ids = set(_items_behind(why, top.title))
    return say(message, cause=_cause(top.title, [one for one in past if one.item_id in ids], rated))


def _cause(title: str, behind: Sequence[PastProduct], rated: bool) -> str:
    """The purchases or ratings of one title, with when they were."""
    times = sum(one.times for one in behind)
    if not times:
        return say(m.CAUSE_ADDED, title=title)
    fields = {"n": times, "amount": in_words(times), "title": title}
    if rated:
        given = sum((one.rating or 0.0) * one.times for one in behind) / times
        cause = say(m.CAUSE_RATINGS, rating=number(given), **fields)
    else:
        cause = say(m.CAUSE_PURCHASES, **fields)
    moments = sorted(moment for one in behind for moment in one.moments)
    if not moments:
        return cause
    first, last = moments[0], moments[-1]
    if (first.year, first.month) == (last.year, last.month):
        return say(m.CAUSE_IN, cause=cause, month=f"{last:%B}")
    if first.year == last.year:
        return say(m.CAUSE_FROM_TO, cause=cause, first=f"{first:%B}", last=f"{last:%B}")
    return say(m.CAUSE_LAST_IN, cause=cause, month=f"{last:%B %Y}")


def _items_behind(why: Why, title: str) -> list[str]:
    """The customer's products of one title that count in the evidence."""
    return [item for item, its_title, _ in why.by_item if its_title == title]


def _score(kept: float) -> str:
    if kept > 1:
        return say(m.MEAN_SCORE_CHANGED, change=signed_share(kept - 1))
    return say(m.MEAN_SCORE_KEPT, share=share(kept))
