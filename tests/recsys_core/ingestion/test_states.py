"""What became of an order, by the meaning of its words and by several columns together."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.order_status import context_of, meaning_of
from recsys_core.ingestion.roles.guess import guess
from recsys_core.schema.questions import UnansweredError
from recsys_core.services.data.imports import import_files

KEPT = """Delivered|Delivered, return declined|Non-returnable item shipped|Paid - not refunded
Return window closed|complete|partially_refunded|on hold|Processing|refund rejected|not cancelled
Payment received|awaiting shipment|In transit|cancellation declined|Rückgabefrist abgelaufen
Return period expired|unfulfilled|not yet delivered|Versendet|Rückgabe abgelehnt|Zahlung erhalten
teilweise erstattet|Payée, en attente d'expédition|remboursement refusé|devolución rechazada
Consegnato|reso rifiutato|entregue|Geleverd|zwrot odrzucony|iade reddedildi|возврат отклонен
待发货|等待卖家发货,买家已付款|交易成功|退款关闭|部分退款|返品拒否|発送済み|キャンセル不可|환불거절|배송완료
Teslim edildi|İptal edilemedi|iade edilmedi|Paiement à distance accepté|Paid by card"""
UNDONE = """Cancelled by customer|order_refunded|Shipped - Returned to Seller|Payment failed|Draft
Abandoned|Chargeback|Expired|Lost in transit|No show|Not delivered|RTO|Undelivered|PaymentFailed
Cancelled - payment declined|Zahlung abgelehnt|nicht zugestellt|Rückerstattet|Annulée|Remboursé
non livrée|pago rechazado|devuelto|Annullato|non consegnato|estornado|não entregue|Geannuleerd
niet geleverd|Anulowane|niedostarczone|återbetald|ej levererad|iptal edildi|не доставлен|отменён
已退款|交易关闭|支付失败|キャンセル確定|受取拒否|返金済|취소완료|반품
Erreur de paiement|Zahlung blockiert|payment error|Błąd płatności|Error en el pago|支付错误|결제오류
Teslim Edilemedi|Teslim edilmedi|Tedarik edilemedi|Ödeme alınamadı"""
UNPAID = """Unpaid|Awaiting payment|Pending payment|payment pending|not paid|unbezahlt|nicht bezahlt
Zahlung ausstehend|impayé|en attente de paiement|pendiente de pago|impagado|non pagato|não pago
aguardando pagamento|onbetaald|wacht op betaling|niezapłacone|ej betald|ödeme bekleniyor|неоплачен
ожидает оплаты|等待买家付款|待付款|未支付|入金待ち|未入金|미결제|결제대기
Ödenmedi|En attente de paiement PayPal"""
KEPT_ELSEWHERE = """Hoàn thành
Đã giao|Đang giao|Chờ lấy hàng|Chờ xác nhận|Pesanan Selesai|Dikirim|Diproses
Sampai Tujuan|จัดส่งสำเร็จ|รอจัดส่ง|สำเร็จ|กำลังจัดส่ง|مكتمل|تم التوصيل|تم الشحن|قيد التنفيذ
הושלמה|נשלחה|בטיפול|נמסר|שולמה|Ολοκληρωμένη|Σε επεξεργασία|Απεσταλμένη|Παραδόθηκε|Σε αναμονή
Виконано|Доставлено|Відправлено|Отримано|Vyřízena|Odeslána|Doručeno|Čeká na vyřízení
Zaplaceno|Dokončená|Vybavená|Teljesítve|Kézbesítve|Feldolgozás alatt|Kifizetve|Finalizată
Livrată|Expediată|În procesare|Plătită|Valmis|Toimitettu|Lähetetty|Käsittelyssä|Maksettu
Gennemført|Leveret|Afsendt|Betalt|Fullført|Levert|Sendt|Behandles|Zakończone|Završeno
Isporučeno|Plaćeno|Изпълнена|Delivered|Expédiée|Reçue|Αποστολή|Udleveret"""
UNDONE_ELSEWHERE = """Đã hủy|Đã huỷ
Chưa thanh toán|Chờ thanh toán|Hoàn tiền|Đã trả hàng|Giao hàng thất bại
Dibatalkan Pembeli|Pesanan Dibatalkan|Menunggu Pembayaran|Belum Dibayar|Dana Dikembalikan
Pengiriman Gagal|Retur|ยกเลิกแล้ว|รอชำระเงิน|คืนสินค้าแล้ว|คืนเงินแล้ว|ยังไม่ชำระ
จัดส่งไม่สำเร็จ|ملغي|بانتظار الدفع|بإنتظار الدفع|مسترجع|غير مدفوع|تم الإلغاء|مرفوض|בוטלה|ממתינה לתשלום
זוכתה|הוחזרה|לא שולם|נכשלה|Ακυρωμένη|Σε αναμονή πληρωμής|Επιστροφή χρημάτων|Αποτυχημένη
Απλήρωτη|Εκκρεμεί πληρωμή|Скасовано|Очікує оплати|Повернено|Не оплачено|Відхилено|Stornována
Zrušena|Nezaplaceno|Čeká na platbu|Nevyřízena - čeká na platbu|Vráceno|Zrušená|Čaká na platbu
Vrátená|Nezaplatená|Törölve|Fizetésre vár|Sztornózva|Visszatérítve|Fizetetlen|Nem fizetett
Sikertelen|Anulată|În așteptarea plății|Neplătită|Rambursată|Returnată|Eșuată|Peruttu
Odottaa maksua|Palautettu|Maksamatta|Hyvitetty|Epäonnistui|Annulleret|Afventer betaling
Refunderet|Returneret|Ubetalt|Ikke betalt|Tilbagebetalt|Kansellert|Avventer betaling
Tilbakebetalt|Returnert|Mislykket|En attente de débit client|En attente de règlement
En attente de prélèvement|In attesa di addebito|Pendiente de pago|Pendiente de débito
Awaiting payment|Awaiting debit|Otkazano|Čeka uplatu|Neplaćeno|Отказана|Чака плащане|Върната
Payment pending|Oczekuje na płatność|Waiting for debit"""
CALLED_OFF = """반품철회|취소철회|환불 철회|교환철회|반품 신청 철회|반품요청취소|返品取下げ
返品申請取り下げ|返品依頼を撤回|返金キャンセル|退款撤销|撤销退款|退货申请已撤回|退款申请已撤销
Rückgabe zurückgezogen|Retoure wurde zurückgezogen|Widerruf zurückgenommen
Stornierung der Retoure|demande de retour retirée|retour annulé|Remboursement annulé
annulation du retour|devolución cancelada|devolución retirada|solicitud de devolución anulada
devolução cancelada|devolução retirada|reso annullato|richiesta di reso ritirata|zwrot wycofany
zwrot anulowany|возврат отозван|возврат отменён|заявка на возврат отозвана
iade talebi geri çekildi|iade iptal edildi|retour ingetrokken|retour geannuleerd|retur återkallad
retur aflyst|retur tilbagekaldt|vrácení zrušeno|visszaküldés visszavonva|retur anulat
palautus peruttu|επιστροφή ακυρώθηκε|повернення скасовано|Return request withdrawn
Return withdrawn|Refund cancelled|Return request rejected|İade Talebi Reddedildi|Retur respins
Retour geweigerd|Remboursement refusé|pengembalian dibatalkan|Return cancelled by customer
Delivered - Return Request Rejected"""
NOT_CALLED_OFF = """반품완료|취소완료|반품/취소|취소요청 완료|환불완료|품절취소|返品・キャンセル
キャンセル済み|返金済み|返品完了|退款成功|已取消|已取消，已退款|撤销|Retoure|Storniert
Rückgabe erhalten|Refunded and cancelled|Refund and cancelled|Annulée et remboursée|retour reçu
devuelto|Cancelled / Refunded|Order withdrawn|Auftrag zurückgezogen|отозван|zwrot|Zwrot przyjęty
Returned, cancelled|canceled_refunded|Widerruf|Widerrufen|Retur|Iade edildi
Cancelled and returned|Возврат|Отменён|Auftrag zurückgenommen"""
MEANINGS = [
    (text, meaning)
    for words, meaning in ((KEPT, "kept"), (UNDONE, "undone"), (UNPAID, "unpaid"))
    for text in words.replace("\n", "|").split("|")
]


def imported(ws, tmp_path, text, **options):
    path = tmp_path / "orders.csv"
    path.write_text(text, encoding="utf-8")
    done = import_files(ws, "interactions", [path], options=ReadOptions(**options))
    with ws.db.read() as cursor:
        found = cursor.execute(
            "SELECT order_id FROM interactions WHERE event = 'purchase' ORDER BY order_id"
        ).fetchall()
    return done, [row[0] for row in found]


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_words_are_read_with_what_turns_them(text, meaning):
    assert meaning_of(text) == meaning


@pytest.mark.parametrize("text", KEPT_ELSEWHERE.replace("\n", "|").split("|"))
def test_orders_in_hand_count_in_further_languages(text):
    assert meaning_of(text) == "kept"


@pytest.mark.parametrize("text", UNDONE_ELSEWHERE.replace("\n", "|").split("|"))
def test_orders_undone_or_never_paid_do_not_in_further_languages(text):
    assert meaning_of(text) in ("undone", "unpaid")


@pytest.mark.parametrize("text", ["payment zurgelt", "Zahlung gefloxt"])
def test_a_payment_with_an_unknown_word_is_not_known(text):
    assert meaning_of(text) is None


@pytest.mark.parametrize("text", ["gold", "Blue Mug", "verified", "", "7", "Gardener", "Avoidance"])
def test_other_words_mean_nothing(text):
    assert meaning_of(text) is None


@pytest.mark.parametrize(
    ("text", "context", "meaning"),
    [
        ("pending", "payment", "unpaid"), ("pending", "delivery", "kept"),
        ("open", "order", "kept"),
        ("authorized", "payment", "kept"), ("completed", "return", "undone"),
        ("rejected", "return", "kept"), ("none", "return", "kept"), ("rejected", "order", "undone"),
        ("not returned", "return", "kept"), ("unfulfilled", "delivery", "kept"),
    ],
)  # fmt: skip
def test_a_bare_word_is_about_what_its_column_is(text, context, meaning):
    assert meaning_of(text, context) == meaning


def test_columns_tell_what_their_states_are_about():
    names = ("Payment Status", "Lieferstatus", "Return status", "注文状態", "Statut de paiement")
    about = [context_of(name) for name in names]
    assert about == ["payment", "delivery", "return", "order", "payment"]


def test_each_state_of_an_order_counts(ws, tmp_path):
    lines = [
        "1,2024-01-01,paid,unfulfilled,,C1,P1",
        "2,2024-01-02,paid,delivered,completed,C2,P1",
        "3,2024-01-03,pending,delivered,,C3,P1",
        "4,2024-01-04,paid,undeliverable - not delivered,,C1,P2",
        "5,2024-01-05,paid,shipped,rejected,C2,P2",
    ]
    head = "order,date,Zahlungsstatus,Lieferstatus,Return status,customer,sku\n"
    done, bought = imported(ws, tmp_path, head + "\n".join(lines) + "\n")
    assert bought == ["1", "5"]
    assert [done.mapping[role] for role in ("status", "delivery_status", "return_status")] == [
        "Zahlungsstatus", "Lieferstatus", "Return status",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [
        ("Cancelled at", "2024-01-03 10:00", ""),
        ("Storniert", "ja", "nein"),
        ("is_refunded", "1", "0"),
        ("Geannuleerd", "Ja", "Nee"),
        ("Cancelado", "Sim", "Não"),
        ("Anulowane", "tak", "nie"),
        ("Отменён", "Да", "Нет"),
        ("İptal", "Evet", "Hayır"),
        ("キャンセル", "はい", "いいえ"),
        ("취소", "예", "아니오"),
        ("Storno", "ano", "ne"),
        ("Sztornó", "igen", "nem"),
        ("Peruttu", "kyllä", "ei"),
        ("返品フラグ", "○", ""),
    ],
)
def test_a_column_that_says_whether_or_when_an_order_was_undone(ws, tmp_path, column, yes, no):
    lines = [f"{n},2024-01-0{n},C{n},P1,{yes if n == 2 else no}" for n in range(1, 6)]
    text = f"order,date,customer,sku,{column}\n" + "\n".join(lines) + "\n"
    done, bought = imported(ws, tmp_path, text)
    assert done.mapping["return_status"] == column
    assert bought == ["1", "3", "4", "5"]


def test_amounts_are_no_states():
    rows = [[str(n), "C1", "P1", "0" if n % 3 else "5.00"] for n in range(30)]
    found = guess(["order", "customer", "sku", "Refund amount"], rows, "interactions")
    assert found.columns[3].role != "return_status"


UNKNOWN = "order,date,status,customer,sku\n" + "".join(
    f"{n},2024-01-0{n},{'zurgelt' if n > 6 else 'Delivered'},C{n},P1\n" for n in range(1, 9)
)


def test_unknown_words_count_as_bought_and_are_asked_about(ws, tmp_path):
    done, bought = imported(ws, tmp_path, UNKNOWN)
    assert len(bought) == 8
    assert (
        "status: what zurgelt (2) means for an order is not known; these rows count as bought."
        in (done.warnings)
    )
    assert [(one.key, one.chosen) for one in done.questions] == [("state:zurgelt", "bought")]


def test_the_answer_decides(ws, tmp_path):
    _, bought = imported(ws, tmp_path, UNKNOWN, answers={"state:zurgelt": "not-bought"})
    assert len(bought) == 6


def test_a_column_that_decides_nothing_says_so(ws, tmp_path):
    done, bought = imported(ws, tmp_path, UNKNOWN.replace("zurgelt", "Shipped"))
    assert len(bought) == 8
    assert done.warnings == [
        "status: none of its words undoes an order, Delivered (6) and Shipped (2), so it changes "
        "nothing."
    ]


def closed(*others):
    words = ("closed", "closed", *others)
    return "order,date,status,customer,sku\n" + "".join(
        f"{n},2024-01-0{n},{word},C{n},P1\n" for n, word in enumerate(words, 1)
    )


def test_closed_beside_complete_is_taken_for_refunded_and_asked_about(ws, tmp_path):
    text = closed("complete", "complete", "processing")
    done, bought = imported(ws, tmp_path, text)
    assert bought == ["3", "4", "5"]
    assert [(one.key, one.chosen) for one in done.questions] == [("state:closed", "not-bought")]
    assert any(
        said.startswith("status: 2 rows say closed and others complete;") for said in done.warnings
    )


def test_closed_counts_as_bought_where_the_analyst_says_so(ws, tmp_path):
    text = closed("complete", "complete", "processing")
    done, bought = imported(ws, tmp_path, text, answers={"state:closed": "bought"})
    assert len(bought) == 5
    assert "status: 2 rows say closed and count as bought, as answered." in done.warnings


def test_closed_without_complete_was_kept(ws, tmp_path):
    done, bought = imported(ws, tmp_path, closed("open", "shipped", "cancelled"))
    assert bought == ["1", "2", "3", "4"]
    assert not done.questions


@pytest.mark.parametrize(
    ("text", "meaning"),
    [(text, "kept") for text in CALLED_OFF.replace("\n", "|").split("|")]
    + [(text, "undone") for text in NOT_CALLED_OFF.replace("\n", "|").split("|")],
)
def test_a_return_that_was_called_off_was_kept(text, meaning):
    assert meaning_of(text) == meaning


def test_a_part_of_a_word_that_is_not_known_is_asked_about(ws, tmp_path):
    rows = [
        f"C{n % 3},P{n % 4},B{n},{word}" for n, word in enumerate(["배송완료", "반품퐁당"] * 12)
    ]
    text = "\n".join(["Customer ID,Product ID,Order ID,Order status", *rows])
    done, bought = imported(ws, tmp_path, text)
    assert len(bought) == 12
    assert [q.key for q in done.questions if q.key.startswith("state:")] == ["state:반품퐁당"]


def test_a_part_of_a_word_that_is_not_known_counts_as_it_is_answered(ws, tmp_path):
    rows = [
        f"C{n % 3},P{n % 4},B{n},{word}" for n, word in enumerate(["배송완료", "반품퐁당"] * 12)
    ]
    text = "\n".join(["Customer ID,Product ID,Order ID,Order status", *rows])
    assert len(imported(ws, tmp_path, text, answers={"state:반품퐁당": "bought"})[1]) == 24


def half_undone(ws, tmp_path, share, **options):
    rows = [f"C{n % 3},P{n % 4},B{n},{'Cancelled' if n < share else 'Paid'}" for n in range(24)]
    text = "\n".join(["Customer ID,Product ID,Order ID,Order status", *rows])
    return imported(ws, tmp_path, text, **options)


def test_a_column_that_would_undo_most_of_a_file_is_asked_about_first(ws, tmp_path):
    with pytest.raises(UnansweredError, match="take back 13 of 24 rows, more than half") as raised:
        half_undone(ws, tmp_path, 13)
    figures = [choice.figures.rows for choice in raised.value.questions[0].choices]
    assert figures == [24, 24]


@pytest.mark.parametrize(("answer", "bought"), [("not-bought", 11), ("bought", 24)])
def test_the_answer_says_whether_most_of_a_file_was_undone(ws, tmp_path, answer, bought):
    answers = {"undone:Order status": answer}
    assert len(half_undone(ws, tmp_path, 13, answers=answers)[1]) == bought


def test_half_of_a_file_is_undone_without_a_question(ws, tmp_path):
    assert len(half_undone(ws, tmp_path, 12)[1]) == 12


@pytest.mark.parametrize("text", ["입금전", "결제 전", "入金前"])
def test_before_the_payment_is_not_paid(text):
    assert meaning_of(text) == "undone"
    assert meaning_of(text.replace("전", "확인").replace("前", "済み")) == "kept"


@pytest.mark.parametrize(("word", "asked"), [("on-hold", True), ("processing", False)])
def test_a_word_that_only_says_that_an_order_waits_is_asked_about(ws, tmp_path, word, asked):
    lines = [f"{n},2024-01-0{n},C{n},P1,{word if n == 2 else 'completed'}" for n in range(1, 6)]
    text = "order,date,customer,sku,status\n" + "\n".join(lines) + "\n"
    done, bought = imported(ws, tmp_path, text)
    assert len(bought) == 5
    assert (f"state:{word}" in [q.key for q in done.questions]) == asked
