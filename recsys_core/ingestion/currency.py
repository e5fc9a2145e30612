"""Amounts in several currencies are never added up; amounts in cents are brought to whole units."""

from dataclasses import replace

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.currencies import POINTED, alike
from recsys_core.ingestion.roles.names import fold, name_tokens
from recsys_core.ingestion.validate import Checks
from recsys_core.ingestion.values import SPACES
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

HUNDREDTHS = frozenset(
    map(
        fold,
        [
            "cent",
            "cents",
            "pence",
            "pennies",
            "minor",
            "centimes",
            "centavos",
            "céntimos",
            "centesimi",
            "cêntimos",
            "grosze",
            "kuruş",
            "öre",
            "øre",
            "копеек",
            "копейки",
            "paise",
            "分",
        ],
    )
)
"""Words for the hundredth part of a currency."""
SIGN = f"{POINTED}|[^\\d{SPACES}.,'’\"()+%-]+"
"""What stands beside the digits of an amount."""
AS_IS, NO_MONEY = "as-is", "none"
SURE, MOSTLY = 10, 0.9
"""Rows that show hundredths, and their share."""
FEW = 20
"""Currencies that a sentence can name; a column with more of them is none of currencies."""


def in_cents(checks: Checks, role: str) -> bool:
    """Whether a column named for cents holds whole numbers only; said where it does."""
    cell = checks.cells[role]
    if HUNDREDTHS.isdisjoint(name_tokens(checks.mapping[role])):
        return False
    sql = f"SELECT count(*) FROM {checks.source()} WHERE regexp_matches({cell}, '[.,]\\d{{1,2}}$')"
    if checks.cursor.execute(sql).fetchall()[0][0]:
        return False
    checks.evidence.append(say(m.IN_CENTS, column=checks.mapping[role]))
    return True


def bring_to_units(checks: Checks) -> None:
    """Divide price or amount by 100 where it is a hundred times what the other says, by price
    times quantity; said.
    """
    if not {"price", "revenue", "quantity"} <= checks.values.keys():
        return
    listed = ", ".join(f"abs({checks.values[n]}) AS {n}" for n in ("price", "revenue", "quantity"))
    near = "abs({0} - 100 * {1}) <= 0.6 * (quantity + 1)"
    amount, price, rows = checks.cursor.execute(
        f"SELECT count(*) FILTER ({near.format('revenue', 'product')}), "
        f"count(*) FILTER ({near.format('product', 'revenue')}), count(*) FROM "
        f"(SELECT *, price * quantity AS product FROM (SELECT {listed} FROM {checks.head()})) "
        "WHERE revenue >= 1 AND product >= 1"
    ).fetchall()[0]
    columns = {role: checks.mapping[role] for role in ("price", "revenue", "quantity")}
    tests = {"revenue": (amount, m.HUNDREDFOLD_AMOUNT), "price": (price, m.HUNDREDFOLD_PRICE)}
    for role, (met, message) in tests.items():
        if met >= SURE and met >= MOSTLY * rows:
            checks.show(say(message, met=met, rows=rows, **columns))
            # Not plain: a plain column may be read again later, without the division.
            checks.numbers[role] = replace(checks.number_style(role), plain=False)
            checks.values[role] = f"({checks.numbers[role].sql(checks.cells[role])} / 100)"


def in_one_currency(checks: Checks, amount: str, role: str) -> str:
    """The amount in the one currency that counts; NULL where there is no rate for its own.

    amount: SQL over the columns v_ROLE; role: the column of amounts that it rests on.
    """
    code = _code(checks, role)
    found = checks.tally(code, FEW + 2) if code else []
    named = [(name, rows) for name, rows in found if name]
    stored = checks.options.stored_currency
    if not named or len(named) > FEW:
        if stored:
            checks.decided["currency"] = stored
            checks.evidence.append(say(m.TAKEN_FOR_STORED, currency=stored))
        return amount
    base = next((name for name, _ in named if stored and alike(name, stored)), stored)
    only = named[0][0]
    if len(named) == 1 and base in (None, only):
        # One comparison settles nearly every cell.
        cell = checks.cells.get("currency")
        other = f"CASE WHEN {cell} <> {literal(only)} THEN {code} END" if cell else code
        checks.expect(other or "", [only])
        # A code says more than a sign.
        checks.decided["currency"] = max(stored or "", only, key=len)
        return amount
    checks.count_all()
    counts = _ask_stored(checks, named, base) if base else _ask(checks, named)
    if counts in (AS_IS, NO_MONEY):
        checks.decided["currency"] = base or ""
        return amount if counts == AS_IS else "CAST(NULL AS DOUBLE)"
    checks.decided["currency"] = base = counts
    rates = {name: rate for name, rate in (checks.options.rates or {}).items() if name != base}
    _tell(checks, named, base, rates)
    cases = "".join(
        f"WHEN {literal(name)} THEN ({amount}) * {rate!r} " for name, rate in rates.items()
    )
    bare = named[0][0] if len(named) == 1 else base
    return f"CASE coalesce({code}, {literal(bare)}) WHEN {literal(base)} THEN {amount} {cases}END"


def _code(checks: Checks, role: str) -> str | None:
    """The currency of a row as SQL: of its column, else the sign beside the amount."""
    cell = checks.cells.get("currency")
    if cell is not None:
        return f"nullif(upper(trim({cell})), '')"
    style = checks.numbers.get(role)
    if style is None or style.plain:
        return None
    sign = f"nullif(upper(regexp_extract({checks.cells[role]}, {literal(SIGN)})), '')"
    # Totals of groups stand in rows without a product or a day, and count nowhere.
    needed = [checks.nothing[name] for name in ("item", "time") if name in checks.nothing]
    return f"CASE WHEN NOT ({' OR '.join(needed)}) THEN {sign} END" if needed else sign


def _ask(checks: Checks, named: list[tuple[str, int]]) -> str:
    """The currency that counts. With a rate for all the others, it is the one left."""
    rates = checks.options.rates or {}
    left = [name for name, _ in named if name not in rates]
    listed = and_list([say(m.ROWS_IN_CURRENCY, currency=name, n=rows) for name, rows in named])
    names = [name for name, _ in named]
    choices = tuple(
        Answer(name, say(m.COUNT_IN, currency=name), rates=_others(names, name)) for name in names
    )
    chosen = left[0] if len(left) == 1 else ""
    return checks.ask(Question("currency", say(m.ASK_CURRENCY, listed=listed), choices, chosen))


def _others(names: list[str], base: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != base)


def _ask_stored(checks: Checks, named: list[tuple[str, int]], base: str) -> str:
    """What becomes of amounts beside others in the currency `base` that are stored already. With
    a rate for all the others there is nothing to ask.
    """
    others = _others([name for name, _ in named], base)
    listed = and_list([say(m.ROWS_IN_CURRENCY, currency=name, n=rows) for name, rows in named])
    second = (
        Answer(AS_IS, say(m.AMOUNTS_ARE_IN, currency=base))
        if len(named) == 1
        else Answer(NO_MONEY, say(m.COUNT_NO_MONEY))
    )
    choices = (Answer(base, say(m.COUNT_IN, currency=base), rates=others), second)
    chosen = base if set(others) <= set(checks.options.rates or {}) else ""
    sentence = say(m.ASK_STORED_CURRENCY, listed=listed, base=base)
    return checks.ask(Question("stored-currency", sentence, choices, chosen))


def _tell(checks: Checks, named: list[tuple[str, int]], base: str, rates: dict[str, float]) -> None:
    for name, rows in named:
        fields = {"currency": name, "base": base, "n": rows}
        if name in rates:
            checks.evidence.append(say(m.CONVERTED, rate=f"{rates[name]:g}", **fields))
        elif name != base and not checks.questions[-1].open:
            checks.warnings.append(say(m.NOT_COUNTED, **fields))
