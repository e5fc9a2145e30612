"""What else speaks for a product: other customers, words of the texts, the models of a blend, and
how it does with everybody.
"""

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from recsys_core.models.tfidf import terms
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.types import CSR, StrArray
from recsys_core.services.workspace.names import short_title

MOST_CUSTOMERS, MOST_WORDS, MOST_PAST = 5, 8, 5
TOO_COMMON = 0.2
"""A word in more of the product texts than this tells products apart too little to be named."""


@dataclass(frozen=True)
class LikeCustomer:
    """A customer whose taste speaks for the product. share: of what all of them brought."""

    user_id: str
    share: float
    in_common: int


@dataclass(frozen=True)
class SharedWords:
    """Words that a past product has in common with the recommended one, the rarest first."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class OtherEvidence:
    """components: title and share of each model of a blend, largest first.  customers, of
    `n_customers`: those whose taste speaks for it.  words: for models that read texts.
    everybody: share of the score that has nothing to do with this customer, None where a share
    makes no sense.
    """

    components: tuple[tuple[str, float], ...] = ()
    customers: tuple[LikeCustomer, ...] = ()
    n_customers: int = 0
    words: tuple[SharedWords, ...] = ()
    everybody: float | None = None


NO_OTHER_EVIDENCE = OtherEvidence()


def other_evidence(
    model: Recommender, data: Dataset, history: CSR, item: int, evidence: Evidence
) -> OtherEvidence:
    """Everything beside the past purchases that a model can show for one product."""
    customers, n = _customers(model, data, history, item)
    components = model.component_shares(history, item)
    return OtherEvidence(
        components=_shares(components),
        customers=customers,
        n_customers=n,
        words=_words(data, item, evidence) if _reads(model, components) else (),
        everybody=evidence.stranger_share,
    )


def _shares(components: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """As shares of what they bring together, by size, whatever the sign."""
    total = sum(abs(value) for value in components.values())
    if not total:
        return ()
    found = [(short_title(name), one / total) for name, one in components.items() if one]
    return tuple(sorted(found, key=lambda one: -abs(one[1])))


def _customers(
    model: Recommender, data: Dataset, history: CSR, item: int
) -> tuple[tuple[LikeCustomer, ...], int]:
    found = model.voters(history, item)
    if found is None or not len(found[0]):
        return (), 0
    rows, brought = found
    ids = data.users[Columns.User].to_numpy(dtype=object)
    own = np.zeros(data.n_items, dtype=np.float32)
    own[history.indices] = 1
    top = rows[:MOST_CUSTOMERS]
    common = data.binary[top] @ own
    total = float(brought.sum())
    likeminded = [
        LikeCustomer(str(ids[row]), float(share / total), int(count))
        for row, share, count in zip(top, brought[:MOST_CUSTOMERS], common, strict=True)
    ]
    return tuple(likeminded), len(rows)


def _reads(model: Recommender, components: dict[str, float]) -> bool:
    return model.card.family == "content" or "content" in components


def _words(data: Dataset, item: int, evidence: Evidence) -> tuple[SharedWords, ...]:
    """The words the strongest past products share with this one."""
    texts = data.item_texts[Columns.Text]
    own = set(terms(str(texts[item])))
    order = np.argsort(-evidence.contributions, kind="stable")
    strongest = [int(evidence.history[at]) for at in order if evidence.contributions[at] > 0]
    weights = _rarity(texts, own)
    found = []
    for code in strongest[:MOST_PAST]:
        shared = own & set(terms(str(texts[code])))
        telling = sorted((word for word in shared if word in weights), key=lambda w: -weights[w])
        if telling:
            title = str(data.item_texts[Columns.Title][code])
            found.append(SharedWords(title, tuple(telling[:MOST_WORDS])))
    return tuple(found)


def _rarity(texts: StrArray, words: set[str]) -> dict[str, float]:
    """How rare each of the words is among all products; those in every fifth text are left out."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words & set(terms(str(text))))
    most = max(TOO_COMMON * len(texts), 2)
    return {
        word: math.log(len(texts) / count)
        for word, count in counts.items()
        if count <= most and len(word) > 1 and not word.isdecimal()
    }
