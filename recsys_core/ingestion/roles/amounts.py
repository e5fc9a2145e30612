"""What is counted and paid: quantities, ratings, prices."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.role import (
    EMPTY,
    NOT_NUMERIC,
    ColumnRole,
    Use,
    ValueRule,
    otherwise,
)
from recsys_core.schema.columns import Columns

FLAG = ValueRule(
    lambda look: look.distinct == 2 and {*look.examples} == {"0", "1"}, -9, "Yes and no: no money."
)
ANY_NUMBER = otherwise(0.2, "Any number will do.")
NO_MONEY = ValueRule(
    lambda look: look.whole == 1 and look.low >= 1e9, -9, "Ten digits each: telephones or codes."
)

RATING = ColumnRole(
    "rating",
    "Rating",
    "a rating",
    names="""rating ratings score stars star starrating userrating reviewscore reviewrating
        overall grade vote preference bewertung puntuacion 评分 評分 打分 评价分数""",
    words="""rating score stars bewertung note evaluation calificacion valoracion voto punteggio
        avaliacao nota beoordeling ocena puan betyg оценк рейтинг 평점 별점 評価 評分 评分""",
    values=(
        EMPTY,
        NOT_NUMERIC,
        ValueRule(
            lambda look: look.low >= -100 and look.high <= 100, 0.5, "Stars, grades, percent."
        ),
        otherwise(-9, "No scale goes so far: a count of reviews, or a number of something."),
    ),
    becomes="number",
    missing="No rating",
    unreadable="Rating is not a number",
    uses={
        "interactions": Use(
            "How much the customer liked the product, as a number.",
            9,
            Columns.Rating,
            filled=True,
        )
    },
)
QUANTITY = ColumnRole(
    "quantity",
    "Quantity",
    "a quantity",
    names="""quantity qty units unitssold count pieces pcs volume items itemcount numitems
        numberofitems numberofcds orderquantity quantityordered lineitemquantity amountordered
        plays playcount menge anzahl stueck stück quantite quantité cantidad quantita aantal
        qtà qtd qté jumlah 数量 购买数量 件数 數量""",
    words="""quantity qty units number menge anzahl stück stk quantité qté nombre cantidad cant
        unidades quantità qtà pezzi pz quantidade qtd aantal stuks antal ilość liczba sztuk szt
        miktar miktarı adet adedi jumlah kuantitas
        количеств кол 수량 数量 個数 件数 數量""",
    values=(
        EMPTY,
        NOT_NUMERIC,
        ValueRule(lambda look: look.whole > 0.95, 0.3, "Pieces are whole."),
        otherwise(-1, "Fractions are rather weights or money."),
    ),
    becomes="number",
    missing="No quantity",
    unreadable="Quantity is not a number",
    uses={"interactions": Use("How many pieces; zero or less is a return.", 4, filled=True)},
)
PRICE = ColumnRole(
    "price",
    "Price",
    "a price",
    names="""price unitprice soldfor soldprice itemprice productprice priceeach priceperunit
        listprice saleprice salesprice sellingprice retailprice baseprice lineitemprice itemcost
        baseitemprice avgprice preis einzelpreis stückpreis verkaufspreis prix prixunitaire
        precio preciounitario prezzo prijs 单价 价格 售价 單價 價格 単価""",
    words="""price preis prix precio prezzo preço prijs pris cena ceny fiyat fiyatı harga
        цен 가격 단가 판매가
        単価 価格 单价 价格 單價 價格""",
    values=(EMPTY, NOT_NUMERIC, NO_MONEY, ANY_NUMBER),
    becomes="number",
    unreadable="Price is not a number",
    uses={
        "interactions": Use(m.PER_PIECE, 5),
        "items": Use(m.PER_PIECE, 6, Columns.Price),
    },
)
REVENUE = ColumnRole(
    "revenue",
    "Amount",
    "an amount of money",
    names="""revenue sales salesvalue salesamount totalprice total totalamount lineamount
        linetotal linerevenue rowtotal turnover amount amountpaid paid spend spent spendings
        ordervalue ordertotal netsales grosssales netrevenue grossrevenue nettotal subtotal
        extendedprice dollarvalue paymentvalue value umsatz betrag gesamtpreis montant importe
        importo bedrag 金额 总价 销售额 总金额 实付金额 金額""",
    words="""revenue sales amount total umsatz spend betrag summe gesamt montant chiffre
        importe ventas importo totale vendite valor vendas bedrag totaal omzet kwota
        wartość tutar toplam belopp summa сумм стоимост выручк 금액 합계 매출 金額 合計
        売上 金额 总价 總價""",
    values=(
        EMPTY,
        NOT_NUMERIC,
        NO_MONEY,
        ValueRule(
            lambda look: look.whole > 0.99 and look.high < 50, -1, "Small and whole: pieces sold."
        ),
        ANY_NUMBER,
    ),
    becomes="number",
    unreadable="Amount is not a number",
    uses={"interactions": Use("Money for the whole line; else price times quantity.", 6)},
)
MARGIN = ColumnRole(
    "margin",
    "Margin",
    "a margin",
    names="""margin unitmargin profit unitprofit grossmargin marge 利润 毛利""",
    values=(EMPTY, NOT_NUMERIC, ANY_NUMBER),
    becomes="number",
    unreadable="Margin is not a number",
    uses={"items": Use("What is earned with one piece.", 7, Columns.Margin)},
)
STOCK = ColumnRole(
    "stock",
    "Stock",
    "a stock level",
    names="""stock stocklevel inventory instock stockquantity onhand available lagerbestand
        bestand existencias 库存""",
    values=(EMPTY, NOT_NUMERIC, ANY_NUMBER),
    becomes="number",
    unreadable="Stock is not a number",
    uses={"items": Use("How many pieces are there.", 8, Columns.Stock)},
)
POSITION = ColumnRole(
    "position",
    "Position",
    "a position",
    names="""position rank slot placement pos impressionposition""",
    values=(EMPTY, NOT_NUMERIC, ANY_NUMBER),
    becomes="number",
    unreadable="Position is not a number",
    uses={"exposures": Use("Place in the list, from 1.", 3, "position")},
)
PROPENSITY = ColumnRole(
    "propensity",
    "Probability",
    "a probability of being shown",
    names="""propensity propensityscore pscore probability actionprob""",
    values=(EMPTY, NOT_NUMERIC, ANY_NUMBER),
    becomes="number",
    unreadable="Probability is not a number",
    uses={"exposures": Use("How likely the product was to be shown, 0 to 1.", 6, "propensity")},
)
DISCOUNT = ColumnRole(
    "discount",
    "Discount",
    "a discount",
    names="""discount discounts discountamount discountvalue totaldiscount linediscount
        orderdiscount promotiondiscount itempromotiondiscount rabatt remise descuento sconto
        desconto korting rabat indirim 优惠金额 折扣 折扣金额 割引 割引額 할인금액""",
    words="""discount discounts rabatt nachlass remise réduction descuento sconto desconto korting
        rabat rabatt indirim diskon potongan скидк 할인 割引 值引 優惠 优惠 折扣 promotion""",
    values=(EMPTY, NOT_NUMERIC, FLAG, NO_MONEY, ANY_NUMBER),
    becomes="words",
    uses={"interactions": Use("Money taken off the line or the order.", 20)},
)
TAX = ColumnRole(
    "tax",
    "Tax",
    "a tax",
    names="""tax taxes taxamount itemtax salestax vat vatamount gst mwst mehrwertsteuer ust tva iva
        impuesto imposta imposto btw podatek kdv 税额 税 消費税 세금 부가세""",
    words="""tax taxes vat gst mwst ust umsatzsteuer tva iva impuesto impuestos imposta imposto btw
        podatek moms kdv ндс налог 세금 부가세 消費税 税额 稅""",
    values=(EMPTY, NOT_NUMERIC, FLAG, NO_MONEY, ANY_NUMBER),
    becomes="words",
    uses={"interactions": Use("Tax of the line or the order; not part of the revenue.", 21)},
)
SHIPPING = ColumnRole(
    "shipping",
    "Shipping",
    "a shipping charge",
    names="""shipping shippingcost shippingamount shippingprice shippingandhandling ordershipping
        freight freightvalue postage delivery deliveryfee versand versandkosten porto fraisdeport
        livraison gastosdeenvio envio spedizione frete verzendkosten wysyłka kargo 运费 邮费
        送料 배송비""",
    words="""shipping freight postage versandkosten porto livraison envío spedizione frete
        verzendkosten frakt wysyłka kargo pengiriman доставк 배송비
        送料 运费 運費""",
    values=(EMPTY, NOT_NUMERIC, FLAG, NO_MONEY, ANY_NUMBER),
    becomes="words",
    uses={"interactions": Use("What the delivery cost; not part of the revenue.", 22)},
)
REFUND = ColumnRole(
    "refund",
    "Refunded",
    "an amount paid back",
    names="""refunded refundedamount refundamount orderrefundamount amountrefunded refundtotal
        erstattung erstattungsbetrag erstattet montantremboursé remboursement reembolso
        importereembolsado rimborso importorimborsato terugbetaald 退款金额 返金額 환불금액
        partialrefund partialrefundamount""",
    values=(EMPTY, NOT_NUMERIC, FLAG, NO_MONEY, ANY_NUMBER),
    becomes="words",
    uses={"interactions": Use("Money paid back for the line or the order.", 23)},
)
CURRENCY = ColumnRole(
    "currency",
    "Currency",
    "a currency",
    names="""currency currencycode ordercurrency curr währung waehrung wahrung devise monnaie
        moneda valuta moeda waluta parabirimi валюта 通貨 货币 币种 통화""",
    words="""currency währung devise moneda valuta moeda waluta měna pénznem valuutta tien_te
        νομισμα מטבע สกุลเงิน عملة валют 通貨 货币 幣別 통화""",
    values=(
        EMPTY,
        ValueRule(lambda look: look.longest <= 4 and look.numeric == 0, 0.5, "Codes and signs."),
        otherwise(-9, "A currency is a code of three letters, or a sign."),
    ),
    becomes="words",
    uses={"interactions": Use("In which currency the amounts of the row are.", 24)},
)
RETURNED = ColumnRole(
    "returned_quantity",
    "Pieces returned",
    "a number of pieces returned",
    names="""qtyrefunded quantityrefunded refundedquantity refundedqty qtyreturned quantityreturned
        returnedquantity returnedqty refundquantity returnquantity unitsreturned unitsrefunded
        retourenmenge retournierteMenge rückgabemenge erstattetemenge anzahlretouren
        quantitéretournée quantitéremboursée quantitéremboursee cantidaddevuelta
        cantidadreembolsada quantitàresa quantitàrimborsata quantidadedevolvida
        quantidadereembolsada aantalretour aantalgeretourneerd ilośćzwrócona iadeadedi
        количествовозврата 返品数量 返品数 退货数量 退款数量 반품수량 환불수량""",
    values=(
        EMPTY,
        NOT_NUMERIC,
        ValueRule(lambda look: look.whole > 0.95, 0.5, "Pieces are whole."),
    ),
    becomes="words",
    uses={"interactions": Use("How many of the pieces of the line came back.", 25)},
)
