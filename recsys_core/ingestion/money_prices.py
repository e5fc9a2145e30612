"""Which of several columns of prices was paid, where the orders' totals do not tell."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_figures import MoneyFigures, look
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
    labels = checks.staged.dialect.labels
    named = {
        labels[int(t[1:])]: (t, sql)
        for t, sql in other_numbers(checks).items()
        if ROLES["price"].words_in(name_tokens(labels[int(t[1:])]))
    }
    return {name: sql for name, (t, sql) in named.items() if _may_be_paid(checks, t)}


def _may_be_paid(checks: Checks, t: str) -> bool:
    """Whether a column of `money_rows` is filled, another number than the price, and no amount."""
    filled, same, product, rows = checks.cursor.execute(
        f"SELECT count({t}), count(*) FILTER (abs({t} - p) <= 0.005), "
        f"count(*) FILTER (abs({t} - p * q) <= 0.006 * (abs(q) + 1)), count(*) FROM {ROWS}"
    ).fetchall()[0]
    usual = filled >= MOST * rows and rows - same >= FEW
    return bool(usual and product < MOST * rows)
