"""Which products a wish brings up: one of a title, and not all of them for the same word."""

import re

import numpy as np
import pandas as pd

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.types import FloatArray, IntArray, StrArray

NO_WORD = re.compile(r"[\W_]+")
SHORTEST = 3
"""Letters of a fact; a shorter one may stand inside a word by chance."""
AGAIN = 0.5
"""What a word still counts for each product above that has it too."""


def without_facts(facts: ItemFacts) -> StrArray:
    """(n_items,) titles in small letters, less what their other facts say: of "Coffee (National, 39
    oz)" it is "coffee national".
    """
    titles = list(facts.titles)
    for values in facts.attributes.values():
        for code, value in enumerate(values):
            if len(value) >= SHORTEST and value in titles[code]:
                titles[code] = titles[code].replace(value, "")
    return np.array([NO_WORD.sub(" ", title).strip().lower() for title in titles], dtype=object)


def one_of_each(scores: FloatArray, titles: StrArray) -> FloatArray:
    """(n_items,) the scores, -inf for all but the best product of each title."""
    order = np.argsort(-scores, kind="stable")
    best = order[~pd.Series(titles[order]).duplicated().to_numpy()]
    out = np.full(len(scores), -np.inf)
    out[best] = scores[best]
    return out


def spread(own: FloatArray, typed: FloatArray, words: FloatArray, most: int) -> FloatArray:
    """(n_items,) scores of the `most` best, chosen one by one; -inf for the others.

    own, typed: (n_items,) what counts whatever was chosen before, -inf for products that may not
    be; and what counts less each time a word of the product is answered again.  words: (n_words,
    n_items) what each word of a product weighs (`WordIndex.weights`).

    Source: Santos, Macdonald and Ounis, "Exploiting query reformulations for web search result
    diversification", WWW 2010 (xQuAD; a word answered by a product stays half unanswered).
    """
    left, unanswered = own.copy(), np.ones(len(words))
    words = words / np.where(words.any(axis=0), words.sum(axis=0), 1.0)
    out = np.full(len(own), -np.inf)
    for _ in range(most):
        value = left + typed * (1 - (1 - unanswered) @ words)
        best = int(np.argmax(value))
        if not np.isfinite(value[best]):
            break
        out[best], left[best] = value[best], -np.inf
        unanswered[words[:, best] > 0] *= AGAIN
    return out


def wide_enough(cap: int, counts: IntArray, k: int) -> int:
    """The smallest cap, from `cap` on, with which categories of (n,) `counts` products fill `k`
    places, or all there are products for.
    """
    wanted = min(k, int(counts.sum()))
    while np.minimum(counts, cap).sum() < wanted:
        cap += 1
    return cap
