"""The signs, abbreviations and codes of currencies that stand beside amounts."""

SIGNS = "$¢£¤¥֏؋৳฿៛₡₦₩₪₫€₭₮₱₲₴₵₸₹₺₼₽₾₿﷼﹩＄￠￡￥￦"
CODES = (
    "AED|AFN|ALL|AMD|ARS|AUD|AZN|BAM|BDT|BGN|BHD|BND|BOB|BRL|BWP|BYN|CAD|CHF|CLP|CNY|COP|CRC|CZK"
    "|DKK|DOP|DZD|EGP|ETB|EUR|GBP|GEL|GHS|GTQ|HKD|HNL|HRK|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY"
    "|KES|KGS|KHR|KRW|KWD|KZT|LBP|LKR|MAD|MDL|MKD|MNT|MOP|MUR|MXN|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NTD"
    "|NZD|OMR|PAB|PEN|PHP|PKR|PLN|PYG|QAR|RMB|RON|RSD|RUB|RUR|SAR|SEK|SGD|THB|TND|TRY|TTD|TWD|TZS"
    "|UAH|UGX|USD|UYU|UZS|VES|VND|XAF|XOF|ZAR|ZMW"
)
_SHORT = r"Rs|Rp|RM|[Kk]r|zł|Kč|Ft|lei|лв|руб|грн|TL|S/|Bs|Fr"
BEFORE = rf"(?:[A-Z]{{1,3}}\s?)?[{SIGNS}]|(?:{CODES})|(?:{_SHORT})(?:\.\s?|\s)"
"""What may stand before an amount: €, US$, R$, CHF, Rs."""
BEHIND = rf"(?:[A-Z]{{1,2}})?[{SIGNS}]|(?:{CODES})|(?:{_SHORT}|р)\.?|元|円|원|圆|圓"
"""What may stand behind it."""
