"""Which of several columns of prices was paid, where the orders' totals do not tell."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_figures import MoneyFigures, first_equal, look
from recsys_core.ingestion.money_sample import FEW, MOST, ROWS, other_numbers
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say


def choose_price(checks: Checks, aids: dict[str, str], figures: MoneyFigures) -> MoneyFigures:
    """The figures with the price that the analyst says was paid: asked where another column is
    named for one, differs, is no amount of a line, and neither adds up to a total. aids: as for
    `look`.
    """
    counts = "p" in figures.letters and not (
        "r" in figures.letters and not figures.of_order.get("r")
    )
    others = _other_prices(checks) if counts and not figures.totals else {}
    if not others:
        return figures
    mine = checks.mapping["price"]
    choices = tuple(Answer(name, name) for name in (mine, *others))
    sentence = say(m.ASK_PRICE_COLUMN, price=mine, columns=or_list([mine, *others]))
    chosen = checks.ask(Question("price-column", sentence, choices))
    if chosen == mine:
        return figures
    checks.values["price"] = others[chosen]
    checks.mapping = {**checks.mapping, "price": chosen}
    return look(checks, aids)


def _other_prices(checks: Checks) -> dict[str, str]:
    labels, numbers = checks.staged.dialect.labels, other_numbers(checks)
    words = {t: name_tokens(labels[int(t[1:])]) for t in numbers}
    off = [t for t in numbers if ROLES["discount"].words_in(words[t])]
    named = [t for t in numbers if t not in off and ROLES["price"].words_in(words[t])]
    return {labels[int(t[1:])]: numbers[t] for t in named if _may_be_paid(checks, t, off)}


def _may_be_paid(checks: Checks, t: str, off: list[str]) -> bool:
    """Whether a column of `money_rows` is filled with more than zeros, another number than the
    price, no amount of a line, and not the price before or after the discount, which is taken off
    anyway; nor is the price what one of the columns `off` leaves of it.
    """
    if first_equal(checks.cursor, off, f"{t} - p", f"{t} <> p", "abs({t})"):
        return False
    explained = ("p", "p * q", "p - abs(d)", "p + abs(d)", "p - abs(d) / q", "p + abs(d) / q")
    near = (f"abs({t} - ({sql})) <= 0.006 * (abs(coalesce(q, 1)) + 1)" for sql in explained)
    counts = ", ".join(f"count(*) FILTER ({test})" for test in near)
    filled, rows, *met = checks.cursor.execute(
        f"SELECT count(nullif({t}, 0)), count(*), {counts} FROM {ROWS}"
    ).fetchall()[0]
    return bool(filled >= MOST * rows and rows - met[0] >= FEW and max(met) < MOST * rows)
