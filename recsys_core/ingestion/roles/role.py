"""What there is to know about a column role, in one row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.names import fold, holds, plain_name

Becomes = Literal["text", "number", "date", "yes_no", "words"]
"""How cells are read. words: by the table's own checks (event_words.py, order_status.py)."""


class ValueRule(NamedTuple):
    """What a look at the values adds to the score of the name (guess.py); -9 rules the role out.
    why: the experience behind it.
    """

    holds: Callable[[ColumnLook], bool]
    score: float
    why: str


def otherwise(score: float, why: str) -> ValueRule:
    """The last rule of a table."""
    return ValueRule(lambda look: True, score, why)


EMPTY = ValueRule(lambda look: not look.filled, -0.5, "An empty column says nothing.")
NOT_NUMERIC = ValueRule(lambda look: look.numeric < 0.6, -9, "Words cannot be counted.")


@dataclass(frozen=True)
class Use:
    """What a role is in one kind of table.

    place: its rank among the roles on screen. column: where its values are stored, "" where the
    table's own checks decide. title: on screen, "" for the role's own. required: there must be
    such a column, unless one of the roles `unless` has one. filled: a row without a value is
    refused.
    """

    meaning: str
    place: int = 99
    column: str = ""
    title: str = ""
    required: bool = False
    filled: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnRole:
    """A role a column can play.

    name: in mappings. phrase: in a sentence, after "like". names: whole column names without
    spaces and signs, in lower case, the most usual first. words: what points to the role as part
    of a longer name. values: the first rule that holds counts. uses: by kind of table. missing and
    unreadable: why a row is refused. identifies: its values tell customers, products or orders
    apart. key_of: the kind of table of which every row has its own value.
    """

    name: str
    title: str
    phrase: str
    names: str
    uses: Mapping[str, Use]
    words: str = ""
    values: tuple[ValueRule, ...] = (EMPTY,)
    becomes: Becomes = "text"
    missing: str = ""
    unreadable: str = ""
    identifies: bool = False
    key_of: str = ""

    @cached_property
    def known_names(self) -> tuple[str, ...]:
        """The names one by one, as `plain_name` gives them."""
        return tuple(dict.fromkeys(map(fold, self.names.split())))

    def is_name(self, column: str) -> bool:
        """Whether a column's whole name is one of the names."""
        return plain_name(column) in self.known_names

    @cached_property
    def known_words(self) -> tuple[str, ...]:
        """The words one by one, folded."""
        return tuple(map(fold, self.words.split()))

    def words_in(self, tokens: Sequence[str]) -> list[str]:
        """Those words of a column name (`name_tokens`) that speak for the role, alone or two
        together ("don_hang").
        """
        found = [token for token in tokens if any(holds(token, w) for w in self.known_words)]
        pairs = [pair for pair in pairwise(tokens) if "_".join(pair) in self.known_words]
        return [*found, *(token for pair in pairs for token in pair)]

    def judge(self, look: ColumnLook) -> ValueRule:
        """The rule that the values of a column meet."""
        return next(
            (rule for rule in self.values if rule.holds(look)), otherwise(0, "Any value will do.")
        )
