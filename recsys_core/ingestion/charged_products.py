"""Articles that are no goods: freight and fees in lines of their own among the products sold.

A customer who takes a product at times takes several pieces of it, or nothing else; a charge comes
with other lines only, once an order, one piece of it, and after the goods.
"""

from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.concepts import Concepts, in_words, stems
from recsys_core.ingestion.goods_rows import ALWAYS, CHARGES, NAMED
from recsys_core.ingestion.roles.rows_look import FEW_ROWS, MOSTLY
from recsys_core.ingestion.sampling import FIRST, MOST_VALUES, amount_sql
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

OUT, GOODS = "out", "goods"
FEW, CHANCE = 5, 0.01
"""Orders that must show it, and how rarely a product would do so if it were like the others."""
GIFT_CARDS = Concepts(
    {
        "CARD": stems("""gift_card* giftcard* gift_voucher* gift_certificate* geschenkgutschein*
            geschenkkarte* gutschein* wertgutschein* carte_cadeau cheque_cadeau bon_cadeau
            tarjeta_regalo tarjeta_de_regalo buono_regalo carta_regalo cadeaubon cadeaukaart*
            cartao_presente vale_presente bon_podarunkow* karta_podarunkow* presentkort* gavekort*
            lahjakort* darkovy_poukaz* darkova_karta ajandekutalvany* ajandekkartya* card_cadou
            hediye_karti hediye_ceki подарочн*_карт* подарочн*_сертификат* сертификат_подарочн*
            δωροκαρτ* δωροεπιταγ* 礼品卡 禮品卡 禮物卡 商品券 ギフトカード ギフト券 기프트카드
            상품권 שובר_מתנה כרטיס_מתנה بطاقة_هدية บัตรของขวัญ the_qua_tang kartu_hadiah""")
    }
)


class Article(NamedTuple):
    """Of a product the rows looked at, those of one piece, its orders, its rows beside no other
    product, its rows in orders of several lines and those that are the last, prices, and money.
    """

    item: str
    title: str
    rows: int
    single: int
    orders: int
    alone: int
    several: int
    last: int
    prices: int
    amount: float

    @property
    def words(self) -> str:
        return in_words(f"{self.item} / {self.title}")

    @property
    def beside_goods(self) -> bool:
        """Whether it stands as a charge does."""
        once = min(self.single, self.orders, self.rows - self.alone) >= ALWAYS * self.rows
        return once and self.rows >= FEW and self.last >= MOSTLY * self.several


def leave_charged_products_out(checks: Checks) -> None:
    """Take freight and fees out of the products, ask about what stands as they do under a name
    that is not known, and name gift cards; each with its share of the amounts.
    """
    if not {"order", "item", "quantity"} <= checks.values.keys():
        return
    found = _articles(checks)
    beside = [each for each in found if each.beside_goods]
    charges = [each for each in beside if CHARGES.of(each.words)]
    cards = [each for each in found if GIFT_CARDS.of(each.words)]
    others = [each for each in beside if each not in (*charges, *cards)]
    unlike = [each for each in others if _is_unlike(each, found)]
    whole = sum(each.amount for each in found)
    _ask(checks, "charges", m.CHARGED, charges, OUT, whole)
    _ask(checks, "perhaps-charges", m.PERHAPS_CHARGED, unlike, "", whole)
    _ask(checks, "gift-cards", m.GIFT_CARDS, cards, GOODS, whole)


def _ask(
    checks: Checks, key: str, message: str, found: list[Article], evidence: str, whole: float
) -> None:
    if not found:
        return
    named = [
        each.item if each.item == each.title else f"{each.item} ({each.title})" for each in found
    ]
    fields = {"products": and_list(named[:NAMED]), "rows": sum(each.rows for each in found)}
    part = share(sum(each.amount for each in found) / whole) if whole else share(0)
    answers = (Answer(GOODS, say(m.ARE_GOODS)), Answer(OUT, say(m.ARE_CHARGES)))
    question = Question(key, say(message, **fields, share=part), answers, evidence)
    if checks.ask(question) == OUT:
        listed = ", ".join(literal(each.item) for each in found)
        condition = f"coalesce(v_item IN ({listed}), false)"
        checks.faults.append((condition, "item", literal(say(m.NO_GOODS))))


def _is_unlike(article: Article, found: list[Article]) -> bool:
    """Whether other products, in as many rows, would hardly ever have one piece each, and never
    stand alone; and it has one price.
    """
    others = [each for each in found if each != article]
    rows = sum(each.rows for each in others)
    if article.prices > 1 or article.rows < FEW_ROWS or not rows:
        return False
    single = sum(each.single for each in others) / rows
    company = 1 - sum(each.alone for each in others) / rows
    return max(single**article.rows, company**article.rows) < CHANCE


def _articles(checks: Checks) -> list[Article]:
    """What the first rows show of each product, those on most rows first."""
    values, title = checks.values, checks.cells.get("title")
    read = f"{values['item']} AS i, {values['order']} AS o, abs({values['quantity']}) AS q"
    amount = f"abs({amount_sql(checks)})"
    rows = checks.cursor.execute(
        f"WITH lines AS (SELECT {read}, {title or values['item']} AS t, {amount} AS a, nr "
        f"FROM {checks.head()} WHERE i <> '' AND o <> '' AND nr <= {FIRST}), orders AS (SELECT *, "
        "max(nr) OVER same = nr AS last, count(*) OVER same > 1 AS several, "
        "min(i) OVER same = max(i) OVER same AS alone "
        "FROM lines WINDOW same AS (PARTITION BY o)) "
        "SELECT i, min(t), count(*), count(*) FILTER (q = 1), count(DISTINCT o), "
        "count(*) FILTER (alone), count(*) FILTER (several), count(*) FILTER (several AND last), "
        "count(DISTINCT round(a / q, 2)), coalesce(sum(a), 0) "
        f"FROM orders GROUP BY i ORDER BY 3 DESC, 1 LIMIT {MOST_VALUES}"
    ).fetchall()
    return [Article(*row) for row in rows]
