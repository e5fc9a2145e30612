"""What happened in a row: words by their meaning, each kind with what belongs to it."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.event_words import event_of
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

WORDS = {
    "purchase": "purchase Order_Completed gekauft achat compra acquisto zakup köp 구매 購入",
    "return": "refund order_cancelled Retoure remboursement devolución zwrot возврат 返品 退款",
    "view": "ProductViewed pv page_view Ansicht vue bekeken просмотр 조회 閲覧 浏览",
    "cart": "add-to-cart Warenkorb begin_checkout add_payment_info like star koszyk корзина 加购",
    "rating": "review Bewertung beoordeling оценка 评分",
    "click": "clicked select_item Klick 点击",
}


@pytest.fixture
def imported(tmp_path):
    def run(text, **options):
        path = tmp_path / "events.csv"
        path.write_text(text, encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(ws, "interactions", [path], options=ReadOptions(**options))
            with ws.db.read() as cursor:
                sql = "SELECT event, count(*) FROM interactions GROUP BY 1"
                return done, dict(cursor.execute(sql).fetchall())

    return run


@pytest.mark.parametrize(("kind", "words"), WORDS.items())
def test_words_are_known_by_their_meaning(kind, words):
    assert {word: event_of(word) for word in words.split()} == dict.fromkeys(words.split(), kind)


@pytest.mark.parametrize(
    "word", ["session_start", "login", "remove_from_cart", "payment failed", "sneeze", "dislike"]
)
def test_what_is_none_of_the_kinds_is_none(word):
    assert event_of(word) is None


HEAD = "time,user,event,item,quantity,price\n"


def lines(*rows):
    return HEAD + "".join(f"2024-01-{at + 1:02d},{row}\n" for at, row in enumerate(rows))


def test_a_look_needs_no_quantity_and_a_purchase_does(imported):
    done, found = imported(
        lines("a,view,P1,,9.5", "a,purchase,P1,2,9.5", "b,purchase,P2,,9.5", "b,view,P2,,9.5")
    )
    assert found == {"view": 2, "purchase": 1}
    assert done.rows_quarantined == 1


def test_unknown_words_are_said_once_and_asked_about(imported):
    text = lines("a,view,P1,,1", "a,wiggle,P1,1,1", "b,wiggle,,1,1", "b,purchase,P2,1,1")
    done, found = imported(text)
    assert found == {"view": 1, "purchase": 1}
    assert "event: none of the kinds that count is meant by wiggle (2); these rows stay out." in (
        done.warnings
    )
    assert ("event:wiggle", "none") in [(one.key, one.chosen) for one in done.questions]


def test_the_answer_makes_an_unknown_word_count(imported):
    _, found = imported(
        lines("a,view,P1,,1", "a,wiggle,P1,1,1", "b,purchase,P2,1,1"),
        answers={"event:wiggle": "cart"},
    )
    assert found == {"view": 1, "purchase": 1, "cart": 1}


def test_a_payment_beside_orders_is_no_second_purchase(imported):
    done, found = imported(lines("a,order,P1,1,1", "a,payment,P1,1,1", "b,order,P2,1,1"))
    assert found == {"purchase": 2}
    assert any("a payment is no second purchase" in text for text in done.warnings)


def test_payments_alone_are_purchases(imported):
    _, found = imported(lines("a,Payment,P1,1,1", "a,Refund,P1,1,1", "b,Payment,P2,1,1"))
    assert found == {"purchase": 2, "return": 1}
