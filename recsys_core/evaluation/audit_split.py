"""Whether the split says what it left out, and why: each number is counted a second time."""

from collections.abc import Mapping, Sequence

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.audit import Check, Finding
from recsys_core.evaluation.audit_leakage import Lists
from recsys_core.evaluation.splits.left_out import (
    COUNTED,
    customers_sentence,
    of_interest,
    pairs_sentence,
)
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import BoolArray, IntArray
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

FROM_TRAINING = Check("catalogue-from-training", m.FROM_TRAINING)
PAIRS = Check("pairs-accounted-for", m.PAIRS_ADD_UP)
WHOLE = Check("denominators", m.SAME_WHOLE)
CUSTOMERS = Check("customers-accounted-for", m.PEOPLE_ADD_UP)
MOST_LOST = 0.5
ROUNDING = 1e-9
EVENTS = {"explicit": "rating", "implicit": "purchase"}


def left_out_checks(
    data: Dataset, splits: Sequence[Split], lists: Lists, coverage: Mapping[str, float]
) -> list[Finding]:
    """The four checks. lists: by model, (users, (n, k) items) per round; coverage: by model, as
    shown. Sentences speak of the first round, as the page does.
    """
    return [
        catalogue_from_training(data, splits),
        pairs_accounted_for(data, splits),
        denominators(splits, lists, coverage),
        customers_accounted_for(data, splits),
    ]


def catalogue_from_training(data: Dataset, splits: Sequence[Split]) -> Finding:
    """Products learnt from with too few customers in the training part, and products with enough
    that are missing, which only a cut by date lets be counted again.
    """
    whole, wrong = data.whole(), 0
    for split in splits:
        least, counts = split.info.least_customers, split.train.item_counts
        wrong += int(((counts > 0) & (counts < least)).sum())
        late = _late(whole, split)
        if late is not None:
            before = whole.select(~late, "before")
            wrong += int(((before.item_counts[: data.n_items] >= least) & (counts == 0)).sum())
    info = splits[0].info
    figures = {"products": info.n_train_items, "least_customers": info.least_customers}
    if wrong:
        sentence = say(m.TOO_FEW_BEFORE, wrong=wrong, least=info.least_customers)
        return FROM_TRAINING.found("stop", sentence, figures | {"wrong": wrong}, m.NOT_HELD_BACK)
    sentence = say(m.ENOUGH_BEFORE, products=info.n_train_items, n=info.least_customers)
    return FROM_TRAINING.found("fine", sentence, figures)


def pairs_accounted_for(data: Dataset, splits: Sequence[Split]) -> Finding:
    """Whether the reasons add up to what was held back, counted again where a date cuts."""
    whole, held, named = data.whole(), 0, 0
    for split in splits:
        held += _held_back(whole, split)
        named += sum(split.info.pairs.values())
    info = splits[0].info
    if held != named:
        sentence = say(m.PAIRS_LOST, held=held, named=named)
        return PAIRS.found("stop", sentence, {"held_back": held}, m.NOT_HELD_BACK)
    new_only = splits[0].new_items_only
    basis = sum(of_interest(info.to_dict(), new_only).values())
    share = info.pairs[COUNTED] / max(basis, 1)
    figures = {**info.pairs, "share_counted": share}
    words = pairs_sentence(info.to_dict(), EVENTS[data.kind], new_only)
    sentence = words or say(m.ALL_NEW_COUNT if new_only else m.ALL_COUNT, held=basis)
    if share < MOST_LOST:
        return PAIRS.found("look", sentence, figures, m.LOOK_AT_LIMITS)
    return PAIRS.found("fine", sentence, figures)


def _late(whole: Dataset, split: Split) -> BoolArray | None:
    """(n_events,) what came after the cut; None where no date cuts."""
    if split.info.cut_ts is None or not whole.dated:
        return None
    return np.asarray(whole.ts > split.info.cut_ts)


def _held_back(whole: Dataset, split: Split) -> int:
    """Distinct pairs after the cut; those the split names where no date cuts."""
    late = _late(whole, split)
    if late is None:
        return split.info.n_test_pairs
    return len(np.unique(whole.user[late].astype(np.int64) * whole.n_items + whole.item[late]))


def _with_something(whole: Dataset, split: Split) -> int:
    """Customers with a pair held back, in the same way."""
    late = _late(whole, split)
    if late is None:
        return split.info.n_eligible_users + split.info.users_left_out
    return len(np.unique(whole.user[late]))


def denominators(splits: Sequence[Split], lists: Lists, coverage: Mapping[str, float]) -> Finding:
    """Right answers and distinct products shown, counted again, against what is said."""
    sizes = [
        split.info.n_train_items if split.known_only else split.train.n_items for split in splits
    ]
    wrong = [
        model
        for model, value in coverage.items()
        if abs(
            np.mean([_shown(i) / n for (_, i), n in zip(lists[model], sizes, strict=True)]) - value
        )
        > ROUNDING
    ]
    if any(split.test.nnz != split.info.n_relevant_pairs for split in splits):
        wrong.append("Recall")
    figures = {"right_answers": splits[0].info.n_relevant_pairs, "products": sizes[0]}
    if wrong:
        sentence = say(m.OTHER_WHOLE, models=and_list(wrong))
        return WHOLE.found("stop", sentence, figures, m.NOT_HELD_BACK)
    sentence = say(m.WHOLE_IS_SAID, pairs=splits[0].info.n_relevant_pairs, n=sizes[0])
    return WHOLE.found("fine", sentence, figures)


def _shown(items: IntArray) -> int:
    return len(np.unique(items[items != EMPTY]))


def customers_accounted_for(data: Dataset, splits: Sequence[Split]) -> Finding:
    """Whether tested and left out by reason add up to everybody with something held back."""
    whole = data.whole()
    everybody = sum(_with_something(whole, one) for one in splits)
    undrawn = sum(one.info.n_eligible_users - one.info.n_test_users for one in splits)
    left = sum(sum(one.info.customers.values()) for one in splits)
    named = sum(len(one.users) for one in splits) + undrawn + left
    figures = {**splits[0].info.customers, "tested": splits[0].info.n_test_users}
    if everybody != named:
        sentence = say(m.PEOPLE_LOST, all=everybody, named=named)
        return CUSTOMERS.found("stop", sentence, figures, m.NOT_HELD_BACK)
    words = customers_sentence(splits[0].info.to_dict(), EVENTS[data.kind])
    return CUSTOMERS.found("fine", words or say(m.NOBODY_LEFT_OUT), figures)
