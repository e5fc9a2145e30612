"""Words found by what they mean: stems of many languages, each standing for a concept."""

import re
from collections.abc import Mapping

from recsys_core.ingestion.roles.names import CAMEL, UNSPACED, fold


def stems(words: str) -> tuple[str, ...]:
    """Folded stems; * stands for any ending, _ for a space."""
    return tuple(map(fold, words.split()))


def in_words(text: str) -> str:
    """The text folded, its words apart: `PaymentFailed` and `payment_failed` are alike."""
    return fold(CAMEL.sub(" ", text)).replace("_", " ").strip()


def alternation(terms: tuple[str, ...], spaced: bool) -> str:
    """A pattern of the stems that are, or are not, of a script that parts its words, as Greek and
    Cyrillic do.
    """
    chosen = [t for t in terms if spaced != bool(UNSPACED.match(t) and t[0] > "\u04ff")]
    return "|".join(
        re.escape(term).replace("_", r"[\s-]?").replace(r"\*", r"\w*") + (r"\b" if spaced else "")
        for term in chosen
    )


class Concepts:
    """Finds the concepts of a text in the order in which they stand; earlier ones win a place."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._found = re.compile("|".join(_group(name, terms) for name, terms in words.items()))

    def of(self, text: str) -> list[str]:
        """The names of the concepts in a text that is folded already."""
        return [str(found.lastgroup) for found in self._found.finditer(text)]

    def without(self, text: str) -> str:
        """What is left of a text that is folded already when its concepts are taken out."""
        return self._found.sub(" ", text)


def _group(name: str, terms: tuple[str, ...]) -> str:
    joined = alternation(terms, spaced=False)
    return rf"(?P<{name}>(?<!\w)(?:{alternation(terms, spaced=True)}){joined and '|'}{joined})"
