"""What a shop's words say became of an order: read by meaning, in the languages of its columns.

A word is found by its stem; "not", "un-" and their like turn the word they stand with, "declined"
and its like turn down a return as well as a payment.
"""

import re
from functools import lru_cache
from typing import Literal

from recsys_core.ingestion.called_off import CALLED_OFF
from recsys_core.ingestion.concepts import Concepts, alternation, in_words, stems
from recsys_core.ingestion.roles.names import name_tokens

Meaning = Literal["kept", "undone", "unpaid"]
"""Whether the customer kept the goods; unpaid: the order was never paid for."""
Context = Literal["order", "payment", "delivery", "return"]
"""What a column of states tells of, which a bare "pending" leaves open."""

STATE_OF: dict[str, Context] = {
    "status": "order",
    "payment_status": "payment",
    "delivery_status": "delivery",
    "return_status": "return",
}
"""What each column of states is about."""


_WORDS = {
    # A time or a way to give goods back: they were kept.
    "OPTION": stems("""return*_window return*_period return*_policy return*_label
        return*_until return*_possible return*_eligible eligible_for_return* ruckgabefrist
        widerrufsfrist delai_de_retour delai_de_retractation plazo_de_devolucion
        prazo_de_devolucao 返品期 返品可 退货期 반품기간"""),
    "PARTLY": stems("""part partly partial* teil* partiel* parcial* parzial* gedeeltelijk*
        deels czescio* delvis* kismi* частич* 部分 一部 부분 일부"""),
    "QUOTE": stems("""quote* quotation* proforma angebot* presupuesto* cotizacion* orcamento*
        devis preventiv* offerte offerta oferta wycen* teklif* offert tilbud tarjous προσφορ* 見積
        견적 报价 報價"""),
    # Turns down what it stands with; alone it is the order.
    "FAIL": stems("""no_show noshow declin* reject* fail failed failure* deny denied refus*
        unsuccessful error* blocked invalid draft abandon* expir* lost overdue outstanding owed
        fraud* time*_out abgelehnt* ablehn* fehlgeschlag* gescheitert* fehler* verweiger*
        entwurf abgebrochen* abbruch* verloren* verfallen* abgelaufen* uberfallig* echou*
        blockiert* erreur* bloqu* echec rejet* brouillon perdu* rechaz* deneg* fallid* fallo
        borrador caducad* vencid* perdid* extraviad* errore errori blocc* erro fout* geblokk*
        blad blokowan* zablokowan* hata* rifiut* respint* fallit* negat* bozza abbandonat*
        scadut* smarrit* recus* negad* falh* rejeit* rascunho geweiger* afgewez* mislukt*
        concept verlaten verlopen odrzuc* odmow* nieudan* szkic porzucon* wygas* zagubion*
        przetermin* avvis* nekad* misslyck* avslag* utkast overgiv* utgang* forlorad* redded*
        basarisiz* taslak terk* kayip заблокир* отклон* отказ* неудач* ошибк* неуспеш*
        черновик* брошен* просроч* истек* утер* потер* 오류 차단 실패 거절 거부 반려 만료 분실
        エラー 失敗 拒否 却下 不可 不能 期限切 紛失 放棄 下書 不着 错误 錯誤 异常 異常 失败
        拒绝 拒絕 驳回 关闭 關閉 无效 無效 过期 過期 超时 逾期 丢失 遗失 草稿 放弃 拒收
        that_bai tu_choi cho_thanh_toan gagal ditolak kedaluwarsa kadaluarsa ubetal* afvis*
        mislyk* udlob* utlop* zamitnut* neuspes* visszautasit* sikertelen* elutasit*
        fizetetlen* esuat* refuz* respins* expirat* maksamat* epaonnistu* hylat* vanhentu*
        αποτυχ* απετυχ* απορριφ* απληρωτ* ανεξοφλητ* ληξ* відхилен* помилк* протерм* נכשל* נדח*
        פג 입금전 입금_전 결제전 결제_전 入金前 支払前
        ไม่สำเร็จ ล้มเหลว ปฏิเสธ หมดอายุ فشل فاشل مرفوض رفض منتهي"""),
    "UNDO": stems("""credit_note* creditnote* credit_memo* gutschrift* gutgeschrieben* avoir
        nota_de_credito nota_di_credito creditnota* kreditnota* πιστωτικ*
        withdr* отозван* 撤回 取下 取り下
        cancel* refund refunded refunds refunding return returned returns returning
        void voided revers* revok* chargeback* charge_back* rto rma disput* restock*
        annul* storn* retour* zuruckge* zuruckerstatt* zuruckzahl* ruckgab* ruckgeb* rucksend*
        ruckerstatt* ruckabwick* rucklauf* ruckzahl* ruckbuch* erstatt* widerruf* rembours*
        renvoy* anula* reembols* devuel* devoluc* devolv* rimbors* reso resi restitu* estorn*
        geannuleer* terugbetaal* teruggest* geretourneerd* gecrediteerd* anulow* zwrot* zwroc*
        avbest* makuler* aterbetal* retur* krediter* refunder* avbrut* iptal* iade* отмен*
        возвра* аннулир* сторн* 취소 환불 반품 철회 キャンセル 取消 取り消 返品 返金 払い戻
        払戻 返送 退款 退货 退貨 撤销 撤銷 作废 作廢 退回 已退 huy da_huy hoan_tien tra_hang
        hoan_tra batal dibatalkan pembatalan dikembalikan pengembalian kansell* aflyst avlyst
        tilbage* tilbake* zrusen* vracen* vracai* vracan* vraten* vratk* dobropis* torol*
        sztorn* lemond* visszater* visszakul* visszaru* visszaval* visszafiz* ramburs*
        returnat* restituit* perutt* peruut* palaut* hyvit* otkazan* povrat* ακυρ* επιστροφ*
        επιστραφ* скасован* скасув* відмін* поверн* анульован* върнат* בוטל* ביטול* מבוטל*
        הוחזר* החזר* זוכ* זיכוי ยกเลิก คืนเงิน คืนสินค้า ملغي ملغى ملغاة الغاء إلغاء ألغي مسترجع
        مرتجع استرجاع إرجاع مسترد استرداد"""),
    "NOT": stems("""not no non never without nothing nicht kein* ohne pas sans sin sem nao
        senza niet geen zonder nie bez ej inte ikke utan degil не без 未 没 沒 無 无 미 ない
        なし chua khong belum tidak nem nincs nu fara ei ikkje δεν μη οχι χωρις לא טרם ללא
        ยังไม่ ไม่ غير بدون"""),
    "YET": stems("""yet noch encore ainda todavia aun ancora nog jeszcze annu henuz еще 아직
        まだ 尚"""),
    "WAIT": stems("""await* wait* pending request* processing in_process in_progress open
        opened hold due ausstehend* wart* offen* bearbeitung attente en_cours pendiente*
        espera* en_proceso attesa lavorazione in_corso pendente* aguard* em_processamento
        wacht* openstaand* behandeling oczek* w_trakcie realizac* vanta* avvakt* behandl*
        pagaende bekl* ожида* обработ* 대기 준비 待 処理中 準備中 保留 处理中 處理中 dang_cho
        cho_xac_nhan cho_lay_hang cho_xu_ly dang_xu_ly menunggu diproses afvent* avvent* ceka*
        cakaj* caka cakan* zpracov* spracov* var varakoz* feldolgoz* fuggoben astept* procesare
        odotta* kasitte* αναμον* αναμεν* επεξεργ* εκκρεμ* очіку* чака* обробц* ממתי* בהמתנה
        בטיפול בעיבוד รอ กำลัง انتظار معلق معلقة قيد"""),
    "RECEIVED": stems("""deliver* liefer lieferung* receiv* collected picked_up geliefert*
        zugestellt* zustell* abgeholt* erhalten livr* recu recue recus recues entreg* recibid*
        consegn* ricevut* recebid* geleverd* bezorg* ontvangen dostarcz* dorecz* ulas odebran*
        lever* mottag* teslim* доставл* получен* вручен* 배송완료 수령 구매확정 구매_확정 配達
        配送完了 届 受取 受け取 到着 签收 簽收 收货 收貨 送达 妥投 da_giao da_nhan
        giao_hang_thanh_cong diterima sampai tiba doruc* prevzat* prevziat* kezbesit* atvett
        atveve atveheto toimitett* noudett* vastaanot* hentet afhentet udlever* modtag* mottatt
        isporucen* dostavljen* παραδο* παραδοθ* παραληφ* отриман* изпратен* נמסר* התקבל* ได้รับ
        تسليم توصيل استلام"""),
    "PAID": stems("""paid pay zahl payment* financial* payed captur* settl* authori* approv*
        accept* bezahl* gezahlt* zahlung* beglichen* paye* paiement* regle reglee regles pagad*
        pago* pagat* pagament* cobrad* abonad* saldat* paga betaal* betaling* oplac* zaplac*
        platnos* betal* oden odendi odeme* оплат* оплач* 결제 입금 지불 支払 入金 決済 付款
        支付 已付 收款 debit* prelevement reglement* addebit* adeudo cargo_en_cuenta thanh_toan
        dibayar bayar pembayaran lunas betalt zaplacen* uhrazen* uhraden* zaplaten* platba
        platby platbu platob* fizet* kifizet* platit* plata plati platii maksett* maksu*
        placen* uplacen* uplat* πληρωμ* πληρωθ* εξοφλ* плащан* платен* сплач* שולם שולמה תשלום
        לתשלום ชำระ จ่าย الدفع مدفوع مدفوعة دفع السداد"""),
    "SENT": stems("""ship shipped shipping shipment* dispatch* despatch* fulfil* sent packed
        packing picked processed invoic* transit versand* versend* verschickt* gesendet*
        fakturiert* unterwegs expedi* envoye* enviad* envio* spedit* spedizione verzonden
        verstuurd* wyslan* skicka* kargo* gonder* отправл* отгруж* передан* доставк* 배송 발송
        出荷 発送 配送 发货 發貨 dang_giao van_chuyen da_gui dikirim pengiriman sendt afsendt*
        odeslan* odoslan* expedov* feladva felad* kiszallit* szallit* csomag* lahetett* poslan*
        τιμολογ* αποδειξ* απεσταλ* αποστολ* αποσταλ*
        відправлен* надіслан* נשלח* משלוח במשלוח จัดส่ง ส่งแล้ว شحن
        الشحن"""),
    "DONE": stems("""complet* clos* done finished confirm* new placed created registered
        abgeschlossen* erledigt* bestatigt* neu termine* cloture* validee* confirme* finalizad*
        concluid* completat* conclus* confermat* afgerond* voltooid* bevestigd* zakoncz*
        zrealizow* potwierdz* klar slutford* bekraftad* tamamlan* onaylan* выполн* заверш*
        подтвержд* 완료 확정 новый новая nuevo nouveau nuovo novo nieuw nowe yeni 신규 新規
        新订单 完了 確定 完成 成功 确认 確認 hoan_thanh chap_thuan chap_nhan xac_nhan
        thanh_cong selesai berhasil gennemfort gjennomfort fuldfort fullfort afsluttet
        avsluttet bekraeftet bekreftet vyrizen* dokoncen* vybaven* potvrzen* teljesit* befejez*
        lezart kesz visszaigazol* finaliz* confirmat* valmis valmistunut vahvistett* zavrsen*
        dovrsen* potvrden* ολοκληρω* επιβεβαιω* виконан* підтвердж* изпълнен* הושל* אושר*
        สำเร็จ เสร็จ مكتمل مكتملة اكتمل منجز مؤكد تأكيد"""),
}  # fmt: skip
"""Folded stems by what they say; * for any ending, _ for a space."""

_PREFIXES = "un|non-?|in|im|on|o|nie|ne|не|dis|des|nicht"
_TURNABLE = ("UNDO", "RECEIVED", "PAID", "SENT", "DONE")
_CONTEXT = {"order": "", "payment": "PAID", "delivery": "SENT", "return": "UNDO"}
_ABOUT: dict[Context, set[str]] = {
    "return": {"UNDO", "OPTION"},
    "payment": {"PAID"},
    "delivery": {"SENT", "RECEIVED"},
}
_NONE = frozenset(
    ("", "none", "no", "n/a", "na", "-", "keine", "nein", "non", "ninguno", "нет", "無", "无")
)
_CLAUSES = re.compile(
    r"[,;:/|()\[\]+&、，；：（）【】·>]|\s[-–—]+\s|\b(?:but|aber|mais|pero|ma|mas)\b"
)


CONCEPTS = Concepts(_WORDS)
_UNABLE, _NOT_DONE = (
    re.compile(r"(?<=\w\w)[ea]m[ea]di(?:ler)?\b"),
    re.compile(r"(?<=[lnr])m[ea]di\b"),
)
"""Turkish endings of a verb: what could not be done, and what was not."""
_WALLETS = re.compile(r"\bpay pal\b|\b(?:apple|google|amazon|samsung|shop) pay\b")
_PAYMENT = Concepts(
    {
        "NOUN": stems("""pay payment* zahlung* paiement* pago pagament* betaling* platnos* odeme*
            betalning* оплата""")
    }
)
_TURNED = re.compile(
    rf"(?<!\w)(?:{_PREFIXES})(?=(?:{'|'.join(alternation(_WORDS[n], True) for n in _TURNABLE)}))"
)


@lru_cache(maxsize=16_384)
def meaning_of(text: str, context: Context = "order") -> Meaning | None:
    """What a cell of a column of states says of its order; None where its words are not known."""
    plain = CALLED_OFF.sub("refund declined", _WALLETS.sub("", in_words(text)))
    plain = _NOT_DONE.sub(" not", _UNABLE.sub(" failed", plain))
    if plain in _NONE:
        return "kept" if context == "return" else None
    clauses = _CLAUSES.split(_TURNED.sub("not ", plain))
    found = {
        None if _doubtful(clause) else _clause(CONCEPTS.of(clause), context) for clause in clauses
    }
    return next((each for each in ("undone", "unpaid", "kept") if each in found), None)


def says_back(text: str) -> bool:
    """Whether words speak of what came back, all of it or a part."""
    return "UNDO" in CONCEPTS.of(in_words(text))


def context_of(column: str) -> Context:
    """What a column of states tells of, by its name: "Payment Status" of the payment."""
    plain = _TURNED.sub("", " ".join(name_tokens(column)))
    found = set(CONCEPTS.of(plain))
    return next((about for about, words in _ABOUT.items() if found & words), "order")


def is_status(text: str) -> bool:
    """Whether a value says what became of an order."""
    return meaning_of(text) is not None


def takes_back(text: str) -> bool:
    """Whether a word says that a purchase was undone: "refund", but not "payment failed"."""
    return "UNDO" in CONCEPTS.of(in_words(text)) and meaning_of(text) == "undone"


def _clause(said: list[str], context: Context) -> Meaning | None:
    """What the concepts of a clause say, in the order in which they stand."""
    if not said:
        return None
    if "OPTION" in said or "PARTLY" in said:
        return "kept"
    if "QUOTE" in said:
        return "kept" if {"PAID", "DONE"} & set(said) else "unpaid"
    if context != "order" and not _names_itself(said, context):
        said = [_CONTEXT[context], *said]
    if _turned_down(said):
        return "undone"
    turned = [_turned(said, at) for at, each in enumerate(said) if each == "NOT"]
    if "RECEIVED" in turned and "YET" not in said:
        return "undone"
    waits = [_turned(said, at) for at, each in enumerate(said) if each == "WAIT"]
    if "PAID" in turned or ("PAID" in waits and said.count("PAID") == waits.count("PAID")):
        return "unpaid"
    if "UNDO" in said and said.count("UNDO") == waits.count("UNDO"):
        return None
    if said.count("UNDO") > turned.count("UNDO") + _refused_returns(said):
        return "undone"
    return None if "DONE" in turned or set(said) <= {"NOT", "YET"} else "kept"


def _names_itself(said: list[str], context: Context) -> bool:
    """Whether words name what their column is about, so that it need not be added: "pending" in a
    column of payments waits for the payment, and so does "payment pending".
    """
    return _CONTEXT[context] in said or (context == "return" and "NOT" in said)


def _doubtful(clause: str) -> bool:
    """Whether a clause says of a payment what is not known: "payment frobnicated"."""
    if CONCEPTS.of(clause) != ["PAID"] or not _PAYMENT.of(clause):
        return False
    return any(len(word) > 3 and not CONCEPTS.of(word) for word in re.findall(r"\w+", clause))


def _turned(said: list[str], at: int) -> str:
    """The concept that a "not" or an "awaiting" stands with: the next one, else the one before."""
    beside = [*said[at + 1 :], *reversed(said[:at])]
    return next((each for each in beside if each not in ("NOT", "YET", "WAIT")), "")


def _refused_returns(said: list[str]) -> int:
    return sum(_of_return(said, at) for at, each in enumerate(said) if each == "FAIL")


def _turned_down(said: list[str]) -> bool:
    """Whether something but a return was turned down."""
    fails = [at for at, each in enumerate(said) if each == "FAIL" and said[at - 1 : at] != ["NOT"]]
    return any(not _of_return(said, at) for at in fails)


def _of_return(said: list[str], at: int) -> bool:
    before, after = said[at - 1] if at else "", said[at + 1] if at + 1 < len(said) else ""
    return "UNDO" in (before, after) and after != "PAID"
