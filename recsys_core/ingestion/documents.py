"""The kinds of documents in an export (invoices, credit notes, offers), each with own numbers."""

from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.called_off import CANCELS
from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.concepts import Concepts, in_words, stems
from recsys_core.ingestion.event_words import event_of
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.order_status import CONCEPTS, meaning_of
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.rows_look import FEW_ROWS, SURE
from recsys_core.ingestion.sampling import SAMPLED, amount_sql
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

LEFT_OUT, MOST_KINDS, MOST_SHAPES = "none", 5, 20
_PLACES = Concepts(
    {
        "PLACE": stems("""store stores shop shops branch* till terminal channel* source platform*
            market* warehouse* country site region filial* tienda* laden kanal* canal* canaux
            kanava* land lander pays pais paese kraj negozio loja boutique magasin* sklep* butik*
            lager* magazin* zeme orszag csatorna καναλ* καταστημ* χωρα канал* магазин* склад*
            стран* 渠道 店铺 店舗 平台 国家 チャネル 채널 매장 국가 ช่องทาง قناة متجر ערוץ""")
    }
)
"""Where something was sold has numbers of its own too."""


class Document(NamedTuple):
    """A word of the column, how its numbers are written (# for figures), its rows looked at and
    what they come to; None where the file has no amounts.
    """

    word: str
    shape: str
    rows: int
    amount: float | None


def kinds_of_documents(checks: Checks) -> tuple[str, list[Document]] | None:
    """The column whose few words go with how the numbers of orders are written, and its words; None
    where all of them are sales.
    """
    if not 1 < len(_shapes(checks)) <= MOST_SHAPES:
        return None
    for column, cell in _candidates(checks):
        found = [] if _PLACES.of(in_words(column)) else _documents(checks, cell)
        sold = [_meaning(each.word) == "purchase" for each in found]
        if not any(sold) and all(meaning_of(each.word) for each in found):
            continue  # States of orders ("completed", "returned"), which are read as such.
        if not all(sold):
            return column, found
    return None


def kind_of_document(checks: Checks, column: str, documents: list[Document], at: int) -> str | None:
    """What a document counts as: by its word where that is known, until the analyst says
    otherwise.
    """
    asked = documents[at]
    known = _meaning(asked.word) or ""
    if known == "purchase":
        return known
    titles = {"purchase": m.A_PURCHASE, "return": m.A_RETURN, LEFT_OUT: m.EVENT_LEFT_OUT}
    answers = tuple(Answer(name, say(title)) for name, title in titles.items())
    whole = sum(each.amount or 0 for each in documents)
    fields = {"column": column, "order": checks.mapping["order"], "n": asked.rows}
    fields |= {"word": asked.word, "shape": asked.shape}
    message = m.WHICH_DOCUMENT_OF_MONEY if whole else m.WHICH_DOCUMENT
    sentence = say(message, **fields, share=share((asked.amount or 0) / (whole or 1)))
    chosen = checks.ask(Question(f"event:{asked.word}", sentence, answers, known))
    return None if chosen == LEFT_OUT else chosen


def _meaning(word: str) -> str | None:
    """A sale, a return, or nothing sold; None where the word is not known, or may say of the
    document that it was cancelled.
    """
    plain = in_words(word)
    if "QUOTE" in CONCEPTS.of(plain):
        return LEFT_OUT
    found = event_of(word)
    return found if found in ("purchase", "return") and not CANCELS.search(plain) else None


def _candidates(checks: Checks) -> list[tuple[str, str]]:
    """(name, cell) of columns without a role, and of one that only its words made a state."""
    state = checks.mapping.get("status", "")
    by_words = state and not ROLES["status"].words_in(name_tokens(state))
    found = [(state, checks.cells["status"])] if by_words else []
    return [*found, *unpicked(checks.staged, checks.mapping)]


def _shapes(checks: Checks) -> list[str]:
    """How the numbers of orders are written, their figures left out."""
    if "order" not in checks.cells:
        return []
    sql = f"SELECT DISTINCT {_shape(checks)} FROM {SAMPLED} LIMIT {MOST_SHAPES + 1}"
    return [shape for (shape,) in checks.cursor.execute(sql).fetchall() if shape]


def _shape(checks: Checks) -> str:
    return f"regexp_replace(trim({checks.cells['order']}), '\\d+', '#', 'g')"


def _documents(checks: Checks, cell: str) -> list[Document]:
    """The words of a column, each with the one way in which its numbers are written; empty where
    they have several, or all the same.
    """
    amount = f"sum(abs({amount_sql(checks)}))"
    rows = checks.cursor.execute(
        f"SELECT trim({cell}) AS word, {_shape(checks)} AS shape, count(*), {amount} "
        f"FROM {SAMPLED} WHERE {cell} > ' ' AND shape <> '' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
    ).fetchall()
    usual: dict[str, Document] = {}
    for row in rows:
        usual.setdefault(row[0], Document(*row))
    every, agree = sum(row[2] for row in rows), sum(each.rows for each in usual.values())
    several = 1 < len(usual) <= MOST_KINDS and len({each.shape for each in usual.values()}) > 1
    worded = all(kind(word) in ("text", "code") for word in usual)
    sure = every >= FEW_ROWS and agree >= SURE * every
    return list(usual.values()) if several and worded and sure else []
