"""Which rows of a long list of amounts are goods, and which are taxes, carriage and fees."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.concepts import Concepts, in_words, stems
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.sampling import SAMPLED, counted, seen
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOST_KINDS, NAMED = 30, 8
ALWAYS = 0.95
CHARGES = Concepts(
    {
        "CHARGE": stems("""shipping shipment delivery postage freight carriage handling fee fees
        surcharge billing payment gift_wrap* giftwrap* versand versandkosten lieferung gebuhr*
        zuschlag* zahlung* zahlart livraison frais port envio flete spedizione consegna frete
        entrega verzending verzendkosten bezorg* betaling wysylka dostawa platnosc* doprava
        platba postovne szallitas* livrare transport frakt kargo teslimat* доставк* оплат*
        ongkos_kirim ongkir phi_van_chuyen 배송비 배송 送料 配送料 手数料 运费 邮费 運費""")
    }
)
"""What stands beside the goods of an order in its own rows."""


def leave_amounts_out(checks: Checks) -> None:
    """Where a column of words says the same on every purchase with a quantity, and something else
    on those without one, rows that say something else are no goods: returns among them stay out.
    """
    empty = checks.nothing.get("quantity")
    if empty is None or "event" not in checks.cells or not seen(checks, empty):
        return
    bought = f"({checks.values['event']}) = 'purchase'"
    for column, cell in unpicked(checks.staged, checks.mapping):
        low, high, bare = checks.cursor.execute(
            f"SELECT min({cell}) FILTER (NOT {empty}), max({cell}) FILTER (NOT {empty}), "
            f"count(*) FILTER ({empty}) FROM {SAMPLED} WHERE {bought}"
        ).fetchall()[0]
        if (
            bare
            and low
            and low == high
            and not seen(checks, f"{bought} AND {empty} AND {cell} = {literal(low)}")
        ):
            _leave_out(checks, column, cell, low)


def leave_charges_out(checks: Checks) -> None:
    """Rows that a column of kinds calls a charge (delivery, payment, a fee), of which an order has
    one at most and one piece of it, are no goods: with the others they would be sold as products.
    """
    columns = unpicked(checks.staged, checks.mapping)
    if "category" in checks.cells:
        columns = [*columns, (checks.mapping["category"], checks.cells["category"])]
    for column, cell in columns:
        words = [word for word, _ in counted(checks, cell)]
        charges = [word for word in words if CHARGES.of(in_words(word))]
        few = 1 < len(words) <= MOST_KINDS and 0 < len(charges) < len(words)
        if few and all(_once_an_order(checks, cell, word) for word in charges):
            listed = ", ".join(map(literal, charges))
            checks.faults.append((f"{cell} IN ({listed})", "", literal(say(m.NO_GOODS))))
            fields = {"column": column, "words": and_list(charges[:NAMED])}
            checks.warnings.append(say(m.CHARGES_OUT, **fields))


def _once_an_order(checks: Checks, cell: str, word: str) -> bool:
    order = checks.cells.get("order")
    pieces = "count(*)"
    if "quantity" in checks.values:
        pieces = f"count(*) FILTER (abs({checks.values['quantity']}) = 1)"
    orders = f"count(DISTINCT {order})" if order else "count(*)"
    rows, single, different = checks.cursor.execute(
        f"SELECT count(*), {pieces}, {orders} FROM {SAMPLED} WHERE {cell} = {literal(word)}"
    ).fetchall()[0]
    return bool(min(single, different) >= ALWAYS * rows)


def _leave_out(checks: Checks, column: str, cell: str, goods: str) -> None:
    others = [word for word, _ in counted(checks, cell) if word != goods]
    returned = f"({checks.values['event']}) = 'return' AND {cell} = {literal(goods)}"
    if not 0 < len(others) <= MOST_KINDS or not seen(checks, returned):
        return
    condition = f"(v_event = 'return' AND coalesce({cell}, '') <> {literal(goods)})"
    checks.faults.append((condition, "", literal(say(m.NO_GOODS))))
    words = and_list(others[:NAMED])
    checks.warnings.append(say(m.ONLY_GOODS_COUNT, column=column, word=goods, others=words))
