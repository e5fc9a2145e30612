"""Products that are none: postage, fees, gift cards, samples, corrections. Proposed, never removed.

A product is proposed when its title or its number says so in one of several languages, or when its
number is unlike the others (no digit where the others have some) and its price differs widely from
one sale to the next, as no product's does. Each proposal carries what speaks for it.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.services.data.health import messages as m
from recsys_core.storage import counts_unusual
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, share

# English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Chinese; without accents.
WORDS: dict[str, str] = {
    m.POSTAGE: r"\b(?:postage|post|shipping|delivery|carriage|freight|courier|p ?& ?p|"
    r"porto|versand|versandkosten|fracht|livraison|frais de port|envio|gastos de envio|spedizione|"
    r"verzending|verzendkosten|frete|wysylka|dostawa)\b|运费|邮费|配送费",
    m.FEE: r"\b(?:fees?|charges?|surcharge|commission|gebuhr|gebuehr|gebuhren|frais|comision|"
    r"commissione|kosten|taxa|oplata|packing charge|amazonfee)\b|手续费|服务费",
    m.GIFT_CARD: r"\b(?:gift ?cards?|gift ?vouchers?|vouchers?|gift ?certificates?|"
    r"e-?gift|gutscheine?|geschenkgutscheine?|geschenkkarten?|carte cadeau|cheque cadeau|"
    r"bon d.achat|tarjetas? regalo|carta regalo|buono regalo|cadeaubon|cartao presente|"
    r"karta podarunkowa)\b|\bgift_\d|礼品卡|代金券",
    m.DISCOUNT: r"\b(?:discounts?|rebate|rabatt|nachlass|remise|reduction|descuento|sconto|"
    r"korting|desconto|rabat|coupon redemption)\b|折扣|优惠券",
    m.SAMPLE: r"\b(?:samples?|muster|probe|echantillons?|muestras?|campione|amostra|probka)\b|"
    r"样品|小样",
    m.TEST: r"\b(?:tests?|testartikel|test product|dummy|prueba|essai)\b|^test\d+|测试",
    m.CORRECTION: r"\b(?:manual|adjust(?:ment)?s?|bad debt|write.?off|correction|korrektur|"
    r"ajuste|ajustement|rettifica|correctie|korekta|error|rounding)\b|调整",
    m.DEPOSIT: r"\b(?:deposit|pfand|consigne|deposito|cauzione|statiegeld|donation|"
    r"spende|don|donacion|tips?|trinkgeld)\b|押金|捐款",
}
ANY = "|".join(f"(?:{pattern})" for pattern in WORDS.values())
ENOUGH_OF_TITLE = 0.3
"""A word like "post" counts if it makes up this much of a title: not in "Wooden bed post shelf"."""
WIDE = 5.0
"""Dearest sale over cheapest, from which the price of a product counts as varying widely."""
FEW_SALES = 3

WHAT, WHY = "what", "why"


def proposals(cursor: duckdb.DuckDBPyConnection, left_out: tuple[str, ...]) -> pd.DataFrame:
    """item_id, title, what, why, rows, customers, revenue, share (of all revenue): the products
    proposed for exclusion, those with most rows first. Products left out already are not proposed.
    """
    digitless = counts_unusual.odd_numbers(cursor)
    found = counts_unusual.products_like(cursor, ANY, digitless=digitless)
    found = found[~found[Columns.Item].isin(left_out)].reset_index(drop=True)
    judged = [_judge(row, digitless) for row in found.itertuples()]
    found[WHAT] = [what for what, _ in judged]
    found[WHY] = [why for _, why in judged]
    found = found[found[WHAT] != ""].reset_index(drop=True)
    total = counts_unusual.total_revenue(cursor) if len(found) else 0.0
    found["share"] = found[Columns.Revenue].abs() / total if total > 0 else float("nan")
    wanted = [Columns.Item, Columns.Title, WHAT, WHY, "rows", "customers", Columns.Revenue, "share"]
    return found[wanted]


def findings(found: pd.DataFrame) -> Iterator[dict[str, str]]:
    """One finding for all proposals together."""
    if found.empty:
        return
    some = ", ".join(found[Columns.Item].head(4)) + (" …" if len(found) > 4 else "")
    revenue = found["share"].sum()
    message = m.NOT_PRODUCTS_SOLD if revenue > 0 else m.NOT_PRODUCTS
    rows = say(m.ROWS, n=int(found["rows"].sum()))
    yield {
        "code": "not_products",
        "severity": "warning",
        "sentence": say(message, n=len(found), some=some, rows=rows, share=share(revenue)),
        "fix": "exclude_products",
    }


def _judge(row: Any, digitless: bool) -> tuple[str, str]:
    """What a candidate looks like and why; two empty texts where nothing speaks for it."""
    title = _flat(row.title)
    name = _flat(row.item_id)
    odd = digitless and not re.search(r"\d", name)
    wide = row.rows >= FEW_SALES and row.low > 0 and row.high / row.low >= WIDE
    why = []
    what = ""
    for kind, pattern in WORDS.items():
        hit = re.search(pattern, title)
        part = len(hit[0]) / max(len(title), 1) if hit else 0.0
        if hit and (part >= ENOUGH_OF_TITLE or odd):
            words = str(row.title)[hit.start() : hit.end()]
            what, why = say(kind), [say(m.TITLE_SAYS_SO, words=words)]
            break
        if hit := re.search(pattern, name):
            what, why = say(kind), [say(m.NUMBER_SAYS_SO, words=hit[0])]
            break
    if odd and (what or wide):
        why.append(say(m.NO_DIGITS))
    if wide and (what or odd):
        why.append(say(m.PRICE_VARIES, low=money(row.low), high=money(row.high)))
    if odd and wide and not what:
        what = say(m.NO_PRODUCT)
    return (what, "; ".join(why)) if what else ("", "")


def _flat(text: str) -> str:
    """Lower case without accents, letter for letter."""
    lowered = str(text).lower()
    return "".join(unicodedata.normalize("NFD", letter)[:1] for letter in lowered)
