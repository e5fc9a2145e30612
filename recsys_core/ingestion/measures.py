"""Quantities that are no pieces: weights, lengths and volumes beside pieces in one column."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.concepts import stems
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.roles.names import fold
from recsys_core.ingestion.sampling import SAMPLED, counted
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import Plural, say

MEASURES = frozenset(
    stems(
        """kg kgs kgm g gr grs grm gram grams gramm mg t to tne kilo kilos kilogram kilogramm l lt
        ltr ltrs liter litre litro litros litri cl dl ml mlt hl m mt mtr mtrs meter metre metro
        metros metri lfm cm mm km m2 m² qm sqm mtk m3 m³ cbm mtq lb lbs oz gal gallon gallons ft yd
        кг г гр л мл м м2 м3 литр метр 千克 公斤 克 斤 升 毫升 米 ㎏ ㎖ ㍑
        キログラム グラム リットル
        킬로그램 그램 리터"""
    )
)
"""Signs and words for weights, volumes and lengths, in small letters; a quantity in any other unit
counts something."""
PIECES = frozenset(
    stems(
        """st stk stck stuck stück pc pcs pce pk ea each un und unid uds u pz pza szt ks db adet
        pièce box pack pair paar set шт уп 个 件 個 只 本 枚 개 點"""
    )
)
"""Signs for pieces. Beside them M and L are metres and litres, and else sizes."""
MOST_UNITS, LONGEST, MOST_PRODUCTS = 12, 12, 2_000
ADDED, ONE_PIECE = "added", "one-piece"
MIXED = 0.8
"""Where more of the products are sold in fractions, the column holds nothing else."""
FEW, MANY_PIECES, TIMES, NO_DEARER, RARE = 3, 100, 50, 10, 0.2
"""A product of 100 pieces a line, fifty times as many as usual, whose lines bring no more than
ten times what others do, is counted in thousandths or the like; one product in five at most is."""


def settle_measures(checks: Checks, amount: str | None) -> None:
    """Say which rows measure what others count, and ask whether each of these is a piece, read as
    `counted` then. amount: SQL of a line's money over c0 …, v_price, v_quantity and v_revenue.
    """
    if "quantity" not in checks.values:
        return
    found = _by_unit(checks) or _by_figures(checks, amount)
    if not found:
        return
    fact, measured = found
    sentence = say(m.ASK_MEASURES, fact=fact)
    choices = (Answer(ADDED, say(m.ADDED_UP)), Answer(ONE_PIECE, say(m.ROW_IS_PIECE)))
    if checks.ask(Question("measures", sentence, choices, ADDED)) == ONE_PIECE:
        pieces = "v_kept" if "kept" in checks.values else "v_quantity"
        checks.values["counted"] = f"CASE WHEN {measured} THEN sign({pieces}) ELSE {pieces} END"
        checks.warnings.append(say(m.MEASURES_COUNTED, fact=fact))
    else:
        checks.warnings.append(say(m.MEASURES_ADDED, fact=fact))


def _by_unit(checks: Checks) -> tuple[str, str] | None:
    """A column of units of which some measure and others count, or measure something else."""
    for column, cell in unpicked(checks.staged, checks.mapping):
        words = counted(checks, cell)
        if not 2 <= len(words) <= MOST_UNITS or any(len(word) > LONGEST for word, _ in words):
            continue
        folded = {word: fold(word.strip(" .")) for word, _ in words}
        measures = [word for word, sign in folded.items() if sign in MEASURES]
        sure = [s for s in folded.values() if s in PIECES or (s in MEASURES and len(s) > 1)]
        if not measures or not sure:
            continue
        named = and_list(say(m.WORD_WITH_ROWS, word=word, rows=rows) for word, rows in words)
        said = {"quantity": checks.mapping["quantity"], "column": column, "units": named}
        listed = ", ".join(map(literal, measures))
        return say(m.SEVERAL_UNITS, **said), f"coalesce({cell} IN ({listed}), false)"
    return None


def _products(checks: Checks, condition: str, more: str = "") -> list[str]:
    """The products of the sample that meet a condition over `rows`, `q` (their usual pieces),
    `broken` (share of rows with a fraction) and `a` (a line's usual money).
    """
    money = more or "CAST(NULL AS DOUBLE)"
    given = (role for role in ("price", "revenue") if role in checks.values)
    read = "".join(f", {checks.values[role]} AS v_{role}" for role in given)
    item, quantity = checks.values["item"], checks.values["quantity"]
    found = checks.cursor.execute(
        f"WITH lines AS (SELECT v_item, abs(v_quantity) AS q, abs({money}) AS a FROM (SELECT *, "
        f"{item} AS v_item, {quantity} AS v_quantity{read} FROM {SAMPLED}) "
        "WHERE v_quantity <> 0 AND v_item <> ''), "
        "products AS (SELECT v_item, count(*) AS rows, median(q) AS q, median(a) AS a, "
        "avg(CASE WHEN q <> round(q) THEN 1 ELSE 0 END) AS broken FROM lines GROUP BY 1), "
        "usual AS (SELECT median(q) AS usual_q, median(a) AS usual_a, count(*) AS every, "
        "count(*) FILTER (broken > 0) AS parted FROM products) "
        f"SELECT v_item FROM products, usual WHERE {condition} ORDER BY 1 LIMIT {MOST_PRODUCTS}"
    ).fetchall()
    return [str(item) for (item,) in found]


def _by_figures(checks: Checks, amount: str | None) -> tuple[str, str] | None:
    """One look at the pieces of all rows tells which of the products need looking at."""
    parted, most = checks.cursor.execute(
        "SELECT bool_or(q <> round(q)), max(abs(q)) FROM "
        f"(SELECT {checks.values['quantity']} AS q FROM {SAMPLED})"
    ).fetchall()[0]
    found = _by_fractions(checks) if parted else None
    return found or (_by_size(checks, amount) if amount and (most or 0) >= MANY_PIECES else None)


def _by_fractions(checks: Checks) -> tuple[str, str] | None:
    """Products of which fractions are sold, where most of the others come whole."""
    return _of_products(
        checks, m.SOLD_IN_FRACTIONS, _products(checks, f"broken > 0.5 AND parted < {MIXED} * every")
    )


def _by_size(checks: Checks, amount: str) -> tuple[str, str] | None:
    """Products of hundreds of pieces a line that bring no more money than others of a few."""
    large = (
        f"q >= {MANY_PIECES} AND q >= {TIMES} * usual_q AND a <= {NO_DEARER} * usual_a "
        f"AND every >= {FEW}"
    )
    found = _products(checks, large, amount)
    every = _products(checks, "true", amount) if found else []
    few = len(found) <= RARE * len(every)
    return _of_products(checks, m.SOLD_IN_HUNDREDS, found if few else [])


def _of_products(checks: Checks, message: Plural, products: list[str]) -> tuple[str, str] | None:
    if not products:
        return None
    said = {"quantity": checks.mapping["quantity"], "product": products[0], "n": len(products)}
    return say(message, **said), f"v_item IN ({', '.join(map(literal, products))})"
