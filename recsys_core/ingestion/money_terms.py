"""What is taken off a line's amount, or lies in it: discounts, taxes, delivery, money paid back."""

from dataclasses import dataclass, field, replace

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_figures import MoneyFigures, steady_prices
from recsys_core.ingestion.money_pieces import PiecePrices
from recsys_core.ingestion.money_sample import AIDS, MOST, ROWS
from recsys_core.ingestion.order_totals import OrderTotal
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

RATE_WORDS = frozenset(
    [
        "percent",
        "pct",
        "percentage",
        "rate",
        "prozent",
        "prozentsatz",
        "procent",
        "pourcentage",
        "porcentaje",
        "percentuale",
    ]
)


@dataclass
class LineAmount:
    """The reading of a line's amount that is being settled.

    base: key of BASES, or "t" for the order's amount shared out; empty before it is known. off:
    letters of what is taken off, of the line; off_order: of the order, shared out over its lines.
    """

    base: str = ""
    off: list[str] = field(default_factory=list)
    off_order: list[str] = field(default_factory=list)
    rate: str = ""
    """SQL of a discount in percent."""
    cents: frozenset[str] = frozenset()
    """Roles whose columns count cents."""
    pieces: PiecePrices | None = None
    """What a piece of each product cost, where the orders' totals alone show it."""
    of_lines: set[str] = field(default_factory=set)
    """Those of off_order that add up over the lines of an order."""


def settle_terms(
    checks: Checks, figures: MoneyFigures, line: LineAmount, best: OrderTotal | None
) -> None:
    """Decide what of these is still to be taken off a line's amount; best: the order's total that
    the lines add up to.
    """
    _discount(checks, figures, line, best)
    _tax(checks, figures, line)
    _delivery(checks, figures, line)
    _refund(checks, figures, line)


def amount_of(checks: Checks, line: LineAmount, role: str) -> str | None:
    """A column of one of these as SQL over the columns v_ROLE, in money; a discount in percent is
    brought to money, another column in percent is none.
    """
    cell = checks.cells.get(role)
    if cell is None:
        return None
    sql = careful_sql(checks, role)
    if not _in_percent(checks, cell, role):
        return sql
    if role != "discount":
        checks.evidence.append(say(m.NOT_IN_MONEY, column=checks.mapping[role]))
        return None
    checks.evidence.append(say(m.IN_PERCENT, column=checks.mapping[role]))
    line.rate = sql
    given = [f"v_{name}" for name in ("price", "quantity") if name in checks.values]
    base = " * ".join(given) if "price" in checks.values else "v_revenue"
    return f"({base} * ({sql}) / 100)"


def careful_sql(checks: Checks, role: str) -> str:
    """A column of numbers that refuses no row: what its first rows do not show is read too."""
    return replace(checks.number_style(role), plain=False).sql(checks.cells[role])


def _in_percent(checks: Checks, cell: str, role: str) -> bool:
    """By the signs in its cells and, where they have no sign of a currency, by its name."""
    name = checks.mapping[role]
    signs, money, filled = checks.cursor.execute(
        f"SELECT count(*) FILTER (regexp_matches({cell}, '[%％]')), "
        f"count(*) FILTER (regexp_matches({cell}, '\\p{{Sc}}')), "
        f"count(*) FILTER (trim({cell}) <> '') FROM {checks.head()}"
    ).fetchall()[0]
    if signs and signs >= MOST * filled:
        return True
    named = "%" in name or not RATE_WORDS.isdisjoint(name_tokens(name))
    return named and not (money and money >= MOST * filled)


def _nonzero(checks: Checks, letter: str) -> bool:
    role = AIDS[letter]
    if role not in checks.values:
        return False
    sql = f"SELECT count(*) FROM {ROWS} WHERE coalesce({letter}, 0) <> 0"
    return bool(checks.cursor.execute(sql).fetchall()[0][0])


def _take_off(figures: MoneyFigures, line: LineAmount, letter: str) -> None:
    whole = line.base == "t" or figures.of_order.get(letter)
    (line.off_order if whole else line.off).append(letter)
    if figures.of_order.get(letter) is False:  # Not known where it is the same on every line.
        line.of_lines.add(letter)


def _discount(
    checks: Checks, figures: MoneyFigures, line: LineAmount, best: OrderTotal | None
) -> None:
    """Whether the discount is still to be taken off."""
    if not _nonzero(checks, "d"):
        return
    said = any(one.key == "money-off" and one.chosen == "off" for one in checks.questions)
    still = said or _still_in(checks, figures, line, best)
    decided = "" if still is None else "off" if still else "done"
    # A total of the lines before any discount does not tell whether one follows.
    if still is None and not line.rate and best is None and line.base != "t":
        decided = "done" if line.base == "r" else "off"
    column = checks.mapping["discount"]
    choices = (Answer("off", say(m.TAKE_OFF)), Answer("done", say(m.TAKEN_OFF)))
    sentence = say(m.ASK_DISCOUNT, column=column)
    chosen = checks.ask(Question("discount", sentence, choices, chosen=decided))
    if chosen == "off":
        _take_off(figures, line, "d")
    if not decided and checks.questions[-1].open:
        return
    checks.evidence.append(
        say(m.DISCOUNT_OFF if chosen == "off" else m.DISCOUNT_DONE, column=column)
    )


def _still_in(
    checks: Checks, figures: MoneyFigures, line: LineAmount, best: OrderTotal | None
) -> bool | None:
    """By the orders' totals, by products that cost the same whatever the discount, by price and
    amount, by a column beside it; None where the file does not tell. A total that only holds with
    the discount off shows that it is in the lines, whatever other total there is before it; one
    of the lines with delivery or tax was paid, and what is not off it is off the lines.
    """
    if best is not None:
        totals = [t for t in figures.totals if t.base == best.base]
        if any(_needs_discount(t, figures) for t in totals):
            return True
        if any(t.terms and _needs_discount(t, figures) is False for t in totals):
            return False
    steady = _in_steady_prices(checks, figures, line)
    if steady is not None:
        return steady
    amount = "p" if line.base in ("p", "pq") else "r"
    if amount in figures.discounted:
        return figures.discounted[amount]
    if best is None and figures.holds("pq, discounted") != figures.holds("pq-d"):
        return figures.holds("pq, discounted") if line.base == "r" else None
    inside = line.pieces.tells("d") if line.pieces else None
    return None if inside is None else not inside


def _in_steady_prices(checks: Checks, figures: MoneyFigures, line: LineAmount) -> bool | None:
    """By products sold with several discounts; None where they do not tell."""
    if line.rate or "q" not in figures.letters:
        return None
    of_order = figures.of_order.get("d", False)
    found = steady_prices(checks.cursor, line.base, of_order)
    if not (found.per_piece or found.per_line):
        return None
    most, others = (found.same, found.grows) if found.per_piece else (found.grows, found.same)
    fields = {"column": checks.mapping["discount"], "n": most, "others": others}
    checks.evidence.append(say(m.STEADY_BEFORE if found.per_piece else m.STEADY_AFTER, **fields))
    return found.per_piece


def _needs_discount(total: OrderTotal, figures: MoneyFigures) -> bool | None:
    """Whether a total holds with the discount off only; None where it holds with and without."""
    twin = set(total.terms) ^ {"-d"}
    alike = [t for t in figures.totals if t[:2] == total[:2] and set(t.terms) == twin]
    if alike and alike[0].agree == total.agree:
        return None
    if alike and alike[0].agree > total.agree:
        return "-d" not in total.terms
    return "-d" in total.terms


def _tax(checks: Checks, figures: MoneyFigures, line: LineAmount) -> None:
    """An amount that is price times quantity with the tax on top holds the tax."""
    if not _nonzero(checks, "x") or line.base != "r":
        return
    if figures.holds("pq+x") and not figures.holds("pq, taxed"):
        met, rows = figures.relations["pq+x"]
        names = {"amount": checks.mapping["revenue"], "tax": checks.mapping["tax"]}
        checks.show(say(m.TAX_OFF, met=met, rows=rows, **names))
        _take_off(figures, line, "x")


def _delivery(checks: Checks, figures: MoneyFigures, line: LineAmount) -> None:
    """An order's total that is shared out holds delivery and tax, unless another total of the
    order shows that it does not.
    """
    if line.base != "t":
        return
    held = [letter for letter in "sx" if _nonzero(checks, letter)]
    held = [letter for letter in held if letter not in figures.without]
    told = {letter: line.pieces.tells(letter) if line.pieces else None for letter in held}
    held = [letter for letter in held if told[letter] is not False]
    if held:
        columns = and_list([checks.mapping[AIDS[letter]] for letter in held])
        choices = (Answer("off", say(m.TAKE_OFF)), Answer("apart", say(m.NOT_IN_IT)))
        total = checks.mapping["revenue"]
        sentence = say(m.ASK_DELIVERY, columns=columns, total=total, n=len(held))
        decided = "off" if all(told[letter] for letter in held) else ""
        if checks.ask(Question("delivery", sentence, choices, decided)) == "off":
            checks.evidence.append(say(m.DELIVERY_OFF, columns=columns, total=total, n=len(held)))
            for letter in held:
                _take_off(figures, line, letter)


def _refund(checks: Checks, figures: MoneyFigures, line: LineAmount) -> None:
    if not _nonzero(checks, "f"):
        return
    column = checks.mapping["refund"]
    choices = (Answer("off", say(m.TAKE_OFF)), Answer("kept", say(m.NOT_TAKEN_OFF)))
    sentence = say(m.ASK_REFUND, column=column)
    if checks.ask(Question("refund", sentence, choices, chosen="off")) == "off":
        _take_off(figures, line, "f")
        checks.evidence.append(say(m.REFUND_OFF, column=column))
