"""Themes of products: groups of item vectors, named by the words that are theirs alone."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from recsys_core.profiles.clusters.naming import unique_name
from recsys_core.schema.types import IntArray

NAMED_BY = 3
"""Words in a name."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def class_words(texts: Sequence[str], groups: IntArray) -> pd.DataFrame:
    """(words, groups): class-based TF-IDF, tf of the word in all texts of the group times
    log(1 + A / tf of the word in all groups), A being the mean number of words of a group.

    texts: (n,).  groups: (n,) codes from 0.  Words have two letters or more, in lower case.

    Source: Grootendorst, "BERTopic", arXiv 2203.05794 (2022), equation 1.
    """
    counts = [Counter[str]() for _ in range(int(groups.max()) + 1)]
    for text, group in zip(texts, groups, strict=True):
        counts[group].update(_WORD.findall(text.lower()))
    words = sorted(set().union(*counts))
    table = np.array([[one[word] for one in counts] for word in words], dtype=float)
    table = table.reshape(len(words), len(counts))
    everywhere = table.sum(axis=1, keepdims=True)
    weights = table * np.log1p(table.sum() / len(counts) / np.maximum(everywhere, 1))
    return pd.DataFrame(weights, index=words)


def theme_names(weights: pd.DataFrame, no_words: str) -> list[str]:
    """The words of most weight for each theme; no two names are equal. A word that begins like one
    taken already (`cakes` after `cake`) adds nothing and is left out.
    """
    names: list[str] = []
    for group in weights:
        ordered = weights[group][weights[group] > 0].sort_values(ascending=False, kind="stable")
        taken: list[str] = []
        for word in map(str, ordered.index):
            if not any(word.startswith(one) or one.startswith(word) for one in taken):
                taken.append(word)
            if len(taken) == NAMED_BY:
                break
        names.append(unique_name(", ".join(taken) or no_words, names))
    return names
