"""Whether and when something happened to a customer: what became of a message, a click, a response.

A cell says yes or no, a moment, or how often; an empty one says no.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import quoting, yes_no_sql
from recsys_core.ingestion.message_words import EVENT_OF, REACHED, told_by
from recsys_core.ingestion.no_value import no_date_sql
from recsys_core.ingestion.roles.column_look import epoch_like, look_at
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.sampling import counted
from recsys_core.ingestion.times import DATE_ORDERS, time_style
from recsys_core.ingestion.unread import IrregularError
from recsys_core.ingestion.validate import Checks
from recsys_core.ingestion.values import NumberStyle
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

DATED, MOST, MOST_WORDS, NAMED = 0.3, 20, 500, 8


def read_happened(checks: Checks, kind: str) -> dict[str, str]:
    """Read the columns of a table of campaigns or exposures that say whether something happened.

    Returns further columns of `accepted` as SQL: `ROLE_ts`, the moment where the column has it, and
    of a file that names no campaign `campaign_id`.
    """
    if kind == "exposures":
        _check_exposures(checks)
    columns: dict[str, str] = {}
    known = ("clicked", "converted") if kind == "exposures" else (*EVENT_OF, "converted")
    given = [role for role in known if role in checks.cells]
    _settle_order_of_days(checks, given)
    for role in given:
        columns |= _read(checks, role)
    if kind == "exposures":
        return {}
    if "event" in checks.cells:
        _read_events(checks)
    told = tells_of_messages(checks)
    if told and "user" not in checks.cells:
        raise InputError(say(m.NO_RECIPIENT))
    if told:
        missing = literal(say(ROLES["user"].missing))
        checks.faults.append((checks.nothing["user"], "user", missing))
    if "campaign" not in checks.cells and (told or checks.options.campaign):
        columns["campaign_id"] = _campaign_by_file(checks)
    return columns


def tells_of_messages(checks: Checks) -> bool:
    """Whether the file says what became of messages."""
    return bool({"event", *EVENT_OF} & set(checks.cells))


def message_rows(rows: str, given: list[str]) -> str:
    """SQL for campaign_id, user_id, event, ts of every message and what became of it, over
    accepted `rows` with the columns `given`. A table with a row for each recipient says of each
    that something was sent, unless it has a column for that or lists only those who left.
    """
    told = [role for role in EVENT_OF if role in given]
    ts = Columns.Time if Columns.Time in given else "NULL::TIMESTAMP"
    entries = []
    for role in told:
        at = f"{role}_ts" if f"{role}_ts" in given else "NULL::TIMESTAMP"
        when = f"coalesce({at}, {ts})" if role == "sent" else at
        entries.append((literal(EVENT_OF[role]), when, role))
    if "sent" not in told and REACHED & set(told):
        entries.append(("'sent'", ts if "message" not in given else "NULL::TIMESTAMP", "true"))
    if "message" in given:
        entries.append(("message", ts, "message IS NOT NULL"))
    listed = ", ".join(
        f"{{'event': {event}, 'ts': {when}, 'did': {did}}}" for event, when, did in entries
    )
    return (
        "SELECT DISTINCT campaign_id, user_id, m.event AS event, m.ts AS ts FROM "
        f"(SELECT campaign_id, user_id, unnest([{listed}]) AS m FROM {rows}) WHERE m.did"
    )


def _settle_order_of_days(checks: Checks, roles: Sequence[str]) -> None:
    """01/02/2024 is what the columns that leave no doubt say: one program wrote all of them."""
    if checks.options.date_order is not None:
        return
    cells = [checks.cells[role] for role in roles if _dated(checks, checks.cells[role])]
    styles = [time_style(checks.cursor, checks.staged.table, c, None, checks.head()) for c in cells]
    sure = {DATE_ORDERS[e.label] for e in styles if e.label in DATE_ORDERS and not e.warning}
    if len(sure) == 1:
        checks.options = replace(checks.options, date_order=sure.pop())


def _dated(checks: Checks, cell: str) -> bool:
    look = look_at([text for text, rows in counted(checks, cell) for _ in range(min(rows, MOST))])
    return look.share("date") > DATED or epoch_like(look)


def _read(checks: Checks, role: str) -> dict[str, str]:
    """Whether it happened as v_ROLE; the moment where cells have one."""
    cell = checks.cells[role]
    empty = no_date_sql(cell)
    moment = checks.date(role, cell) if _dated(checks, cell) else ""
    often = f"({NumberStyle().sql(cell)}) > 0"
    parts = [yes_no_sql(cell), *([f"({moment}) IS NOT NULL OR NULL"] if moment else []), often]
    checks.values[role] = f"CASE WHEN {empty} THEN false ELSE coalesce({', '.join(parts)}) END"
    shown = f"CASE WHEN length({cell}) > 60 THEN left({cell}, 60) || '…' ELSE {cell} END"
    reason = quoting(say(ROLES[role].unreadable), shown)
    checks.faults.append((f"v_{role} IS NULL", role, reason))
    if not moment:
        return {}
    checks.values[f"{role}_ts"] = moment
    return {f"{role}_ts": f"v_{role}_ts"}


def _read_events(checks: Checks) -> None:
    """What became of a message, by a word in each row; rows with any other word are refused."""
    cell, column = checks.cells["event"], checks.mapping["event"]
    found = checks.cursor.execute(
        f"SELECT {cell}, count(*) FROM {checks.source()} WHERE {cell} <> '' "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_WORDS}"
    ).fetchall()
    words: dict[str, list[str]] = {}
    for word, _ in found:
        if role := told_by(word):
            words.setdefault(EVENT_OF[role], []).append(word)
    if words:
        kinds = "; ".join(
            say(m.KIND_BY_WORDS, kind=say(ROLES[event].title), words=and_list(some[:NAMED]))
            for event, some in words.items()
        )
        checks.evidence.append(say(m.KINDS_BY_WORDS, column=column, kinds=kinds))
    cases = " ".join(
        f"WHEN {cell} IN ({', '.join(map(literal, some))}) THEN {literal(event)}"
        for event, some in words.items()
    )
    checks.values["event"] = f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)"
    reason = quoting(say(ROLES["event"].unreadable), f"coalesce({cell}, '')")
    checks.faults.append(("v_event IS NULL", "event", reason))


def _campaign_by_file(checks: Checks) -> str:
    """One campaign for each file, called as the analyst says or like the file; said."""
    if checks.options.campaign:
        return literal(checks.options.campaign)
    names = [PurePath(name).stem for name in checks.staged.files]
    if len(names) > 1 and checks.staged.unread is not None:
        raise IrregularError
    checks.warnings.append(say(m.CAMPAIGN_BY_FILE, n=len(names), campaigns=and_list(names)))
    if len(names) == 1:
        return literal(names[0])
    return f"list_extract([{', '.join(map(literal, names))}], file + 1)"


def _check_exposures(checks: Checks) -> None:
    """A probability lies between 0 and 1; something was shown, a product or a banner."""
    if "propensity" in checks.cells:
        outside = "NOT v_propensity BETWEEN 0 AND 1"
        reason = literal(say(m.NO_PROBABILITY))
        checks.faults.append((outside, "propensity", reason))
    if "banner" not in checks.cells:
        return
    missing = literal(say(ROLES["banner"].missing))
    checks.faults = [fault for fault in checks.faults if fault[0] != checks.nothing.get("item")]
    if "item" in checks.cells:
        given = f"CASE WHEN NOT {checks.nothing['item']} THEN {checks.values['item']} END"
        checks.values["item"] = given
    shown = [checks.nothing[role] for role in ("item", "banner") if role in checks.nothing]
    checks.faults.append((" AND ".join(shown), "banner", missing))
