"""The names that columns have in exports, by the role they play.

Names are compared without spaces and signs, in lower case.
"""

import re

_NAMES = {
    "user": """
        customerid customer customerno customernumber customernr customercode customerkey
        custid custno custkey clientid client clientno userid user uid userno username memberid
        member memberno householdid household householdkey hhid visitorid visitor shopperid
        shopper buyerid buyer accountid account accountno contactid contact personid person
        subscriberid subscriber reviewerid reviewer profileid loyaltyid loyaltycard
        loyaltycardno loyaltycardnumber loyaltyno loyaltynumber clubcard userpseudoid cardid
        cardno cardnumber patientid email customeremail kunde kundenid kundennr kundennummer
        idclient numeroclient numclient cliente idcliente clienteid codigocliente klant klantid
        klantnummer kundnr kundnummer klientid 顾客编号 顾客id 顾客 客户编号 客户id 客户 用户id
        用户编号 用户 会员id 会员编号 会员号 会员 买家 買家 顧客編號 會員編號 顧客番号 顧客id
    """,
    "item": """
        itemid item itemno itemnumber itemcode itemkey iid productid product productno
        productnumber productcode productkey productsku prodid prodno sku skuid stockcode
        stockid asin parentasin articleid article articleno articlenumber articlecode ean gtin
        upc barcode isbn isbn13 movieid movie bookid songid trackid artistid albumid gameid
        courseid recipeid restaurantid businessid hotelid listingid contentid newsid videoid
        showid goodsid goodscode variantid variantsku lineitemsku materialno materialnumber
        partno partnumber plu pid artikel artikelid artikelnr artikelnummer produkt produktid
        produktnr produktnummer produit idproduit referenceproduit producto idproducto
        codigoproducto prodotto idprodotto 产品编号 产品id 产品 商品id 商品编号 商品 商品编码
        货号 商品編號 商品番号 物品id
    """,
    "rating": """
        rating ratings score stars star starrating userrating reviewscore reviewrating overall
        grade vote preference bewertung puntuacion 评分 評分 打分 评价分数
    """,
    "event": """
        event eventtype eventname action actiontype behavior behaviour behaviortype
        behaviourtype activity activitytype interaction interactiontype transactiontype 行为
        行为类型 事件 事件类型 操作类型
    """,
    "quantity": """
        quantity qty units unitssold count pieces pcs volume items itemcount numitems
        numberofitems numberofcds orderquantity quantityordered lineitemquantity amountordered
        plays playcount menge anzahl stueck stück quantite quantité cantidad quantita aantal
        数量 购买数量 件数 數量
    """,
    "price": """
        price unitprice itemprice productprice priceeach priceperunit listprice saleprice
        salesprice sellingprice retailprice baseprice lineitemprice itemcost baseitemprice
        avgprice preis einzelpreis stückpreis verkaufspreis prix prixunitaire precio
        preciounitario prezzo prijs 单价 价格 售价 單價 價格 単価
    """,
    "revenue": """
        revenue sales salesvalue salesamount totalprice total totalamount lineamount linetotal
        linerevenue rowtotal turnover amount amountpaid paid spend spent spendings ordervalue
        ordertotal netsales grosssales netrevenue grossrevenue nettotal subtotal extendedprice
        dollarvalue paymentvalue value umsatz betrag gesamtpreis montant importe importo bedrag
        金额 总价 销售额 总金额 实付金额 金額
    """,
    "time": """
        time timestamp datetime date ts invoicedate orderdate ordertime orderdatetime
        ordertimestamp orderpurchasetimestamp purchasedate purchasetime purchasedat
        transactiondate transactiontime transactiontimestamp trxdate transdt transdate
        eventtimestamp eventtime eventdate 注文日 購入日 createdat created createdon creationdate
        reviewtime reviewdate unixreviewtime clicktime visittime salesdate saledate shoptime
        day t datum bestelldatum rechnungsdatum kaufdatum zeitpunkt zeitstempel dateachat
        datecommande fecha fechacompra data dataordine
        日期 时间 下单时间 购买时间 交易日期 订单日期 时间戳 時間 日時
    """,
    "order": """
        orderid order orderno ordernumber ordernr incrementid invoiceno invoice invoiceid
        invoicenumber basketid basket cartid transactionid transaction transactionno trxid
        receiptid receipt receiptno receiptnumber ticketid ticketno purchaseid salesorder
        salesorderid documentno bestellnummer bestellnr bestellung auftrag auftragsnr
        auftragsnummer rechnungsnummer rechnungsnr belegnummer bonnummer numerocommande
        commande pedido idpedido factura 订单号 订单编号 订单id 訂單編號 注文番号 name1order
    """,
    "status": """
        status orderstatus financialstatus paymentstatus itemstatus deliverystatus
        fulfillmentstatus shipmentstatus transactionstatus saledisposition bestellstatus
        auftragsstatus zahlungsstatus statut statutcommande estado estadopedido stato statoordine
        订单状态 状态 交易状态
    """,
    "title": """
        title name productname producttitle itemname itemtitle itemdescription itemdesc proddesc
        productdesc skudesc articlename
        movietitle booktitle songtitle tracktitle trackname goodsname lineitemname
        shortdescription label bezeichnung artikelbezeichnung artikelname produktname
        produktbezeichnung titel nom nomproduit designation libelle libellé titre nombre
        nombreproducto titulo título titolo naam omschrijving 商品名称 商品名 产品名称 名称
        标题 书名 品名 商品名稱 名稱
    """,
    "category": """
        category categories categoryname categorypath categoryid categorycode productcategory
        productcategoryname itemcategory maincategory department departmentname dept deptname class
        productclass genre genres producttype itemtype productgroup productgroupname itemgroup
        assortment commodity section aisle kategorie warengruppe produktgruppe rubrik categorie
        catégorie rayon categoria categoría familia 类别 品类 分类 类目 商品类目 商品类别 類別
        分類 カテゴリ
    """,
    "description": """
        description productdescription longdescription desc details summary overview plot text
        bodyhtml body beschreibung produktbeschreibung descripcion descripción descrizione 描述
        商品描述 简介 详情
    """,
    "brand": """
        brand brandname manufacturer maker vendor author authors publisher artist artistname
        label1 supplier producer studio marke hersteller marque fabricant marca fabricante merk
        品牌 作者 制造商 厂商
    """,
    "margin": """
        margin unitmargin profit unitprofit grossmargin marge 利润 毛利
    """,
    "stock": """
        stock stocklevel inventory instock stockquantity onhand available lagerbestand bestand
        existencias 库存
    """,
    "consent": """
        consent optin marketingconsent emailoptin newsletter acceptsmarketing gdprconsent
        einwilligung 同意
    """,
    "campaign": """
        campaign campaignid campaignno campaigncode mailing mailingid kampagne campagne campaña
        活动id 活动编号
    """,
    "campaign_name": """
        campaignname campaigntitle
    """,
    "campaign_type": """
        campaigntype channel
    """,
    "start": """
        startdate start startday starttime validfrom campaignstart
    """,
    "end": """
        enddate end endday endtime validto validuntil campaignend
    """,
    "arm": """
        arm group variant treatment testgroup segment cell experimentgroup
    """,
    "offer": """
        offer offerid coupon couponid couponupc couponcode voucher
    """,
    "position": """
        position rank slot placement pos impressionposition
    """,
    "clicked": """
        clicked click isclick isclicked clicks converted response label
    """,
    "propensity": """
        propensity propensityscore pscore probability actionprob
    """,
}
ROLE_NAMES: dict[str, tuple[str, ...]] = {
    role: tuple(names.split()) for role, names in _NAMES.items()
}
"""Whole names, the most usual first."""

_TOKENS = {
    "user": "customer user client member household visitor shopper buyer kunde kunden cliente",
    "item": "product item sku article movie book artikel produkt asin",
    "rating": "rating stars",
    "event": "event behavior behaviour",
    "quantity": "quantity qty units number",
    "price": "price preis prix precio",
    "revenue": "revenue sales amount total umsatz spend",
    "time": "date time timestamp datum fecha",
    "order": "order invoice basket transaction receipt",
    "status": "status disposition",
    "title": "title name titel",
    "category": "category department genre kategorie",
    "description": "description beschreibung",
    "brand": "brand manufacturer",
}
TOKENS: dict[str, tuple[str, ...]] = {role: tuple(words.split()) for role, words in _TOKENS.items()}
"""Words that point to a role when they are part of a longer name."""

_SUFFIX = re.compile(r":(token|token_seq|float|float_seq)$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def plain_name(name: str) -> str:
    """The letters and digits of a column name, in lower case; `user_id:token` gives "userid"."""
    return "".join(c for c in _SUFFIX.sub("", name.strip()).lower() if c.isalnum())


def name_tokens(name: str) -> list[str]:
    """The words of a column name: `CustomerID` gives ["customer", "id"]."""
    spaced = _CAMEL.sub(" ", _SUFFIX.sub("", name.strip()))
    return [t for t in re.split(r"[^0-9a-zA-Z\u0080-\uffff]+", spaced.lower()) if t]
