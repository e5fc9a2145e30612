"""Returns and cancellations that were turned down, called off or withdrawn: the goods were kept."""

import re

from recsys_core.ingestion.concepts import alternation, stems

_RETURN = stems("""return returns refund refunds retoure* rucksendung* ruckgabe* ruckerstattung*
    erstattung* widerruf* retour* devolucion* devolucao devolucoes reembolso* reso resi rimbors*
    rembours* zwrot* iade* возврат* retur returen returnering* aterbetaling* aterbetalning*
    tilbagebetaling* vraceni vratka vraten* reklamac* visszakuld* visszater* rambursar* palautu*
    hyvity* επιστροφ* повернен* povrat* החזר* pengembalian tra_hang hoan_tien 반품 환불 교환 返品
    返金 払い戻し 払戻し 交換 退款 退货 退貨 换货 คืนสินค้า คืนเงิน إرجاع ارجاع استرجاع مرتجع""")
_CANCEL = stems("""cancel* void voided kansell* abgebroch* storn* annul* anul* geannul* iptal
    отмен* скасов* avbrut* avbest* aflyst* zrusen* torol* peru* ακυρ* otkazan*
    בוטל* dibatalkan batal huy 취소 取消 取り消 キャンセル ยกเลิก إلغاء ملغي""")
_WITHDRAW = stems("""withdr* zuruckgezogen* zuruckgenommen* retire retiree retires retirad*
    ritirat* ingetrokken wycofan* отозван* aterkall* tilbagekald* tilbagetrukket
    trukket_tilbage tilbaketrukket trukket_tilbake stazen* stiahn* visszavon* retras peruut*
    geri_cek* ανακλη* відкликан* оттеглен* povucen* נמשכ* ditarik rut_lai 철회 撤回 取下 取り下 撤销
    撤銷 撤诉 ถอน سحب""")
_REFUSE = stems("""reject* declin* denied deny refus* rechaz* respins* reddedil* отклон* rifiut*
    recus* afgewez* geweiger* odrzuc* abgelehnt*""")


def _any_of(terms: tuple[str, ...]) -> str:
    """A pattern of stems of every script."""
    return rf"(?:(?<!\w)(?:{alternation(terms, True)})|{alternation(terms, False)})"


CANCELS = re.compile(_any_of(_CANCEL))
"""A cancellation: of the document itself, or one that cancels another."""
CALLED_OFF = re.compile(
    rf"{_any_of(_RETURN)}(?:\s(?!and |und |et |y |e |i |och |og |и )\w{{4,}})?\s*"
    r"(?:was |is |ist |wurde |を|が|の|は|已|被|신청|요청|접수|申請|申请|依頼|リクエスト)*\s?"
    rf"{_any_of(_CANCEL + _WITHDRAW + _REFUSE)}\w*"
    rf"|{_any_of(_RETURN + _CANCEL)}\s?(?:\w+\s)?{_any_of(_WITHDRAW)}\w*"
    rf"|{_any_of(_WITHDRAW)}\w*\s?(?:\w+\s)?{_any_of(_RETURN)}\w*"
    rf"|{_any_of(_CANCEL)}\w* (?:(?:of|the|de|du|la|der|des|del|delle|da) )+{_any_of(_RETURN)}\w*"
)
"""A return that was turned down, called off or withdrawn, with a word such as "request" between."""
