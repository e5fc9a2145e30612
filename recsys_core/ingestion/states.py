"""Which orders their states undo: every word of the columns that tell what became of an order."""

from dataclasses import dataclass, replace

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.called_off import CANCELS
from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.concepts import in_words
from recsys_core.ingestion.expressions import NO, YES, unpicked
from recsys_core.ingestion.money_sample import FEW
from recsys_core.ingestion.no_value import is_no_value
from recsys_core.ingestion.open_states import ends, is_unsure, waits
from recsys_core.ingestion.order_lines import filled_sql
from recsys_core.ingestion.order_returns import undo_orders
from recsys_core.ingestion.order_status import (
    STATE_OF,
    Context,
    Meaning,
    context_of,
    meaning_of,
    takes_back,
)
from recsys_core.ingestion.return_documents import returns_of_their_own
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import SURE
from recsys_core.ingestion.sampling import MOST_VALUES, SAMPLED
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOST_UNDONE, FEW_ROWS = 0.5, 20
"""Of a file of so many rows or more, a column that undoes a larger share is asked about."""
NAMED, ASKED = 8, 4
"""Words that a sentence names, and words that are asked about, of each column."""
KEPT, NOT_KEPT = "bought", "not-bought"


@dataclass(frozen=True)
class Word:
    """A word of a column of states. meaning: None where it is not known. day: it is any date, and
    `text` the name of its column.
    """

    text: str
    rows: int
    meaning: Meaning | None
    day: bool = False

    @property
    def plain(self) -> str:
        return say(m.A_DATE_IN, column=self.text) if self.day else self.text

    def __str__(self) -> str:
        return say(m.WORD_WITH_ROWS, word=self.plain, rows=self.rows)


def mark_undone(checks: Checks) -> list[Word] | None:
    """Take note of orders that one of their states calls cancelled, refunded or never paid; the
    words that say so, None without such a column. A row is the whole order then, bought and
    undone in one. Where a row of its own takes it back (a quantity of zero or less, another
    event), that row does.
    """
    roles = [role for role in STATE_OF if role in checks.cells]
    conditions = ["v_paid_back"] if "paid_back" in checks.values else []
    conditions += undo_orders(checks)
    if not roles and not conditions:
        return None
    words = []
    for role in roles:
        undone, condition = _undone(checks, role)
        words += undone
        conditions.append(condition)
    bought = "v_event = 'purchase'"
    if "quantity" in checks.values:
        bought += " AND coalesce(v_quantity > 0, true)"
    checks.values["void"] = f"coalesce({' OR '.join(conditions)}, false) AND {bought}"
    checks.mark("void", "v_void")
    return words


def warn_about_undone(checks: Checks, words: list[Word] | None) -> None:
    """Say how many orders count as bought and undone."""
    found = checks.count(f"fault = 0 AND {checks.marked('void')}") if words else 0
    if words and found:
        columns = and_list(checks.mapping[role] for role in STATE_OF if role in checks.cells)
        ranked = sorted(words, key=lambda word: -word.rows)
        said = [word for word in ranked if not word.day]
        reasons = [say(m.BY_THE_WORDS, words=_shown(checks, said))] if said else []
        reasons += [_shown(checks, [word]) for word in ranked if word.day]
        undone = {"column": columns, "rows": found, "reasons": and_list(reasons)}
        checks.warnings.append(say(m.UNDONE_ROWS, **undone))


def _shown(checks: Checks, words: list[Word]) -> str:
    """The words, with their rows where all of them were counted."""
    return _named(words) if checks.exact else and_list(word.plain for word in words[:NAMED])


def _undone(checks: Checks, role: str) -> tuple[list[Word], str]:
    """The words of a column that undo an order, and SQL for whether a row has one of them."""
    cell, column = checks.cells[role], checks.mapping[role]
    every = checks.tally(cell, MOST_VALUES)
    empty = [text for text, _ in every if not text or is_no_value(text)]
    found = [(text, rows) for text, rows in every if text and text not in empty]
    if found and all(kind(text) == "date" for text, _ in found):
        filled = f"({cell} > ' ' AND NOT starts_with(trim({cell}), '0000'))"
        days = [Word(column, sum(rows for _, rows in found), "undone", day=True)]
        return (days, filled) if _believed(checks, column, days, filled, FEW) else ([], "false")
    context = context_of(column) if role == "status" else STATE_OF[role]
    words = [Word(text, rows, _meaning(text, context, column)) for text, rows in found]
    words = _closed(checks, column, words) if context == "order" else words
    # Shops that say "on hold" while the payment is awaited say "processing" when it is there.
    held = context == "order"
    unknown = [word for word in words if word.meaning is None or (held and waits(word.text))]
    unsure = [word for word in words if word.meaning == "undone" and is_unsure(word.text)][:ASKED]
    if unknown or unsure:
        checks.count_all()
    checks.expect(cell, [word.text for word in words] + empty)
    refused = [
        word
        for word in unknown[:ASKED]
        if _asked(checks, column, word, _by_reason(checks, cell, word)) == NOT_KEPT
    ]
    undone = [word for word in words if word.meaning in ("undone", "unpaid")] + refused
    kept = [word for word in unsure if _asked(checks, column, word, NOT_KEPT) == KEPT]
    undone = [word for word in undone if word not in kept]
    _say_what_is_open(checks, column, words, [word for word in unknown if word not in refused])
    own = returns_of_their_own(checks, role, [word.text for word in undone])
    if own:
        undone = [word for word in undone if word.text not in own]
        also = checks.values.get("came_back", "false")
        back = f"coalesce({cell} IN ({', '.join(map(literal, own))}), false) OR {also}"
        checks.values["came_back"] = f"({back})"
        checks.mark("came_back", "v_came_back AND v_event = 'purchase'")
    said = f"{cell} IN ({', '.join(literal(word.text) for word in undone)})"
    if not undone or not _believed(checks, column, undone, said):
        return [], "false"
    # "Refunded: yes" beside the money says that some went back, and the money how much.
    flag = all(word.text.lower() in YES for word in undone)
    if flag and ROLES["refund"].is_name(column) and "paid_part" in checks.values:
        return undone, f"({said} AND NOT v_paid_part)"
    return undone, _unless_in_part(checks, cell, undone, said)


def _unless_in_part(checks: Checks, cell: str, undone: list[Word], said: str) -> str:
    """SQL for whether a row is undone; not by words of a return where the pieces that came back
    are counted: these say how much of the row it was.
    """
    returns = [each.text for each in undone if takes_back(each.text)]
    returns = [text for text in returns if not CANCELS.search(in_words(text))]
    if "kept" not in checks.values or not returns:
        return said
    part = f"{cell} IN ({', '.join(map(literal, returns))}) AND v_kept < v_quantity"
    return f"({said} AND NOT coalesce({part}, false))"


def _believed(
    checks: Checks, column: str, undone: list[Word], condition: str, few: int = FEW_ROWS
) -> bool:
    """Whether these words undo orders: asked before anything counts where they would undo most of
    `few` rows or more.
    """
    source = checks.source() if checks.exact else checks.head()
    rows, every = checks.cursor.execute(
        f"SELECT count(*) FILTER ({condition}), count(*) FROM {source}"
    ).fetchall()[0]
    if every < few or rows <= MOST_UNDONE * every:
        return True
    checks.count_all()
    answers = (Answer(NOT_KEPT, say(m.WERE_UNDONE)), Answer(KEPT, say(m.WERE_NOT_UNDONE)))
    fields = {"column": column, "rows": rows, "all": every, "words": _named(undone)}
    question = Question(f"undone:{column}", say(m.HALF_UNDONE, **fields), answers)
    return checks.ask(question) == NOT_KEPT


def _meaning(text: str, context: Context, column: str) -> Meaning | None:
    """What a word says; yes, no and days answer the name of the column ("Cancelled at")."""
    plain = text.strip().lower()
    if plain in YES or kind(text) == "date":
        return meaning_of(column)
    if plain in NO:
        return "unpaid" if context_of(column) == "payment" else "kept"
    return meaning_of(text, context)


def _by_reason(checks: Checks, cell: str, word: Word) -> str:
    """Whether orders of an unknown word came to nothing: they alone have what another column holds
    (a reason), and lack what a further one says of all others (when they were completed).
    """
    columns = unpicked(checks.staged, checks.mapping)
    if not columns or word.rows < FEW:
        return KEPT
    this = f"{cell} = {literal(word.text)}"
    counts = ", ".join(f"count(*) FILTER ({this} AND {filled_sql(c)}), count(*) FILTER ("
                       f"NOT {this} AND {filled_sql(c)})" for _, c in columns)  # fmt: skip
    here, others, *found = checks.cursor.execute(
        f"SELECT count(*) FILTER ({this}), count(*) FILTER (NOT {this}), {counts} FROM {SAMPLED}"
    ).fetchall()[0]
    shares = zip(columns, found[::2], found[1::2], strict=True)
    filled = [
        (name, mine / max(here, 1), rest / max(others, 1)) for (name, _), mine, rest in shares
    ]
    reason = next((name for name, mine, rest in filled if mine >= SURE and rest <= 1 - SURE), None)
    done = next((name for name, mine, rest in filled if mine <= 1 - SURE and rest >= SURE), None)
    if reason is None or done is None:
        return KEPT
    checks.evidence.append(say(m.UNDONE_BY_REASON, word=word.text, reason=reason, done=done))
    return NOT_KEPT


def _asked(checks: Checks, column: str, word: Word, until: str = KEPT) -> str:
    """What an unknown word counts as until the analyst says otherwise."""
    answers = (Answer(KEPT, say(m.WAS_KEPT)), Answer(NOT_KEPT, say(m.WAS_NOT_KEPT)))
    sentence = say(m.UNKNOWN_STATE, column=column, word=word.text, n=word.rows)
    return checks.ask(Question(f"state:{word.text}", sentence, answers, until))


def _closed(checks: Checks, column: str, words: list[Word]) -> list[Word]:
    """Where orders are complete or closed, the closed ones are those whose money went back, as
    in Magento, unless the analyst says otherwise.
    """
    beside = [word.text for word in words if ends(word.text) == "COMPLETE"]
    closed = [word for word in words if beside and ends(word.text) == "CLOSED"]
    for word in closed:
        answers = (Answer(KEPT, say(m.WAS_KEPT)), Answer(NOT_KEPT, say(m.WAS_NOT_KEPT)))
        said = {"column": column, "word": word.text, "others": and_list(beside), "n": word.rows}
        question = Question(f"state:{word.text}", say(m.CLOSED_STATE, **said), answers, NOT_KEPT)
        undone = checks.ask(question) == NOT_KEPT
        checks.warnings.append(say(m.CLOSED_UNDONE if undone else m.CLOSED_KEPT, **said))
        meaning: Meaning = "undone" if undone else "kept"
        words = [replace(word, meaning=meaning) if each == word else each for each in words]
    return words


def _say_what_is_open(checks: Checks, column: str, words: list[Word], open_: list[Word]) -> None:
    if open_:
        checks.warnings.append(say(m.UNKNOWN_STATES, column=column, words=_named(open_)))
    elif words and all(word.meaning == "kept" for word in words):
        named = _named(words)
        checks.warnings.append(say(m.STATES_UNDO_NOTHING, column=column, words=named))


def _named(words: list[Word]) -> str:
    """The first words with their rows, and how many there are besides."""
    more = [say(m.MORE_WORDS, n=len(words) - NAMED)] if len(words) > NAMED else []
    return and_list([*map(str, words[:NAMED]), *more])
