"""Who and what a row is about: one spelling for each ID, and words that stand for no customer."""

from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import quoting
from recsys_core.ingestion.formula import restore_sql
from recsys_core.ingestion.odd_rows import refused_words
from recsys_core.ingestion.roles.registry import ROLES, uses_in
from recsys_core.ingestion.roles.table_rules import names_a_person
from recsys_core.ingestion.sampling import SAMPLED, seen
from recsys_core.ingestion.spellings import are_one
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say


def _stems(words: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in words.split())


NOBODY = _stems(
    """guest guests anonymous anonym anonymer anonyme anónimo anonimo anoniem unknown unbekannt
    inconnu desconocido desconhecido sconosciuto onbekend nieznany okänd bilinmeyen nobody noname
    walk-in walkin laufkunde laufkundschaft gast gastkunde gastbesteller invité invite invitado
    ospite convidado gość gäst misafir гость аноним неизвестно 游客 散客 匿名 未知 非会员 ゲスト
    非会員 게스트 비회원 guest-user non-member nonmember guest_checkout guest_user guest_customer
    walk_in walk-in_customer walk_in_customer cash_customer no_customer not_logged_in
    not_registered consumidor_final publico_en_general público_en_general cliente_generico
    cliente_contado client_comptant client_de_passage ohne_kunde deleted_user"""
)
"""What tills and shops write where they know no customer, in lower case."""
MAILBOXES = ("guest", "gast", "anonymous", "noreply", "no-reply", "nobody", "none", "unknown")
_EMPTY_NUMBER = r"^(0+(\.0+)?|-1|9{4,}|[0-]{8,})$"
_SPACE = "[\\s\u00a0\u3000]*"
_MANY, _FEW = 5, 3
NOBODY_CHOICE, CUSTOMER_CHOICE = "nobody", "customer"
CONTACTS = "contact_ids"


def read_ids(checks: Checks, kind: str) -> None:
    """Read every column of IDs in one spelling: without blanks, ="…" and .0 around it, e-mail
    addresses in lower case. In events, a customer who is nobody is none, or the one that the
    e-mail or phone beside it names.
    """
    roles = [role for role, _ in uses_in(kind) if role.identifies and role.name in checks.cells]
    if not roles:
        return
    person = _column_of_persons(checks) if kind == "interactions" else None
    for role in roles:
        value = _id(checks, checks.cells[role.name])
        spelt = _spelt(checks, role.name, value)
        if spelt.rows and role.name in ("user", "item"):
            written = _id(checks, checks.cells[role.name], fold=False)
            if not are_one(checks, role.name, written, value):
                value = written
                spelt = _spelt(checks, role.name, value)
        if spelt.rows:
            column = checks.mapping[role.name]
            checks.evidence.append(say(m.IDS_TAKEN, column=column, n=spelt.rows, **spelt.example))
            checks.values[role.name] = value
    if "order" in checks.values and seen(checks, checks.nothing["order"]):
        checks.values["order"] = _unless(checks.nothing["order"], checks.values["order"])
    if kind == "interactions" and "user" in checks.values:
        _settle_customer(checks, person)


def warn_about_nobody(checks: Checks) -> None:
    """Say how many rows have no customer, by the words that stand there."""
    column = checks.mapping.get("user")
    found = refused_words(checks, say(m.NO_CUSTOMER_BEHIND))
    if found:
        words = and_list(say(m.WORD_WITH_ROWS, word=word, rows=rows) for word, rows in found)
        rows = sum(rows for _, rows in found)
        checks.warnings.append(say(m.NOBODY_ROWS, column=column, n=rows, words=words))
    if "by contact" in checks.marks:
        by_contact = checks.count(f"fault = 0 AND {checks.marked('by contact')}")
        if by_contact:
            contact = checks.mapping["contact"]
            checks.warnings.append(say(m.BY_CONTACT, column=column, contact=contact, n=by_contact))


def _id(checks: Checks, cell: str, fold: bool = True) -> str:
    """SQL for an ID as it is stored. fold: addresses in small letters, 1013.0 as 1013."""
    inner = f'{_SPACE}(?:=?"{_SPACE}([^"]*?){_SPACE}"|\'\'(\\d\\S*)|(.*?)){_SPACE}'
    bare = f"regexp_replace({restore_sql(cell)}, '^{inner}$', '\\1\\2\\3', 's')"
    parted = f"contains({cell}, '.') AND regexp_full_match(trim({cell}), '\\d+\\.\\d*[1-9]\\d*')"
    if fold and not seen(checks, parted):
        bare = f"regexp_replace({bare}, '^(\\d+)\\.0+$', '\\1')"
    mail = f"(contains({cell}, '@') AND regexp_matches({cell}, '[^@\\s]@[^@\\s]+\\.'))"
    odd = (
        f"{cell} < '0' OR {cell}[-1] <= ' ' OR {cell}[-1] = chr(160) OR {mail} "
        f"OR ends_with({cell}, '.0') OR contains({cell}, '''') OR {cell} BETWEEN '=' AND '>' "
        f"OR {cell} BETWEEN chr(160) AND chr(161)"
    )
    if fold:
        bare = f"CASE WHEN {mail} THEN lower({bare}) ELSE {bare} END"
    return f"CASE WHEN {odd} THEN {bare} ELSE {cell} END"


def _unless(condition: str, value: str) -> str:
    return f"CASE WHEN NOT {condition} THEN {value} END"


class _Spelt(NamedTuple):
    """In how many rows of the sample an ID has something around it, and one of them."""

    rows: int
    example: dict[str, str]


def _spelt(checks: Checks, role: str, value: str) -> _Spelt:
    cell = checks.cells[role]
    found = checks.cursor.execute(
        f"SELECT count(*), any_value(cell), any_value(id) FROM (SELECT {cell} AS cell, "
        f"{value} AS id FROM {SAMPLED} WHERE NOT {checks.nothing[role]}) WHERE cell <> id"
    ).fetchall()
    rows, written, taken = found[0]
    return _Spelt(int(rows), {"written": str(written), "id": str(taken)})


def _column_of_persons(checks: Checks) -> str | None:
    """The cell that tells people apart beside the customer's: e-mail or phone, or a name."""
    if "contact" in checks.cells:
        return checks.cells["contact"]
    labels = checks.staged.dialect.labels
    return next((f"c{at}" for at, name in enumerate(labels) if names_a_person(name)), None)


class _Customer(NamedTuple):
    """An ID in the sample: its rows, and how many people stand beside it."""

    id: str
    rows: int
    persons: int


def _settle_customer(checks: Checks, person: str | None) -> None:
    """Read the customer as nobody where its words or its company say so."""
    cell, own = checks.cells["user"], checks.values["user"]
    empty = checks.nothing["user"]
    nobody = _word_sql(cell, own)
    found = [each.id for each in _conspicuous(checks, own, f"{empty} OR {nobody}", person)]
    if not seen(checks, nobody):
        nobody = "false"
    if found:
        nobody = f"({nobody} OR {own} IN ({', '.join(map(literal, found))}))"
    none = f"({empty} OR coalesce({nobody}, false))"
    by_contact = "contact" in checks.cells and seen(checks, none)
    if nobody == "false" and not by_contact:
        return
    checks.values["user"] = _unless(none, own)
    if by_contact:
        checks.values["user"] = _with_contact(checks)
        checks.mark("by contact", f"{none} AND v_user IS NOT NULL")
    _replace_fault(checks, empty, cell)


def _replace_fault(checks: Checks, empty: str, cell: str) -> None:
    """A row without customer is refused as such, and one of nobody with the word for it."""
    missing = literal(say(ROLES["user"].missing))
    at = checks.faults.index((empty, "user", missing))
    behind = quoting(say(m.NO_CUSTOMER_BEHIND), f"trim({cell})")
    checks.faults[at : at + 1] = [
        (f"({empty} AND v_user IS NULL)", "user", missing),
        ("v_user IS NULL", "user", behind),
    ]


def _word_sql(cell: str, own: str) -> str:
    words, boxes = (", ".join(map(literal, each)) for each in (NOBODY, MAILBOXES))
    return (
        f"({cell} >= ':' AND CASE WHEN contains({cell}, '@') "
        f"THEN split_part({own}, '@', 1) IN ({boxes}) ELSE lower({own}) IN ({words}) END)"
    )


def _conspicuous(checks: Checks, own: str, none: str, person: str | None) -> list[_Customer]:
    """IDs that stand for nobody, by how they stand among the others; each can be answered."""
    persons = f"count(DISTINCT lower(trim({person})))" if person else "0"
    grouped = (
        f"(SELECT {own} AS id, count(*) AS rows, {persons} AS persons FROM {SAMPLED} "
        f"WHERE NOT coalesce({none}, true) GROUP BY 1)"
    )
    *figures, largest, without = checks.cursor.execute(
        "SELECT sum(rows), count(*), "
        "count(*) FILTER (id < ':' AND regexp_full_match(id, '\\d+')), "
        "min(TRY_CAST(id AS BIGINT)) FILTER (NOT zero), "
        "min(ranked, 4), min(ranked, 4) FILTER (zero) FROM (SELECT *, (-rows, id, persons) AS "
        f"ranked, id < ':' AND regexp_matches(id, '{_EMPTY_NUMBER}') AS zero FROM {grouped})"
    ).fetchall()[0]
    total, people, numbers, smallest = figures
    top, empty = ([_Customer(i, -r, p) for r, i, p in each or ()] for each in (largest, without))
    found = []
    for each in dict.fromkeys([*empty, *top]):
        others = [other for other in top if other != each]
        most = max((other.rows for other in others), default=0)
        crowd = max((other.persons for other in others), default=0)
        crowded = each.persons >= _MANY and each.persons >= _MANY * max(crowd, 1)
        if each in empty:
            apart = numbers < people / 2 or (smallest or 0) >= 100
            nobody = apart or each.persons >= 2 * max(crowd, 1) or each.rows >= _FEW * max(most, 2)
        else:
            heavy = people >= 20 and each.rows >= 10 * most and each.rows >= total / 5
            nobody = crowded or heavy
        if nobody and _asked(checks, each, int(total)) == NOBODY_CHOICE:
            found.append(each)
    return found


def _asked(checks: Checks, each: _Customer, total: int) -> str:
    column = checks.mapping["user"]
    answers = (
        Answer(NOBODY_CHOICE, say(m.IS_NOBODY)),
        Answer(CUSTOMER_CHOICE, say(m.IS_CUSTOMER)),
    )
    message = m.NOBODY_OF_MANY if each.persons > 1 else m.NOBODY_APART
    fields = {"column": column, "id": each.id, "rows": each.rows, "all": total}
    sentence = say(message, persons=each.persons, **fields)
    return checks.ask(Question(f"nobody:{each.id}", sentence, answers, NOBODY_CHOICE))


def _with_contact(checks: Checks) -> str:
    """The customer; where it is nobody the one whose e-mail or phone it is, else that itself."""
    contact, own = checks.cells["contact"], checks.values["user"]
    value = _unless(checks.nothing["contact"], _id(checks, contact))
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {CONTACTS} AS SELECT contact, min(id) AS id FROM "
        f"(SELECT {value} AS contact, {own} AS id FROM {checks.source()}) "
        "WHERE contact IS NOT NULL AND id IS NOT NULL GROUP BY 1 HAVING min(id) = max(id)"
    )
    known = f"(SELECT k.id FROM {CONTACTS} k WHERE k.contact = {value})"
    return f"coalesce({own}, {known}, {value})"
