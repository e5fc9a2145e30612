"""Products by the words of their texts: TF-IDF, in any language, without a text model."""

import re
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.types import CSR

MOST_TERMS = 50_000
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts that are written without spaces, or nearly so: kana, Chinese characters, Hangul."""
RUNS = re.compile(rf"[{UNSPACED}]+|[^\W{UNSPACED}]+")
ONE_UNSPACED = re.compile(f"[{UNSPACED}]")
LETTER = re.compile(r"[^\W\d_]")


def terms(text: str) -> list[str]:
    """Words in small letters; of Chinese, Japanese and Korean every character and every pair of
    neighbours, which is what words mostly are there.
    """
    found = []
    for run in RUNS.findall(text.lower()):
        if ONE_UNSPACED.match(run):
            found += list(run)
            found += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            found.append(run)
    return found


def mostly_unspaced(texts: Sequence[str]) -> bool:
    """Whether more than half of the letters are Chinese, Japanese or Korean."""
    joined = " ".join(texts)
    return 2 * len(ONE_UNSPACED.findall(joined)) > len(LETTER.findall(joined))


def tfidf_vectors(texts: Sequence[str], sublinear: bool = True) -> CSR:
    """(len(texts), n_terms) csr float32 unit rows; zero rows for texts without a word.

    A term weighs (1 + log count) when `sublinear`, else its count, times
    1 + log((1 + n) / (1 + texts with the term)); of more than 50,000 terms the most frequent stay.

    Source: Salton and Buckley, "Term-Weighting Approaches in Automatic Text Retrieval", 1988.
    """
    # Imported here because it takes a second, which the first page need not wait for.
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(terms(text) for text in texts):
        return sp.csr_matrix((len(texts), 1), dtype=np.float32)
    weigh = TfidfVectorizer(
        analyzer=terms, sublinear_tf=sublinear, max_features=MOST_TERMS, dtype=np.float32
    )
    return sp.csr_matrix(weigh.fit_transform(texts))
