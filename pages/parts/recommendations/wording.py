"""What the Recommendations page says, made from figures. Nothing of Streamlit in here."""

from collections.abc import Sequence
from datetime import datetime

from pages.kit.formats import number, plural, share
from recsys_core.services.customers.history import PastProduct
from recsys_core.services.recommend.side_by_side import Difference, OneList, Why

WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
CITED = 0.05
"""A past purchase with a smaller share of the evidence is not worth naming in the first line."""


def in_words(count: int) -> str:
    """`six`; figures from sixteen on."""
    return WORDS[count] if 0 <= count < len(WORDS) else f"{count:,}"


def headline(
    customer: str, lead: OneList, past: Sequence[PastProduct], why: Why | None, model: str
) -> str:
    """How many products, how many of them from new categories, and why the first is first.

    lead: the list it speaks about.  past: what the list was made from.  why: of its first product.
    """
    count = len(lead.result.items)
    if not count:
        return f"{model} has no product left to show customer {customer}."
    asked = lead.result.asked_for
    amount = in_words(count) + (f" of the {in_words(asked)} wanted" if count < asked else "")
    start = f"{amount} {'product' if count == 1 else 'products'} for customer {customer}"
    parts = [start[0].upper() + start[1:], _new_categories(lead, past)]
    first = ", ".join(part for part in parts if part)
    rated = any(one.rating is not None for one in past)
    reason = _top_reason(why, lead.result.items[0].reason, past, rated=rated)
    return f"{first}; {reason}." if reason else f"{first}."


def change_line(found: Difference, count: int, *, changed: bool) -> str:
    """What diversity and the what-if did to one list; empty while nothing was asked for."""
    if not changed:
        return ""
    if found.same:
        return "Nothing moved compared with the list without changes"
    if not found.new and not found.gone:
        return f"Same products, {in_words(found.moved)} at another rank"
    if found.new:
        parts = [f"{len(found.new)} of {count} products changed"]
    else:
        parts = [f"{plural(len(found.gone), 'product')} fewer"]
    before, after = found.categories
    if after != before:
        parts.append(f"{before} → {after} categories")
    low, high = found.variety
    if low and high:
        parts.append(f"variety {_percent_change(high / low - 1)}")
    if found.score_kept is not None:
        parts.append(_score(found.score_kept))
    return ", ".join(parts)


def measured_line(figures: dict[str, tuple[float, float, float]]) -> str:
    """What the model reached on purchases it had not seen."""
    ranking, hits = figures.get("NDCG"), figures.get("HitRate")
    parts = []
    if ranking:
        value, low, high = ranking
        span = f" ({number(low)} to {number(high)})" if low < high else ""
        parts.append(f"ranking quality {number(value)}{span}")
    if hits:
        parts.append(f"{share(hits[0])} of customers found something")
    return f"When measured: {', '.join(parts)}" if parts else "Not measured yet"


def move(rank: int, before: int | None) -> tuple[str, str, str]:
    """Arrow, direction and words for a product that was at `before` (None: not in the list)."""
    if before is None:
        return "new", "new", "Not in the list without changes"
    if rank == before:
        return "", "", ""
    arrow, direction = ("▲", "up") if rank < before else ("▼", "down")
    return f"{arrow}{abs(before - rank)}", direction, f"Rank {before} without changes"


def slot_line(rank: int, model_rank: int | None, *, reranked: bool) -> str:
    """How the product came to its rank."""
    if model_rank is None:
        return f"Rank {rank}; the model does not have it among its best matches."
    if rank == model_rank:
        return f"Rank {rank}, as the model has it."
    if reranked:
        way = "up" if rank < model_rank else "down"
        return f"Rank {model_rank} for the model; your settings moved it {way} to {rank}."
    return f"Rank {rank}; the model has it at {model_rank}."


def funnel(steps: Sequence[tuple[str, int]]) -> str:
    """From all products to the list: `10,402 products, 9,116 not bought yet, 10 shown`."""
    return ", ".join(f"{count:,} {words}" for words, count in steps)


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
        return "all from familiar categories"
    if fresh == len(items):
        return "all from categories new to this customer"
    where = "a category" if fresh == 1 else "categories"
    return f"{in_words(fresh)} from {where} new to this customer"


def _top_reason(why: Why | None, told: str, past: Sequence[PastProduct], *, rated: bool) -> str:
    """told: the reason of the row itself, which says it best where no single product stands out."""
    if why is None:
        return ""
    noun = "rating" if rated else "purchase"
    pro = [one for one in why.shares if one.contribution > 0]
    if not past:
        return "with nothing in the past to go by, these are what most customers buy"
    if why.method == "none" or not pro:
        return f"the same for every customer, whatever their own {noun}s"
    top = pro[0]
    if top.share < CITED:
        return f"for the top one: {told[:1].lower()}{told[1:].rstrip('.')}"
    ids = set(why_items(why, top.title))
    behind = [one for one in past if one.item_id in ids]
    times = sum(one.times for one in behind)
    moments = sorted(moment for one in behind for moment in one.moments)
    weight = "because of" if top.share >= 0.5 else "above all because of"
    if not times:
        return f"the top one {weight} {top.title}, which was added"
    many = f"{in_words(times)} {noun}{'' if times == 1 else 's'} of {top.title}"
    return f"the top one {weight} {many}{_span(moments)}"


def why_items(why: Why, title: str) -> list[str]:
    """The customer's products of one title that count in the evidence."""
    return [item for item, its_title, _ in why.by_item if its_title == title]


def _span(moments: Sequence[datetime]) -> str:
    """When: ` in May`, ` since January`."""
    if not moments:
        return ""
    first, last = moments[0], moments[-1]
    if (first.year, first.month) == (last.year, last.month):
        return f" in {last:%B}"
    if first.year == last.year:
        return f" from {first:%B} to {last:%B}"
    return f", the last in {last:%B %Y}"


def _score(kept: float) -> str:
    if kept > 1:
        return f"mean score {_percent_change(kept - 1)}"
    return f"{share(kept)} of the mean score kept"


def _percent_change(value: float) -> str:
    rounded = round(value * 100)
    if rounded == 0:
        return "unchanged"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded)} %"
