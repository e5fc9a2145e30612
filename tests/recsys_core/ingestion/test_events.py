"""What happened in a row: words by their meaning, each kind with what belongs to it."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.event_words import event_of
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

WORDS = {
    "purchase": "purchase Order_Completed gekauft achat compra acquisto zakup köp 구매 購入",
    "return": "refund credit-note Gutschrift order_cancelled "
    "Retoure remboursement devolución zwrot возврат 返品 退款",
    "view": "ProductViewed pv page_view Ansicht vue bekeken просмотр 조회 閲覧 浏览",
    "cart": "add-to-cart Warenkorb product_added like star koszyk корзина 加购",
    "rating": "review Bewertung beoordeling оценка 评分",
    "click": "clicked select_item Klick 点击",
}


@pytest.fixture
def imported(tmp_path):
    def run(text, mapping=None, **options):
        path = tmp_path / "events.csv"
        path.write_text(text, encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(ws, "interactions", [path], mapping, options=ReadOptions(**options))
            with ws.db.read() as cursor:
                sql = "SELECT event, count(*) FROM interactions GROUP BY 1"
                return done, dict(cursor.execute(sql).fetchall())

    return run


@pytest.mark.parametrize(("kind", "words"), WORDS.items())
def test_words_are_known_by_their_meaning(kind, words):
    assert {word: event_of(word) for word in words.split()} == dict.fromkeys(words.split(), kind)


@pytest.mark.parametrize(
    "word",
    [
        "begin_checkout",
        "add_payment_info",
        "checkout started",
        "session_start",
        "login",
        "remove_from_cart",
        "payment failed",
        "sneeze",
        "dislike",
    ],
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
    asked = [(one.key, one.chosen) for one in done.questions]
    assert asked == [("event:wiggle", "none"), ("price", "piece")]


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


def test_a_return_needs_no_quantity(imported):
    done, found = imported(lines("a,purchase,P1,2,9.5", "b,purchase,P1,1,9.5", "a,refund,P1,,9.5"))
    assert found == {"purchase": 2, "return": 1}
    assert done.rows_quarantined == 0


def test_every_reason_that_refuses_many_rows_is_said(imported):
    done, _ = imported(lines("a,purchase,P1,,9.5", "b,purchase,P2,,9.5", "b,purchase,P3,1,9.5"))
    assert "quantity: 2 rows are refused: No quantity." in done.warnings


def test_a_reason_that_refuses_few_rows_is_not_said(imported):
    rows = [f"2024-01-01,c{n},purchase,P{n % 7},{n and 1},5" for n in range(200)]
    done, _ = imported(HEAD + "\n".join(rows).replace(",0,5", ",,5") + "\n")
    assert done.rows_quarantined == 1
    assert not any("refused" in text for text in done.warnings)


def orders(*rows, head="time,user,event,order,item,quantity,value,kind"):
    return head + "\n" + "".join(f"2024-01-{at + 1:02d},{row}\n" for at, row in enumerate(rows))


BOUGHT = (
    "a,purchase,O1,P1,1,10,", "a,purchase,O1,P2,2,30,", "b,purchase,O2,P1,1,10,",
    "b,purchase,O2,P3,1,20,", "c,purchase,O3,P1,1,10,",
)  # fmt: skip


def test_a_return_without_a_product_takes_its_whole_order_back(imported):
    done, found = imported(orders(*BOUGHT, "a,refund,O1,,,40,", "c,refund,O3,,,,"))
    assert found == {"purchase": 2, "return": 3}
    assert any("2 orders are taken back as a whole by rows" in text for text in done.warnings)
    assert not any("not taken off" in text for text in done.warnings)


def test_a_part_of_an_order_that_was_paid_back_is_refused_and_said(imported):
    done, found = imported(orders(*BOUGHT, "a,refund,O1,,,12.5,", "c,refund,O9,,,7,"))
    assert found == {"purchase": 5}
    assert (
        "event: 2 rows take something back and name no product of a whole order; they are refused, "
        "and their 19.50 are not taken off." in done.warnings
    )


SETTLED = (
    "a,order,O1,P1,1,10,Goods", "a,order,O1,P1,,2,Fee", "b,order,O2,P1,1,10,Goods",
    "b,order,O2,P1,,2,Fee", "c,order,O3,P2,3,30,Goods", "a,refund,O1,P1,,-10,Goods",
    "a,refund,O1,P1,,-2,Fee",
)  # fmt: skip


def test_fees_beside_the_goods_are_no_returns(imported):
    done, found = imported(orders(*SETTLED))
    assert found == {"purchase": 3, "return": 1}
    assert any(
        text.startswith("kind: only rows that say Goods have a quantity") for text in done.warnings
    )


def test_a_word_that_does_not_go_with_the_quantity_leaves_returns_alone(imported):
    mixed = [row.replace("1,10,Goods", "1,10,Fee") for row in SETTLED]
    done, found = imported(orders(*mixed))
    assert found["return"] == 2
    assert not any("the goods are those" in text for text in done.warnings)


def test_a_column_of_events_that_stands_unused_is_named(imported):
    rows = ["a,view,P1,1,5", "a,purchase,P1,1,5", "b,view,P2,1,5", "b,add to cart,P2,1,5"]
    known = {role: role for role in ("time", "user", "item", "quantity")}
    done, found = imported(lines(*rows), known)
    assert found == {"purchase": 4}
    assert any("every row counts as a purchase, although event says" in t for t in done.warnings)


def test_a_column_of_other_words_that_stands_unused_is_not(imported):
    rows = ["a,red,P1,1,5", "a,blue,P1,1,5", "b,red,P2,1,5", "b,red,P3,1,5"]
    done, _ = imported(lines(*rows), {role: role for role in ("time", "user", "item", "quantity")})
    assert not any("every row counts as a purchase" in text for text in done.warnings)
