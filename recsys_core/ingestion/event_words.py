"""The words by which exports say what happened, read by meaning."""

import re
from functools import lru_cache

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.concepts import Concepts, in_words, stems
from recsys_core.ingestion.order_status import takes_back

EVENT_TITLES = {
    "purchase": m.A_PURCHASE,
    "return": m.A_RETURN,
    "rating": m.A_RATING,
    "click": m.A_CLICK,
    "view": m.A_LOOK,
    "cart": m.A_CART,
}
"""The kinds of event that count."""
EVENT_WORDS = {
    "transaction": "purchase", "checkout": "purchase", "in_app_purchase": "purchase",
    "pv": "view", "detail": "view", "scroll": "view", "pageview": "view",
    "select_item": "click", "select_content": "click", "select_promotion": "click",
    "add": "cart", "addtocart": "cart", "addtobasket": "cart", "fav": "cart",
    "product_added": "cart", "products_added": "cart",
}  # fmt: skip
"""What shop programs call things, where the meaning of the words would say something else."""

ON_THE_WAY = frozenset(
    {"begin_checkout", "add_shipping_info", "add_payment_info", "view_cart", "cart_viewed"}
)
"""Steps between the cart and the purchase: the product is counted in the cart already."""
BY_RANK = ("cart", "rating", "click", "view", "purchase")
"""Where a word says several things, the first: a page of an order was looked at, not bought."""

_MEANINGS = {
    "REMOVE": stems("""remov* delet* entfern* geloscht* loschen supprim* retir* enlev* elimin*
        quit* borr* rimoss* rimuov* verwijder* usun* borttag* cikar* удал* 삭제 제거 削除 移除
        删除"""),
    "STARTED": stems("""begin began start* initiat* enter* info step proceed option abandon* beginn*
        commenc* inici* inizi* 开始 開始 시작"""),
    "UNSURE": stems("fail* pend* updat* ship* deliver* fulfil* email* mail* intent* dislike*"),
    "CART": stems("""cart basket bag trolley addtocart wishlist favo* like liked likes star starred
        stars bookmark* save saved warenkorb einkaufswagen merkliste merkzettel panier carrito cesta
        carrello carrinho winkelwagen* koszyk* kundvagn* varukorg* sepet* корзин* избран* 장바구니
        찜 カート お気に入り 加购 购物车 收藏 購物車 kosar*"""),
    "RATING": stems("""rat rate rated rates rating* review* bewert* rezension* note avis evalu*
        valora* califica* resena* valuta* recension* avalia* beoordel* ocen* betyg puan*
        degerlendir* оцен* отзыв* 평가 리뷰 評価 レビュー 评分 评价 評分 ertekel*"""),
    "CLICK": stems("""click clicks clicked clicking clickthrough* klick* clic clique* tap tapped
        clicco нажа* клик* 클릭 クリック 点击"""),
    "VIEW": stems("""view* pageview* look looked looks see seen visit* brows* impression* detail*
        page read reads watch* play played plays listen* angesehen ansicht ansehen aufruf* besuch*
        gelesen vu vue consult* visite* visto vista ver visualiz* visita* bekeken bekijk*
        wyswietl* obejrz* visning* visad* goruntul* просмотр* просм* 조회 보기 閲覧 表示 浏览 查看
        瀏覽 megtekint* megnez*"""),
    "PURCHASE": stems("""invoice invoices receipt receipts rechnung rechnungen quittung bon facture
        factures recu factura facturas recibo fattura fatture scontrino ricevuta fatura faturas
        factuur facturen kassabon faktura faktury paragon kvitto szamla nyugta uctenka lasku kuitti
        τιμολογ* αποδειξ* fis счет чек 发票 發票 収据 領収書 請求書 영수증 청구서
        purchas* buy buys bought order ordered orders sale sales sold transact*
        checkout* pay paid payment* kauf* gekauft bestell* verkauf* zahlung* bezahl* achat* achet*
        command* vente* paiement* compr* venta* pedido* pago pagado acquist* vendit* ordine*
        pagamento venda* koop aankoop gekocht verkocht inkop bestel* verkoop* betaling* zakup* kup*
        sprzeda* zamow* kop kopt bestalln* satin satis* siparis* odeme*
        покуп* купл* заказ* продаж* оплат*
        구매 주문 결제 購入 注文 購買 购买 下单 支付 付款 成交 vasarl* rendel* megrendel*"""),
}  # fmt: skip
_PAYMENTS = Concepts(
    {
        "PAID": stems("""pay pays paid payment* zahlung* bezahl* paiement* pago pagado
    pagamento betaling* odeme* оплат* 결제 支付 付款 支払""")
    }
)
_CONCEPTS = Concepts(_MEANINGS)


@lru_cache(maxsize=16_384)
def event_of(text: str) -> str | None:
    """The kind of event behind a word of a file; None for what is none of those that count."""
    plain = in_words(text).replace("-", " ")
    if (exact := plain.replace(" ", "_")) in EVENT_WORDS:
        return EVENT_WORDS[exact]
    found = set(_CONCEPTS.of(plain))
    if exact in ON_THE_WAY or found & {"REMOVE", "UNSURE"} or found >= {"PURCHASE", "STARTED"}:
        return None
    if takes_back(plain):
        return "return"
    return next((kind for kind in BY_RANK if kind.upper() in found), None)


def says_only_event(text: str) -> bool:
    """Whether every word that means something is one of events: "page view", no "landing page"."""
    return all(event_of(word) for word in re.findall(r"\w{4,}", in_words(text)))


def is_payment(text: str) -> bool:
    """Whether a word says of a purchase that it was paid."""
    return bool(_PAYMENTS.of(in_words(text)))
