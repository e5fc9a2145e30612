"""The words by which programs that send messages say what became of one, read by meaning."""

from collections.abc import Mapping
from functools import lru_cache

from recsys_core.ingestion.concepts import Concepts, in_words, stems

EVENT_OF = {
    "sent": "sent",
    "delivered": "delivered",
    "opened": "opened",
    "clicked": "clicked",
    "bounced": "bounced",
    "soft_bounced": "bounced",
    "unsubscribed": "unsubscribed",
    "complained": "unsubscribed",
}
"""What a word or a column tells -> the event that is stored. Who calls a message spam must not be
written to any more; a full mailbox did not get this one either."""
REACHED = frozenset({"sent", "delivered", "opened", "clicked"})
"""Events of a message that was sent; lists of those who left have none of them."""
MAILS_ONLY = frozenset({"opened", "bounced", "soft_bounced", "unsubscribed", "complained"})
"""Said of messages only; parcels are sent and delivered too, and buttons are clicked."""

_CONCEPTS = Concepts(
    {
        "NEVER": stems("""drop dropped defer* block blocked suppress* skip* queued pending delay*
            scheduled not_sent rate ratio quote taux tasa tasso taxa percent percentage oran 率
            비율"""),
        "UNSUBSCRIBED": stems("""unsubscri* unsub unsubs optout opt_out opted_out abgemeldet
            abmeld* abbestell* ausgetragen desabonn* desinscri* desinscrit* dado_de_baja bajas baja
            desuscri* disiscri* descadastr* uitgeschreven uitschrij* afgemeld* wypisan* rezygnac*
            avregistrer* avprenumer* afmeld* frameld* avmeld* peruut* odhlas* leiratkoz* dezabon*
            abonelikten_* ayrild* отпис* відпис* διαγραφ* απεγγραφ* הסרה הוסר إلغاء_الاشتراك
            ยกเลิกการรับ huy_dang_ky berhenti_berlangganan 수신거부 수신_거부 구독_취소 구독취소
            配信停止 購読解除 退订 退訂 取消订阅 取消訂閱"""),
        "COMPLAINED": stems("""spam* complain* complaint* beschwerde* plainte* queja* denuncia*
            segnalaz* reclamac* reclamat* klacht* skarga* жалоб* 스팸 迷惑 垃圾 投诉 投訴"""),
        "SOFT_BOUNCED": stems("""softbounc* soft_bounc* bounced_soft bounce_soft temporary_bounc*
            transient_bounc*"""),
        "BOUNCED": stems("""bounc* hardbounc* hard_bounc* undeliver* not_deliver* unzustellbar*
            nicht_zugestellt* rebond* rebot* rimbalz* devuelt* devolvid* rejeitad* respingid*
            odbit* odbic* studs* afvist* avvist* palautu* nedoruc* visszapattan* respins*
            geri_don* возвращ* недостав* не_доставл* отскоч* повернен* επιστροφ* חזרו חזר ارتد*
            مرتد ตีกลับ bi_tra_lai terpental 반송 バウンス 不達 未到達 退信 退回 弹回 彈回 退件
            invalid_email email_invalid"""),
        "NOT": stems("""not never nicht non niet nie ikke inte ei ne nem не μη לא ไม่ khong tidak
            未 不 안"""),
        "OPENED": stems("""open opens opened opening openings read gelesen leido letto lido
            geoffnet* offnung* ouvert ouverte ouverts ouvertes ouverture ouvertures abiert*
            apertur* aperto aperta aperte aperti abert* geopend* otwart* otwarc* oppnad* oppnat
            oppning* abnet abninger abning* apnet apning* avattu avaus* avauks* otevren* otvoren*
            megnyit* deschis* deschider* acildi acilma acan открыт* открыл* відкрит* ανοιγμ*
            ανοιχτ* נפתח פתיח* فتح เปิด da_mo mo_thu dibuka 오픈 열람 개봉 開封 打开 打開 开启
            開啟 已读 已讀"""),
        "CLICKED": stems("""click clicks clicked clicker clickers clicking geklickt klick klicks
            clic clics cliqu* clicat* clicad* clicco cliccat* clique cliques geklikt klik kliks
            klikn* klikk* klikket klickat klickad* klikat* kattint* tikla* tiklandi клик* нажа*
            переход* натис* κλικ הקל* نقر คลิก nhap da_nhap diklik 클릭 クリック 点击 點擊"""),
        "DELIVERED": stems("""deliver* received_email zugestellt* zustellung ausgeliefert delivre*
            distribue* entregad* entregue* consegnat* recapitat* afgeleverd bezorgd* dostarczon*
            levererad* levererat leveret levert toimitet* dorucen* kezbesit* livrat* teslim iletildi
            доставлен* доставк* παραδοθ* παραδο* נמסר تسليم จัดส่งแล้ว ส่งถึง da_nhan tersampaikan
            전달 도착 수신 到達 到着 送达 送達"""),
        "SENT": stems("""sent send sends sending processed gesendet* versand versendet* versandt
            verschickt* envoye* envoi envois enviad* envio inviat* invio verzonden verstuurd*
            wyslan* wysylk* skickad* skickat sendt lahetet* lahetys odeslan* odoslan* elkuld*
            kikuld* trimis* gonderildi gonderim отправлен* отправк* надісла* відправл* σταλ*
            απεσταλ* εσταλ* נשלח أرسل مرسل ارسال ส่งแล้ว da_gui terkirim dikirim 발송 전송 送信
            配信 发送 發送 寄出 已发"""),
    }
)  # fmt: skip
_TOLD = (
    "UNSUBSCRIBED", "COMPLAINED", "SOFT_BOUNCED", "BOUNCED", "CLICKED", "OPENED", "DELIVERED",
    "SENT",
)  # fmt: skip
"""Where a text says several things, the first: "delivered email bounced"."""


@lru_cache(maxsize=16_384)
def told_by(text: str) -> str | None:
    """Which of EVENT_OF a word of a file, or the name of a column, tells; None for anything else
    and for what was not so: "unopened", "open rate", "dropped".
    """
    found = set(_CONCEPTS.of(in_words(text).replace("-", " ")))
    if found & {"NEVER", "NOT"}:
        return None
    first = next((concept for concept in _TOLD if concept in found), None)
    return first.lower() if first else None


def share_told(counted: Mapping[str, int]) -> float:
    """The share of the rows whose word tells what became of a message; 0 where none of the words
    is said of messages only. counted: word -> rows.
    """
    told = {word: found for word in counted if (found := told_by(word))}
    if MAILS_ONLY.isdisjoint(told.values()) and not {"sent", "clicked"} <= set(told.values()):
        return 0.0
    return sum(counted[word] for word in told) / sum(counted.values())
