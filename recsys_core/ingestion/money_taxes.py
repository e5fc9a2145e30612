"""Which of two amounts is without tax, where one is the other and a tax at a few rates."""

from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_figures import MoneyFigures, look
from recsys_core.ingestion.money_sample import FEW, MOST, ROWS
from recsys_core.ingestion.money_terms import LineAmount
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

WITHOUT, WITH = "without", "with"
LEAST, HIGHEST, MOST_RATES = 0.015, 0.305, 4
"""Taxes of sales, of which a country has few, all in whole or half percent."""
NEAR = "abs({gross} - {net} * (1 + {rate})) <= 0.011 + 0.006 * (abs(coalesce(q, 1)) + 1)"


class Pair(NamedTuple):
    """SQL of an amount with tax and t0, t1 … of the one without; the tax is of `rates`."""

    gross: str
    net: str
    rates: tuple[float, ...]


def without_tax(
    checks: Checks, aids: dict[str, str], line: LineAmount, figures: MoneyFigures
) -> MoneyFigures:
    """The figures with the amount that is without tax, where another column is it: by a column of
    rates or of the tax, else asked where it can hardly be a discount. aids: as for `look`,
    changed in place.
    """
    pair = None if line.cents else _pair(checks, figures)
    if pair is None:
        return figures
    column = checks.staged.dialect.labels[int(pair.net[1:])]
    proof = _proof(checks, figures, pair)
    if not proof and _may_be_discount(figures, pair):
        return figures
    if checks.ask(_question(checks, pair, column, proof)) == WITH:
        return figures
    if pair.gross == "p":
        _take(checks, "price", column, figures.others[pair.net])
    else:
        _take_amount(checks, aids, line, figures, pair, column)
    found = look(checks, aids)
    found.discounted |= {k: off for k, off in figures.discounted.items() if k in found.letters}
    return found


def _pair(checks: Checks, figures: MoneyFigures) -> Pair | None:
    """The first two columns of lines of which one is the other with tax."""
    if "r" in figures.letters and not figures.of_order.get("r"):
        grosses = ["r"]
    elif "p" in figures.letters and not figures.of_order.get("p"):
        grosses = ["p", "p * q"] if "q" in figures.letters else ["p"]
    else:
        return None
    lines = [t for t in figures.others if not figures.of_order.get(t)]
    tried = [(gross, t) for gross in grosses for t in lines]
    near = [pair for pair, share in zip(tried, _shares(checks, tried), strict=True) if share]
    for gross, net in near:
        rates = _rates(checks, gross, net)
        if any(rates):
            return Pair(gross, net, rates)
    return None


def _shares(checks: Checks, tried: list[tuple[str, str]]) -> list[bool]:
    """Whether what the one has more could be a tax, or nothing, on nearly all rows."""
    if not tried:
        return []
    more = [f"({gross}) / nullif({net}, 0) - 1" for gross, net in tried]
    counts = ", ".join(
        f"count(*) FILTER ({sql} BETWEEN {LEAST} AND {HIGHEST}), "
        f"count(*) FILTER (abs({sql}) < 0.0001), count(nullif({gross}, 0))"
        for sql, (gross, _) in zip(more, tried, strict=True)
    )
    found = checks.cursor.execute(f"SELECT {counts} FROM {ROWS}").fetchall()[0]
    counted = zip(found[::3], found[1::3], found[2::3], strict=True)
    return [taxed >= FEW and taxed + same >= MOST * rows for taxed, same, rows in counted]


def _rates(checks: Checks, gross: str, net: str) -> tuple[float, ...]:
    """The few rates in whole or half percent that explain nearly all rows; empty if none do."""
    rate = f"round((({gross}) / {net} - 1) * 200) / 200"
    near = NEAR.format(gross=f"({gross})", net=net, rate=rate)
    found = checks.cursor.execute(
        f"SELECT {rate}, count(*) FILTER ({near}), sum(count(*)) OVER () FROM {ROWS} "
        f"WHERE {net} <> 0 AND ({gross}) <> 0 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_RATES}"
    ).fetchall()
    met, every = sum(row[1] for row in found), found[0][2] if found else 0
    enough = met >= max(FEW, MOST * every)
    return tuple(sorted(row[0] for row in found if row[1] >= FEW)) if enough else ()


def _may_be_discount(figures: MoneyFigures, pair: Pair) -> bool:
    """Whether what one has less than the other is nothing on some rows, or a discount in whole or
    half percent, as 20 % off are 25 % on top, and the lines add up to the orders' totals.
    """
    off = [200 * rate / (1 + rate) for rate in pair.rates]
    return 0 in off or (bool(figures.totals) and all(abs(o - round(o)) < 0.001 for o in off))


def _question(checks: Checks, pair: Pair, column: str, proof: str) -> Question:
    role = "revenue" if pair.gross == "r" else "price"
    names = checks.mapping
    mine = names[role]
    if pair.gross == "p * q":
        mine = say(m.PRICE_BY_PIECES, price=names["price"], quantity=names["quantity"])
    rates = and_list([f"{100 * rate:g} %" for rate in pair.rates])
    choices = (
        Answer(WITHOUT, say(m.COLUMN_ITSELF, column=column)),
        Answer(WITH, say(m.COLUMN_ITSELF, column=mine)),
    )
    fields = {"amount": mine, "other": column, "rates": rates}
    if proof:
        checks.show(say(m.TAX_BY_COLUMN, proof=proof, **fields))
    return Question("with-tax", say(m.ASK_TAX, **fields), choices, WITHOUT if proof else "")


def _proof(checks: Checks, figures: MoneyFigures, pair: Pair) -> str:
    """The column of the rates, or of the tax where one is named so; else ""."""
    gross, labels = f"({pair.gross})", checks.staged.dialect.labels
    apart = f"abs({gross} - {pair.net} - x) <= 0.011"
    if "x" in figures.letters and _met(checks, apart, "x IS NOT NULL"):
        return checks.mapping["tax"]
    for t in (t for t in figures.others if t != pair.net):
        for rate in (t, f"{t} / 100"):
            near = NEAR.format(gross=gross, net=pair.net, rate=rate)
            if _met(checks, near, f"{t} IS NOT NULL"):
                return labels[int(t[1:])]
    return ""


def _met(checks: Checks, near: str, shows: str) -> bool:
    met, rows, every = checks.cursor.execute(
        f"SELECT count(*) FILTER ({near} AND {shows}), count(*) FILTER ({shows}), count(*) "
        f"FROM {ROWS}"
    ).fetchall()[0]
    return bool(rows >= max(FEW, every / 2) and met >= MOST * rows)


def _take(checks: Checks, role: str, column: str, sql: str) -> None:
    checks.values[role] = sql
    checks.mapping = {**checks.mapping, role: column}


def _take_amount(
    checks: Checks,
    aids: dict[str, str],
    line: LineAmount,
    figures: MoneyFigures,
    pair: Pair,
    column: str,
) -> None:
    """The amount of a line without tax; a price with tax goes, unless one without it is there."""
    sql = figures.others[pair.net]
    price = _net_price(checks, figures, pair) if "p" in figures.letters else None
    _take(checks, "revenue", column, sql)
    if price is not None:
        _take(checks, "price", *price)
        return
    checks.drop("price")
    if figures.discounted.get("p") is False:  # Off the price already, and so off the amount.
        aids.pop("d", None)
        checks.drop("discount")
    elif line.rate:
        aids["d"] = f"(v_revenue * ({line.rate}) / 100)"


def _net_price(checks: Checks, figures: MoneyFigures, pair: Pair) -> tuple[str, str] | None:
    """Name and SQL of the column that is the price without tax, where the price has it."""
    others = [t for t in figures.others if t != pair.net]
    if "q" in figures.letters and _met(checks, f"abs(p * q - {pair.net}) <= 0.011", "q <> 0"):
        return checks.mapping["price"], checks.values["price"]
    tried = [("p", t) for t in others]
    for (_, t), near in zip(tried, _shares(checks, tried), strict=True):
        if near and _rates(checks, "p", t):
            return checks.staged.dialect.labels[int(t[1:])], figures.others[t]
    return None
