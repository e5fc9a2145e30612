"""What became of a message, by the words of many programs and languages, in both directions."""

import pytest

from recsys_core.ingestion.message_words import share_told, told_by

WORDS = {
    "sent": "Sent|send|SENT|processed|Gesendet|Versendet am|Envoyé|Enviado|Inviato|Verzonden|"
    "Wysłano|Skickad|Sendt|Lähetetty|Odesláno|Odoslané|Elküldve|Trimis|Gönderildi|Отправлено|"
    "Надіслано|נשלח|ส่งแล้ว|Đã gửi|Terkirim|발송|送信日時|发送时间|Send_Date|date sent",
    "delivered": "delivered|Delivered|Received Email|Zugestellt|Délivré|Entregado|Consegnata|"
    "Entregue|Afgeleverd|Dostarczono|Levererat|Leveret|Levert|Doručeno|Kézbesítve|Livrat|"
    "Teslim edildi|Доставлено|נמסר|전달됨|到達|送达|Delivered_Date",
    "opened": "open|opens|Opened|OPEN|First_opening|Geöffnet|Ouvert|Abierto|Aperture|Aberto|"
    "Geopend|Otwarto|Öppnad|Åbnet|Åpnet|Avattu|Otevřeno|Otvorené|Megnyitva|Deschis|Açıldı|Открыто|"
    "Відкрито|נפתח|เปิด|Dibuka|오픈|開封|打开次数|Open_NB|Unique Opens|read",
    "clicked": "click|CLICK|Clicks|Clicked|Clicked Email|Geklickt|Cliqué|Clic|Cliccato|Clicado|"
    "Kliknięto|Klickat|Klikket|Kliknuto|Kattintás|Tıklandı|Клик|Переход по ссылке|คลิก|클릭|"
    "クリック数|点击|Total clicks|clicked_link",
    "bounced": "bounce|Bounced|hard_bounce|HardBounce|Undelivered|Not delivered|Unzustellbar|"
    "Rebond|Rebotado|Rimbalzo|Devolvido|Odbite|Studsade|Nedoručeno|Visszapattant|Не доставлено|"
    "반송|エラーバウンス|退信|invalid email|Delivered email bounced",
    "soft_bounced": "soft_bounce|SoftBounce|Soft bounces|Soft_Bounce_Date",
    "unsubscribed": "unsubscribe|Unsub|Unsubscribed|group_unsubscribe|OPT_OUT|Opted out|Abgemeldet|"
    "Désabonné|Désinscrit|Desuscrito|Disiscritto|Descadastrado|Uitgeschreven|Wypisany|"
    "Avregistrerad|Frameldt|Odhlášen|Leiratkozott|Dezabonat|Отписался|Відписався|수신거부|"
    "配信停止|退订|Unsubscribe Date",
    "complained": "spamreport|spam|Complaint|Marked Email as Spam|Beschwerde|Plainte|Жалоба|投诉",
    None: "dropped|deferred|blocked|suppressed|unopened|Not opened|nicht geöffnet|Non ouvert|"
    "не открыто|open rate|Click-through rate|Sender|Address|city|purchase|view|cart|Subscribed|"
    "placed order|openly|returned|customer|Sales|Offen",
}


@pytest.mark.parametrize(
    ("word", "role"), [(w, role) for role, words in WORDS.items() for w in words.split("|")]
)
def test_a_word_is_read_by_its_meaning(word: str, role: str | None) -> None:
    assert told_by(word) == role


def test_words_tell_of_messages_only_where_one_of_them_is_said_of_nothing_else() -> None:
    assert share_told({"sent": 5, "open": 3, "dropped": 2}) == 0.8
    assert share_told({"sent": 5, "click": 5}) == 1.0
    assert share_told({"view": 5, "click": 5, "cart": 2}) == 0
    assert share_told({"sent": 5, "delivered": 4, "cancelled": 1}) == 0
