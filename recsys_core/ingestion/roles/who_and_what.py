"""Who did what, when, in which order: the roles of interactions."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import NO, YES
from recsys_core.ingestion.roles.column_look import ColumnLook, epoch_like, serial_like
from recsys_core.ingestion.roles.role import EMPTY, ColumnRole, Use, ValueRule, otherwise
from recsys_core.schema.columns import Columns


def _yes_or_no(look: ColumnLook) -> bool:
    words = [text.strip().lower() for text in look.examples]
    return look.distinct <= 2 and all(w in YES + NO and not w.isdigit() for w in words)


NO_KEY = ValueRule(lambda look: not look.filled, -2.5, "Whatever identifies a row is filled.")
NO_ID = ValueRule(
    lambda look: look.share("date", "money", "percent", "url") > 0.5, -9, "Nobody numbers by these."
)
ANY_ID = otherwise(0.2, "Numbers, codes and names all identify.")

USER = ColumnRole(
    "user",
    "Customer",
    "a customer number",
    names="""customerid customer customerno customernumber customernr customercode customerkey
        custid custno custkey clientid client clientno userid user uid userno username memberid
        member memberno householdid household householdkey hhid visitorid visitor shopperid
        shopper buyerid buyer accountid account accountno contactid contact personid person
        subscriberid subscriberkey subscriber reviewerid reviewer profileid loyaltyid loyaltycard
        loyaltycardno loyaltycardnumber loyaltyno loyaltynumber clubcard userpseudoid cardid
        cardno cardnumber patientid email customeremail kunde kundenid kundennr kundennummer
        idclient numeroclient numclient cliente idcliente clienteid codigocliente klant klantid
        klantnummer kundnr kundnummer klientid 顾客编号 顾客id 顾客 客户编号 客户id 客户 用户id
        用户编号 用户 会员id 会员编号 会员号 会员 买家 買家 顧客編號 會員編號 顧客番号 顧客id""",
    words="""customer user client member household visitor shopper buyer kunde kunden käufer
        besteller acheteur utilisateur cliente clientes comprador usuario utente acquirente klant
        klanten klient klienta kund kupujący kupującego kupujących müşteri müşterinin alıcı
        pembeli pelanggan клиент покупател khach_hang nguoi_mua zákazník zákazníka vásárló
        ügyfél törzsvásárlói clientul clientului asiakas asiakkaan asiakasnumero kundens køber
        kjøper πελατ αγοραστ покупец клієнт לקוח לקוחה הלקוח ลูกค้า ผู้ซื้อ عميل زبون مشتري
        пользовател 고객 회원 구매자 사용자 顧客 会員 客様 購入者 ユーザ 客户 顾客
        会员 用户 买家 買家""",
    values=(NO_KEY, NO_ID, ANY_ID),
    missing="No customer number",
    identifies=True,
    key_of="users",
    uses={
        "interactions": Use(m.WHO, 1, Columns.User, required=True, filled=True),
        "users": Use(m.WHO, 1, Columns.User, required=True, filled=True),
        "campaigns": Use("Who was written to, or who responded.", 2, Columns.User),
        "exposures": Use(m.WHO, 1, Columns.User, required=True, filled=True),
    },
)
CONTACT = ColumnRole(
    "contact",
    "E-mail or phone",
    "an e-mail address or a phone number",
    names="""email emailaddress customeremail buyeremail billingemail contactemail mail courriel
        correo phone phonenumber telephone mobile billingphone telefon telefonnummer handynummer
        teléfono telefono celular téléphone 邮箱 电话 手机 手机号 買家手機 電話番号 メールアドレス
        이메일 전화번호""",
    words="""email mail phone mobile telefon telefono téléphone courriel correo телефон почта
        dien_thoai puhelin sähköposti τηλεφων אימייל טלפון อีเมล โทรศัพท์ بريد جوال هاتف 邮箱 电话 手机
        電話 メール 이메일 전화""",
    values=(
        EMPTY,
        ValueRule(lambda look: look.share("email", "number", "text", "code") > 0.9, 0.2, "Either."),
        otherwise(-9, "Neither an address nor a number."),
    ),
    uses={
        "interactions": Use("Names the customer where the customer's column names nobody.", 34),
        "campaigns": Use("Finds the customer where the number is not known.", 21, "contact"),
    },
)
ITEM = ColumnRole(
    "item",
    "Product",
    "a product number",
    names="""itemid item itemno itemnumber itemcode itemkey iid productid product productno
        productnumber productcode productkey productsku productservice prodid prodno sku skuid
        stockcode stockid asin parentasin articleid article articleno articlenumber articlecode ean
        gtin upc barcode isbn isbn13 movieid movie bookid songid trackid artistid albumid gameid
        courseid recipeid restaurantid businessid hotelid listingid contentid newsid videoid showid
        goodsid goodscode variantid variantsku lineitemsku materialno materialnumber partno
        partnumber plu pid artikel artikelid artikelnr artikelnummer produkt produktid produktnr
        produktnummer produit idproduit referenceproduit producto idproducto codigoproducto
        prodotto idprodotto 产品编号 产品id 产品 商品id 商品编号 商品 商品编码 货号 商品編號
        商品番号 物品id артикул מקט""",
    words="""product item sku article movie book artikel produkt asin ware produit artículo
        producto articolo prodotto artigo produto referenz produktu towar towaru ürün san_pham
        zboží termék cikkszám produs produsului tuote tuotteen tuotenumero tuotekoodi vare
        varenummer varenr προιον товар артикул מוצר המוצר מקט สินค้า منتج
        상품 제품 品目 商品 製品 品番 产品 货品""",
    values=(
        NO_KEY,
        NO_ID,
        ValueRule(
            lambda look: look.share("text") > 0.7 and look.longest > 25, -2, "Long texts describe."
        ),
        ValueRule(lambda look: look.share("text") > 0.7, -0.6, "Words are rather its name."),
        ANY_ID,
    ),
    missing="No product number",
    identifies=True,
    key_of="items",
    uses={
        "interactions": Use(m.WHICH, 2, Columns.Item, required=True, filled=True),
        "items": Use(m.WHICH, 1, Columns.Item, required=True, filled=True),
        "campaigns": Use("A product the offer is good for.", 9, Columns.Item),
        "exposures": Use(m.WHICH, 2, Columns.Item, required=True, filled=True, unless=("banner",)),
    },
)
ORDER = ColumnRole(
    "order",
    "Order number",
    "an order number",
    names="""orderid order orderno ordernumber ordernr incrementid invoiceno invoice invoiceid
        invoicenumber basketid basket cartid transactionid transaction transactionno trxid
        receiptid receipt receiptno receiptnumber ticketid ticketno purchaseid salesorder
        salesorderid documentno bestellnummer bestellnr bestellung auftrag auftragsnr
        auftragsnummer rechnungsnummer rechnungsnr belegnummer bonnummer numerocommande commande
        pedido idpedido factura 订单号 订单编号 订单id 訂單編號 注文番号 name1order""",
    words="""order invoice basket transaction receipt bestellung bestell auftrag auftrags rechnung
        rechnungs beleg bon commande facture pedido factura ordine fattura scontrino encomenda
        fatura bestelling bestel zamówienie zamówienia sipariş pesanan заказ чек orden ordem
        don_hang objednávka objednávky rendelés rendelésszám bizonylat nyugta comandă comenzii
        tilaus tilauksen tilausnumero ordre bestilling παραγγελ τιμολογ замовлен הזמנה חשבונית
        คำสั่งซื้อ طلب فاتورة 주문 注文 受注 伝票 订单 訂單""",
    values=(EMPTY, NO_ID, ANY_ID),
    identifies=True,
    uses={
        "interactions": Use("Lines with the same number were bought together.", 7, Columns.Order)
    },
)
MOST_WORDS, KNOWN_STATES = 30, 0.6
STATES = ValueRule(
    lambda look: look.statuses > KNOWN_STATES, 1, "These words are said of orders only."
)
FEW_WORDS = ValueRule(
    lambda look: look.repeats and look.distinct <= MOST_WORDS and look.share("text", "code") > 0.9,
    0,
    "States in words not known; the rows show whether they are an order's (together.py).",
)
NO_STATES = otherwise(-9, "Status of a customer, a shop or a machine.")
YES_OR_DAY = ValueRule(
    lambda look: look.switches > 0.9 or look.share("date") > 0.8, 0.3, "Whether, or when."
)


def _state(name: str, title: str, phrase: str, names: str, meaning: str, place: int) -> ColumnRole:
    """A role for one of the states that an order has."""
    return ColumnRole(
        name,
        title,
        phrase,
        names=names,
        words="""status disposition zustand statut état estado situación stato situação staat stan
            durum durumu trang_thai tinh_trang stav állapot státusz stare starea tila
            κατασταση стан סטטוס מצב สถานะ حالة statüsü статус состояни
            상태 状態 状況 ステータス 状态 狀態""",
        values=(
            EMPTY,
            STATES,
            *([YES_OR_DAY] if name == "return_status" else []),
            FEW_WORDS,
            NO_STATES,
        ),
        becomes="words",
        uses={"interactions": Use(meaning, place)},
    )


STATUS = _state(
    "status",
    "Order status",
    "what became of an order",
    """status orderstatus itemstatus transactionstatus saledisposition bestellstatus auftragsstatus
        statut statutcommande estado estadopedido stato statoordine 订单状态 状态 交易状态""",
    "Cancelled, refunded and failed orders count as returned.",
    8,
)
PAYMENT_STATUS = _state(
    "payment_status",
    "Payment status",
    "what became of a payment",
    "paymentstatus financialstatus zahlungsstatus statutpaiement estadopago 付款状态 支付状态",
    "Orders that were never paid for, or whose money went back, count as returned.",
    31,
)
DELIVERY_STATUS = _state(
    "delivery_status",
    "Delivery status",
    "what became of a delivery",
    "fulfillmentstatus deliverystatus shipmentstatus shippingstatus lieferstatus versandstatus",
    "Goods that never arrived, or came back, count as returned.",
    32,
)
RETURN_STATUS = _state(
    "return_status",
    "Cancelled or returned",
    "whether an order was cancelled or came back",
    "returnstatus refundstatus cancelled canceled cancelledat canceledat 退款状态 售后状态",
    "Whether, or when, the order was cancelled or came back.",
    33,
)
TIME = ColumnRole(
    "time",
    "Date",
    "a date or time",
    names="""time timestamp datetime date ts invoicedate orderdate ordertime orderdatetime
        ordertimestamp orderpurchasetimestamp purchasedate purchasetime purchasedat
        transactiondate transactiontime transactiontimestamp trxdate transdt transdate
        eventtimestamp eventtime eventdate 注文日 購入日 createdat created createdon
        creationdate reviewtime reviewdate unixreviewtime clicktime visittime salesdate saledate
        shoptime day t datum bestelldatum rechnungsdatum kaufdatum zeitpunkt zeitstempel
        dateachat datecommande fecha fechacompra data dataordine 日期 时间 下单时间 购买时间
        交易日期 订单日期 时间戳 時間 日時""",
    words="""date time timestamp datum fecha zeit zeitpunkt jour heure día hora data giorno ora
        tarih tarihi ngay thoi_gian idő időpont kelte päivä päivämäärä pvm dato tidspunkt
        ημερομηνια תאריך วันที่ เวลา تاريخ дат врем 날짜 일자 일시 日付 日時 日 日期 时间 時間""",
    values=(
        EMPTY,
        ValueRule(lambda look: look.share("date") > 0.8, 1, "Dates are hard to mistake."),
        ValueRule(lambda look: look.share("time") > 0.5, -1.5, "A clock without a day."),
        ValueRule(epoch_like, 0.5, "Seconds since 1970, or 20240131; a number may look so too."),
        ValueRule(serial_like, 0.2, "Days as a spreadsheet counts them: 45295.42."),
        ValueRule(lambda look: look.numeric > 0.8, -9, "A duration or a count."),
        otherwise(-0.5, "Perhaps dates written in an unknown way."),
    ),
    becomes="date",
    missing="No date",
    unreadable="Date cannot be read",
    uses={
        "interactions": Use(m.WHEN, 3, Columns.Time, filled=True),
        "campaigns": Use(
            "When it happened: the event, the response or the sending.", 10, Columns.Time
        ),
        "exposures": Use(m.WHEN, 5, Columns.Time),
    },
)
EVENT = ColumnRole(
    "event",
    "What happened",
    "a kind of event",
    names="""event eventtype eventname action actiontype behavior behaviour behaviortype
        behaviourtype activity activitytype interaction interactiontype transactiontype 行为
        行为类型 事件 事件类型 操作类型""",
    words="""event behavior behaviour action activity interaction feedback ereignis aktion
        événement evento azione ação событи действи 이벤트 행동 イベント 行動 行为 事件""",
    values=(
        EMPTY,
        ValueRule(lambda look: look.events > 0.5, 1, "Most of its words are known events."),
        ValueRule(_yes_or_no, -9, "Whether something was done: no kind of event."),
        otherwise(-0.5, "An event may be an exhibition or a holiday."),
    ),
    becomes="words",
    unreadable="Unknown kind of event",
    uses={
        "interactions": Use("A word per row: purchase, return, rating, click, view, cart.", 10),
        "campaigns": Use(
            "A word per row: sent, delivered, opened, clicked, bounced, unsubscribed.",
            11,
            "message",
        ),
    },
)
