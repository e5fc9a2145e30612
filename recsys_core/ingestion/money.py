"""What a line of an order brought: net of discounts and refunds, without tax and shipping."""

from dataclasses import replace

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.currency import bring_to_units, in_cents, in_one_currency
from recsys_core.ingestion.measures import settle_measures
from recsys_core.ingestion.money_figures import MoneyFigures, look
from recsys_core.ingestion.money_pieces import prices_by_totals
from recsys_core.ingestion.money_prices import choose_price
from recsys_core.ingestion.money_rows import pieces_kept, tell_below_zero, tell_unused_money
from recsys_core.ingestion.money_sample import AIDS
from recsys_core.ingestion.money_taxes import without_tax
from recsys_core.ingestion.money_terms import LineAmount, amount_of, settle_terms
from recsys_core.ingestion.order_totals import BASES, OrderTotal
from recsys_core.ingestion.returned_money import find_returned_money
from recsys_core.ingestion.returned_pieces import find_returned_pieces
from recsys_core.ingestion.roles.amount_roles import PAID
from recsys_core.ingestion.totals import leave_totals_out
from recsys_core.ingestion.unnamed_discount import find_discount
from recsys_core.ingestion.unnamed_money import find_money
from recsys_core.ingestion.unnamed_pieces import find_pieces
from recsys_core.ingestion.unread import IrregularError
from recsys_core.ingestion.validate import HEAD_ROWS, Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import identifier, literal
from recsys_core.wording.messages import say

SETTLED = "settled_rows"


def settle(checks: Checks) -> None:
    """Decide what a line's amount is, by the file's own figures, and read it as `amount`; the
    price of a piece as `unit_price`. Every decision is evidence or a question. May replace the
    staged table by one with what an order's amounts come to on each line; raises IrregularError
    where an unread file has to be copied for it.
    """
    find_returned_pieces(checks)
    if PAID.isdisjoint(checks.values):
        find_money(checks)
        find_pieces(checks)
    if PAID.isdisjoint(checks.values):
        pieces_kept(checks, "0")
        settle_measures(checks, None)
        return
    find_returned_money(checks)
    find_discount(checks)
    given = [role for role in ("price", "revenue") if role in checks.values]
    line = LineAmount(cents=frozenset(role for role in given if in_cents(checks, role)))
    if not line.cents:
        bring_to_units(checks)
    aids = {letter: sql for letter, role in AIDS.items() if (sql := amount_of(checks, line, role))}
    figures = choose_price(checks, aids, look(checks, aids))
    figures = without_tax(checks, aids, line, figures)
    if figures.price_sql:
        checks.values["price"] = figures.price_sql
        price, amount = _column(checks, figures.price_column), checks.mapping["revenue"]
        checks.show(say(m.PRICE_BEHIND, price=price, amount=amount))
    checks.values |= {AIDS[letter]: sql for letter, sql in aids.items()}
    line.base = _base(checks, figures)
    if line.rate and line.base != "t":
        checks.values["discount"] = f"({_plain(checks, line)} * ({line.rate}) / 100)"
    best = next((t for t in figures.totals if t.base == line.base), None)
    if line.base == "t" and "q" in figures.letters:
        line.pieces = prices_by_totals(checks.cursor, figures)
    _tell_total(checks, best, figures.nearest)
    settle_terms(checks, figures, line, best)
    if line.base != "t":
        leave_totals_out(checks, BASES[line.base])
    if line.off_order or line.base == "t":
        _share_out(checks, line)
    _paid_back(checks, line)
    resting = "price" if line.base in ("p", "pq") else "revenue"
    amount = pieces_kept(checks, _amount(checks, line))
    tell_below_zero(checks, amount, checks.mapping.get(resting) or checks.mapping[given[0]])
    proof = {one.column for one in figures.totals}
    others = (t for t in figures.others if t not in proof)
    tell_unused_money(checks, others, _plain(checks, line) if line.base in ("p", "pq") else "")
    checks.values["amount"] = in_one_currency(checks, amount, resting)
    if line.base == "p" and "quantity" in checks.values:
        checks.values["unit_price"] = f"{_price(line)} / nullif(abs(v_quantity), 0)"
    elif "price" in line.cents:
        checks.values["unit_price"] = _price(line)
    settle_measures(checks, _plain(checks, line) if line.base != "t" else None)


def _base(checks: Checks, figures: MoneyFigures) -> str:
    """Which reading of a line holds: by the orders' totals, by price and amount, by products sold
    in several quantities, or as the columns are named.
    """
    name = checks.mapping
    if "r" in figures.letters and not figures.of_order.get("r"):
        return _ask_amount(checks, figures)
    if figures.of_order.get("r"):
        checks.show(say(m.IS_ORDERS_TOTAL, column=name["revenue"]))
    if "p" not in figures.letters:
        checks.evidence.append(say(m.TOTAL_SHARED_OUT, column=name["revenue"]))
        return "t"
    return _ask_price(checks, figures) if "q" in figures.letters else "p"


def _ask_price(checks: Checks, figures: MoneyFigures) -> str:
    """Whether a price is that of a piece or of the line."""
    named = checks.mapping.get("price")
    column = named or _column(checks, figures.price_column)
    pairs = figures.pairs["p"]
    best = next((t.base for t in figures.totals), None)
    chosen = best or ("p" if pairs.per_line else "pq")
    if pairs.same or pairs.grows:
        message = m.GROWS_WITH_PIECES if pairs.per_line else m.SAME_FOR_ANY_PIECES
        found = pairs.grows if pairs.per_line else pairs.same
        other = pairs.same if pairs.per_line else pairs.grows
        checks.show(say(message, column=column, products=found, others=other))
    choices = (Answer("piece", say(m.PRICE_OF_PIECE)), Answer("line", say(m.AMOUNT_OF_LINE)))
    sentence = say(m.ASK_PRICE, column=column)
    decided = "line" if chosen == "p" else "piece"
    return {"line": "p", "piece": "pq"}[
        checks.ask(Question("price", sentence, choices, chosen=decided))
    ]


def _ask_amount(checks: Checks, figures: MoneyFigures) -> str:
    """Whether an amount is that of the line, or of a piece."""
    column, pairs = checks.mapping["revenue"], figures.pairs.get("r")
    if figures.holds("pq"):
        met, rows = figures.relations["pq"]
        fields = {"price": checks.mapping["price"], "quantity": checks.mapping["quantity"]}
        checks.show(say(m.PRICE_TIMES_PIECES, amount=column, met=met, rows=rows, **fields))
    if pairs is None:
        return "r"
    if figures.contradicted:
        return _ask_which(checks, figures)
    best = next((t.base for t in figures.totals if t.base in ("r", "rq")), None)
    of_piece = pairs.per_piece and "p" not in figures.letters
    chosen = best or ("rq" if of_piece else "r")
    if chosen == "r" and not of_piece:
        return "r"
    if pairs.same or pairs.grows:
        checks.show(
            say(m.SAME_FOR_ANY_PIECES, column=column, products=pairs.same, others=pairs.grows)
        )
    choices = (Answer("line", say(m.AMOUNT_OF_LINE)), Answer("piece", say(m.PRICE_OF_PIECE)))
    sentence = say(m.ASK_PRICE, column=column)
    decided = "piece" if chosen == "rq" else "line"
    return {"line": "r", "piece": "rq"}[
        checks.ask(Question("amount", sentence, choices, chosen=decided))
    ]


def _ask_which(checks: Checks, figures: MoneyFigures) -> str:
    """Price times pieces or an amount that equals it in next to no row: by a column that does. A
    price that grows with the pieces is that of the line.
    """
    columns = {role: checks.mapping[role] for role in ("price", "quantity", "revenue")}
    if figures.equal_product:
        other = _column(checks, figures.equal_product)
        checks.show(say(m.OTHER_IS_PRODUCT, other=other, **columns))
    itself = Answer("line", say(m.COLUMN_ITSELF, column=columns["revenue"]))
    product = Answer("product", say(m.PRICE_BY_PIECES, **columns))
    if figures.pairs["p"].per_line:
        product = Answer("price", say(m.COLUMN_ITSELF, column=columns["price"]))
    decided = "product" if figures.equal_product else ""
    question = Question("amount", say(m.ASK_WHICH, **columns), (itself, product), decided)
    return {"line": "r", "product": "pq", "price": "p"}[checks.ask(question)]


def _column(checks: Checks, letter: str) -> str:
    """The name of the column behind t0, t1 … or of the amount."""
    if letter == "r_total":
        return checks.mapping["revenue"]
    return checks.staged.dialect.labels[int(letter[1:])]


def _tell_total(checks: Checks, best: OrderTotal | None, nearest: OrderTotal | None) -> None:
    """Whether the lines add up to an order's total; or that they do not to what is named as one."""
    told = best or nearest
    if told is not None:
        fields = {"column": _column(checks, told.column), "agree": told.agree}
        message = m.LINES_DO_NOT_ADD_UP if best is None else m.LINES_ADD_UP
        checks.show(say(message, **fields, orders=told.orders))


def _share_out(checks: Checks, line: LineAmount) -> None:
    """Replace the staged rows by a table that knows each line's share of what is the order's."""
    staged = checks.staged
    if staged.unread:
        raise IrregularError
    order = checks.cells["order"]
    weight = "1" if line.base == "t" else f"abs({_plain(checks, line)})"
    if line.base == "t" and "quantity" in checks.values:
        weight = f"abs(coalesce(v_quantity, 1)) * {_piece_sql(checks, line)}"
    whole = {
        letter: f"{'sum' if letter in line.of_lines else 'max'}(abs(v_{role}))"
        for letter, role in AIDS.items()
    }
    wanted = {f"m_{AIDS[k]}": whole[k] for k in line.off_order}
    if line.base == "t":
        wanted["m_total"] = "max(v_revenue)"
    same = f"(PARTITION BY coalesce(nullif(trim({order}), ''), file || ':' || line))"
    if "f" in line.off_order:
        wanted["m_sum"] = "max(v_revenue)" if line.base == "t" else f"sum({weight})"
        wanted["m_off"] = f"sum({_off_line(line)})"
    share = f"{weight} / nullif(sum({weight}) OVER {same}, 0) AS m_share"
    more = "".join(f", {sql} OVER {same} AS {name}" for name, sql in wanted.items())
    values = "".join(f", {sql} AS v_{role}" for role, sql in checks.values.items())
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {SETTLED} AS SELECT line, file, damaged, "
        f"{checks.cells_listed}, {share}{more} "
        f"FROM (SELECT *{values} FROM {identifier(staged.table)}) ORDER BY file, line"
    )
    checks.staged = replace(staged, table=SETTLED)


def _piece_sql(checks: Checks, line: LineAmount) -> str:
    """What a piece cost, by the totals of all orders of the file; 1 where they do not tell."""
    if line.pieces is None or checks.staged.rows > HEAD_ROWS:
        return "1"
    prices = [f"WHEN {literal(item)} THEN {price}" for item, price in line.pieces.prices.items()]
    fields = {"agree": line.pieces.agree, "orders": line.pieces.orders}
    checks.evidence.append(say(m.PRICES_BY_TOTALS, column=checks.mapping["revenue"], **fields))
    return f"(CASE v_item {' '.join(prices)} ELSE 0 END)"


def _paid_back(checks: Checks, line: LineAmount) -> None:
    """A row of which all the money went back, to a thousandth, was not bought; of which a part
    did, was.
    """
    if "f" in line.off_order:
        less = "".join(f" - coalesce(m_{AIDS[k]}, 0)" for k in line.off_order if k != "f")
        back, whole = "m_refund", f"m_sum - m_off{less}"
    elif "f" in line.off and line.base != "t":
        back, whole = "abs(v_refund)", f"abs({_plain(checks, line)}) - {_off_line(line)}"
    else:
        return
    checks.values["paid_back"] = f"coalesce({back} >= 0.999 * nullif({whole}, 0), false)"
    checks.values["paid_part"] = f"coalesce({back} > 0 AND {back} < 0.999 * ({whole}), false)"


def _off_line(line: LineAmount) -> str:
    """What is taken off a line besides refunds, as SQL over the columns v_ROLE."""
    off = (f"coalesce(abs(v_{AIDS[letter]}), 0)" for letter in line.off if letter != "f")
    return f"({' + '.join(off) or '0'})"


def _plain(checks: Checks, line: LineAmount) -> str:
    """The reading of the line as SQL over the columns v_ROLE."""
    price = _price(line)
    revenue = "(v_revenue / 100)" if "revenue" in line.cents else "v_revenue"
    product = f"round({price} * v_quantity, 4)" if "quantity" in checks.values else price
    if line.base == "r" and "price" in checks.values:
        return f"coalesce({revenue}, {product})"
    by_pieces = f"round({revenue} * v_quantity, 4)"
    return {"r": revenue, "p": price, "pq": product, "rq": by_pieces}[line.base]


def _price(line: LineAmount) -> str:
    return "(v_price / 100)" if "price" in line.cents else "v_price"


def _amount(checks: Checks, line: LineAmount) -> str:
    """The line's amount as SQL over the columns v_ROLE and m_ROLE."""
    sql = "m_total * m_share" if line.base == "t" else _plain(checks, line)
    for letter in line.off:
        sql += f" - coalesce(abs(v_{AIDS[letter]}), 0) * sign({_plain(checks, line)})"
    for letter in line.off_order:
        sql += f" - coalesce(m_{AIDS[letter]} * m_share, 0)"
    return sql if sql.isidentifier() else f"round({sql}, 4)"
