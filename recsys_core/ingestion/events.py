"""What happened in each row: by a word, or by what else the file holds."""

from collections.abc import Mapping

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.charged_products import leave_charged_products_out
from recsys_core.ingestion.documents import (
    LEFT_OUT,
    Document,
    kind_of_document,
    kinds_of_documents,
)
from recsys_core.ingestion.event_words import EVENT_TITLES, event_of, is_payment
from recsys_core.ingestion.expressions import quoting, unpicked
from recsys_core.ingestion.goods_rows import MOST_KINDS, NAMED, leave_amounts_out, leave_charges_out
from recsys_core.ingestion.odd_rows import refused_words
from recsys_core.ingestion.parent_rows import leave_goods_again_out
from recsys_core.ingestion.roles.amount_roles import SOLD
from recsys_core.ingestion.roles.events_by_rows import belongs_to
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import FEW_ROWS, SURE
from recsys_core.ingestion.sampling import SAMPLED, counted
from recsys_core.ingestion.validate import REFUSED, Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

ALL_BOUGHT, BY_WORDS = "purchases", "kinds"
FEW_EVENTS = 5
"""One of so many rows says a kind of event that is known."""
ASKED = 4
"""Words that are asked about, the most frequent first."""


def read_events(checks: Checks, bought: bool) -> None:
    """What happened, from a column of words or from what else the file holds. bought: a table with
    ratings is one of purchases, some of them rated. Each kind needs only what belongs to it: a look
    has no quantity.
    """
    cell, unused = checks.cells.get("event"), {}
    documents = kinds_of_documents(checks) if cell is None else None
    if documents is not None:
        checks.give("event", documents[0])
    elif cell is None and (unused := _unused(checks)) and _tells(checks, unused):
        checks.give("event", unused["column"])
    if (cell := checks.cells.get("event")) is not None:
        kinds = _documents(checks, *documents) if documents else _kinds(checks, cell)
        checks.values["event"] = _event_sql(checks, cell, kinds)
        reason = quoting(say(ROLES["event"].unreadable), f"coalesce({cell}, '')")
        checks.faults.insert(0, ("v_event IS NULL", "event", reason))
        _need_only_of_their_kind(checks)
        leave_amounts_out(checks)
    elif "rating" in checks.values and not bought:
        checks.values["event"] = "'rating'"
    else:
        checks.values["event"] = "'purchase'"
        if unused:
            checks.warnings.append(say(m.EVERY_ROW_A_PURCHASE_BUT, **unused))
        elif not SOLD & set(checks.cells):
            checks.warnings.append(say(m.EVERY_ROW_A_PURCHASE))
    leave_charges_out(checks)
    leave_charged_products_out(checks)
    leave_goods_again_out(checks)


def _unused(checks: Checks) -> dict[str, str]:
    """A column without a role whose words are mostly kinds of event, several of them, and go with
    no product, customer or order: column, words. Where nothing says that anything was sold, one
    kind on a fifth of the rows is enough: "return" beside words that are not known.
    """
    bare = not SOLD & set(checks.cells)
    for column, cell in unpicked(checks.staged, checks.mapping):
        words = counted(checks, cell)
        known = {word: kind for word, _ in words if (kind := event_of(word))}
        rows, every = sum(n for word, n in words if word in known), sum(n for _, n in words)
        several = len(set(known.values())) > 1 and 2 * rows > every
        some = bare and len(words) > 1 and FEW_EVENTS * rows > every
        few = len(words) <= MOST_KINDS and (several or some)
        if few and not is_payment(column) and not _belongs(checks, cell):
            return {"column": column, "words": and_list(word for word, _ in words[:NAMED])}
    return {}


def _belongs(checks: Checks, cell: str) -> bool:
    owners = [checks.cells[role] for role in ("item", "user", "order") if role in checks.cells]
    read = ", ".join(f"coalesce({each}, '')" for each in (cell, *owners))
    found = checks.cursor.execute(f"SELECT {read} FROM {SAMPLED}").fetchnumpy()
    columns = [list(map(str, values)) for values in found.values()]
    return any(belongs_to(columns[0], owner) for owner in columns[1:])


def _tells(checks: Checks, unused: Mapping[str, str]) -> bool:
    """Whether the analyst says that the column tells what happened, which it does from then on."""
    if checks.staged.rows < FEW_ROWS:
        return False
    choices = (Answer(ALL_BOUGHT, say(m.EVERY_ROW_COUNTS)), Answer(BY_WORDS, say(m.WORDS_TELL)))
    question = Question("what-happened", say(m.IS_EVENT_COLUMN, **unused), choices)
    return checks.ask(question) == BY_WORDS


def warn_about_refused(checks: Checks) -> None:
    """One sentence for each reason that refuses more than 1 % of the rows and is not said yet."""
    told = (say(ROLES["event"].unreadable), say(m.NO_CUSTOMER_BEHIND), say(m.TAKES_ORDER_BACK))
    found = checks.cursor.execute(
        f"SELECT column_name, regexp_replace(reason, ': ''.*$', '', 's') AS said, count(*) AS rows "
        f"FROM {REFUSED} GROUP BY 1, 2 HAVING rows > {checks.staged.rows / 100} "
        "ORDER BY rows DESC, 1, 2"
    ).fetchall()
    for column, reason, rows in found:
        message = m.ROWS_REFUSED_IN if column else m.ROWS_REFUSED
        if reason not in told:
            checks.warnings.append(say(message, column=column, reason=reason, n=rows))


def warn_about_events(checks: Checks) -> None:
    """Say which words are none of the kinds that count, and how many rows stay out with them."""
    found = refused_words(checks, say(ROLES["event"].unreadable))[:8]
    if found and "event" in checks.cells:
        words = and_list(say(m.WORD_WITH_ROWS, word=word, rows=rows) for word, rows in found)
        checks.warnings.append(say(m.EVENTS_LEFT_OUT, column=checks.mapping["event"], words=words))


def _documents(checks: Checks, column: str, found: list[Document]) -> dict[str, str | None]:
    shapes = and_list(f"{each.shape} ({each.word})" for each in found)
    fields = {"column": column, "order": checks.mapping["order"], "shapes": shapes}
    checks.show(say(m.DOCUMENTS_BY_NUMBERS, **fields))
    return {each.word: kind_of_document(checks, column, found, at) for at, each in enumerate(found)}


def _kinds(checks: Checks, cell: str) -> dict[str, str | None]:
    """The words of a column and the kind of event that each stands for."""
    words = counted(checks, cell)
    kinds = {word: event_of(word) for word, _ in words}
    _leave_payments_out(checks, kinds)
    unknown = [(word, rows) for word, rows in words if kinds[word] is None]
    bought = set() if "purchase" in kinds.values() else _bought_only(checks, cell)
    for word, rows in unknown[:ASKED]:
        kinds[word] = _asked(checks, word, rows, "purchase" if word in bought else LEFT_OUT)
    return kinds


def _event_sql(checks: Checks, cell: str, kinds: dict[str, str | None]) -> str:
    """The kind of event behind a word of the file, NULL for an unknown one."""
    by_kind: dict[str, list[str]] = {}
    for word, kind in kinds.items():
        by_kind.setdefault(kind or LEFT_OUT, []).append(word)
    by_kind.pop(LEFT_OUT, None)
    if by_kind:
        told = [
            say(m.KIND_BY_WORDS, kind=say(EVENT_TITLES[kind]), words=and_list(by_kind[kind]))
            for kind in by_kind
        ]
        column = checks.mapping["event"]
        checks.evidence.append(say(m.KINDS_BY_WORDS, column=column, kinds="; ".join(told)))
    cases = " ".join(
        f"WHEN {cell} IN ({', '.join(map(literal, known))}) THEN {literal(kind)}"
        for kind, known in by_kind.items()
    )
    return f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)"


def _leave_payments_out(checks: Checks, kinds: dict[str, str | None]) -> None:
    """Where orders are listed and payments too, the payment is no second purchase."""
    bought = [word for word, kind in kinds.items() if kind == "purchase"]
    payments = [word for word in bought if is_payment(word)]
    if not payments or len(payments) == len(bought):
        return
    kinds |= dict.fromkeys(payments)
    others = and_list(word for word in bought if word not in payments)
    fields = {"column": checks.mapping["event"], "words": and_list(payments), "others": others}
    checks.warnings.append(say(m.PAYMENTS_LEFT_OUT, **fields))


def _bought_only(checks: Checks, cell: str) -> set[str]:
    """The words whose rows alone have pieces or money; said. Empty where rows of a word differ."""
    told = [role for role in ("quantity", "revenue", "price") if role in checks.nothing]
    given = told if told == ["price"] else [role for role in told if role != "price"]
    if not given:
        return set()
    filled = " AND ".join(f"NOT {checks.nothing[role]}" for role in given)
    shares = checks.cursor.execute(
        f"SELECT {cell}, avg(CASE WHEN {filled} THEN 1 ELSE 0 END) FROM {SAMPLED} GROUP BY 1"
    ).fetchall()
    found = {str(word) for word, share in shares if share >= SURE}
    if not found or all(share > 1 - SURE for _, share in shares):
        return set()
    words = and_list(sorted(found))
    checks.evidence.append(say(m.BOUGHT_BY_AMOUNTS, column=checks.mapping["event"], words=words))
    return found


def _asked(checks: Checks, word: str, rows: int, evidence: str) -> str | None:
    """What an unknown word counts as: what the evidence says, until the analyst says otherwise."""
    answers = [Answer(LEFT_OUT, say(m.EVENT_LEFT_OUT))]
    answers += [Answer(kind, say(title)) for kind, title in EVENT_TITLES.items()]
    sentence = say(m.UNKNOWN_EVENT, column=checks.mapping["event"], word=word, n=rows)
    chosen = checks.ask(Question(f"event:{word}", sentence, tuple(answers), evidence))
    return None if chosen == LEFT_OUT else chosen


def _need_only_of_their_kind(checks: Checks) -> None:
    sold = "v_event = 'purchase'"
    missing = literal(say(ROLES["quantity"].missing))
    checks.faults = [
        (f"({condition} AND {sold})", role, reason)
        if reason == missing
        else (condition, role, reason)
        for condition, role, reason in checks.faults
    ]
    if "rating" in checks.values:
        unrated = "v_event = 'rating' AND v_rating IS NULL"
        checks.faults.append((unrated, "rating", literal(say(ROLES["rating"].missing))))
