"""From a till's shorthand to readable words: "FRZN BREAKFAST ENTREES/SANDWIC" becomes "Frozen
breakfast entrees/sandwiches".
"""

import re

DEPARTMENTS = {
    "CHARITABLE CONT": "Charity",
    "CHEF SHOPPE": "Chef shop",
    "CNTRL/STORE SUP": "Store supplies",
    "DRUG GM": "Drugstore and general goods",
    "ELECT &PLUMBING": "Electrical and plumbing",
    "GM MERCH EXP": "General goods",
    "MEAT-PCKGD": "Packaged meat",
    "PHOTO & VIDEO": "Photo and video",
    "PROD-WHS SALES": "Produce from the warehouse",
    "SEAFOOD-PCKGD": "Packaged seafood",
    "TRAVEL & LEISURE": "Travel and leisure",
}

PHRASES = [
    (r"\s*\(EXCP?\b.*$", ""),
    (r"\s*\([^)]*$", ""),  # the source cuts names at 30 characters, often inside a bracket
    (r"\(INCL\w*\)", ""),
    (r"(?<=\w)\(", " ("),
    (r"(?<=[A-Z])\.\s*", " "),
    (r"\b(CHILDREN|WOMEN|MEN) S\b", r"\1S"),
    (r"\bFLORAL-\s*", "FLORAL, "),
    (r"\bPEPPERS-ALL\b", "PEPPERS"),
    (r"\bPROD SUPPLIES\b", "PRODUCE SUPPLIES"),
    (r"\bVEG DSH\b", "VEGETABLE DISHES"),
    (r"\bDL SPEC\b", "DELI SPECIALTIES"),
    (r"\bSAL:", "SALADS:"),
    (r"\bN/CARB\b", "NON-CARBONATED"),
    (r"\bMISC SALES TRANS\b", "MISCELLANEOUS SALES TRANSACTIONS"),
    (r"\bSOLID/STK\b", "SOLID/STICK"),
    (r"-MAGAZINE\b", " MAGAZINE"),
    (r"\b(BAGS|GDS|SAUCE)-\s*", r"\1, "),
    (r"W/O\b", "WITHOUT"),
    (r"\bW/", "WITH "),
    (r"\bNON[ -]", "NON-"),
    (r"\bBEERALEMALT\b", "BEER/ALE/MALT"),
    (r"\bBEERALE\b", "BEER/ALE"),
    (r"\bSAUCESSALSAPICANTEE\b", "SAUCES/SALSA/PICANTE"),
    (r"\bJARSLIDSUTENSILSMIS\w*", "JARS/LIDS/UTENSILS"),
    (r"\bCTLRYTBLCLTHSTTHPKSST\w*", "CUTLERY/TABLECLOTHS/TOOTHPICKS"),
    (r"\(SARANETC\.?\)", ""),
    (r"\b(\d+(?:/\d+)*)\s*&\s*(\d+)\s*PK\b", r"\1 and \2 PACK"),
    (r"(\d)\s*PK\b", r"\1-PACK"),
    (r"(\d)LT\b", r"\1 LITER"),
    (r"\bMLT-PK\b", "MULTI-PACK"),
    (r"\bMULTI PACK\b", "MULTI-PACK"),
    (r"\bSGL SV/VEND MACH\b", "SINGLE-SERVE/VENDING"),
    (r"\bSNGL SRV\b", "SINGLE-SERVE"),
    (r"\bSS (?=ECONOMY|PREM)", "SINGLE-SERVE "),
    (r"\bSW GDS\b", "SWEET GOODS"),
    (r"\bSEAFOOD-FRE-", "SEAFOOD FRESH - "),
    (r"\bSEAFOOD-FRZ-", "SEAFOOD FROZEN - "),
    (r"\bSEAFOOD-VALUE-ADDED", "SEAFOOD, PREPARED"),
    (r"\bPERSNL APPL\b", "PERSONAL APPLIANCES"),
    (r"\bCARB INCL\b", "CARBONATED"),
    (r"\bCARBONATED \)", "CARBONATED)"),
    (r"\bCAN CARB?\b", "CANS CARBONATED"),
    (r"\bIWS\b", "INDIVIDUALLY WRAPPED"),
    (r"\bIQF\b", "QUICK-FROZEN"),
    (r"\bPNT BTR\b", "PEANUT BUTTER"),
    (r"\bFITNESS&DIET\b", "FITNESS AND DIET"),
    (r"&", " AND "),
    (r"\bDVD S\b", "DVDS"),
    (r"\bHBC\b", "HEALTH AND BEAUTY"),
    (r"\bBREAK N B\w*", "BREAK AND BAKE"),
]

WORDS = {
    "ACC": "accessories", "ACCESS": "accessories", "ACCESSIORES": "accessories",
    "ACCSS": "accessories", "APPL": "appliances", "ASCEPTIC": "aseptic", "BEV": "beverages",
    "BEVERAG": "beverages", "BG": "bags", "BKD": "baked", "BKNGWARES": "bakeware", "BN": "beans",
    "BNDGES": "bandages", "BR": "bread", "BRD": "breaded", "BRKFST": "breakfast", "BTH": "bath",
    "BTL": "bottles", "BTR": "butter", "CARB": "carbonated", "CATFD": "cat food",
    "CHEEZ": "cheese", "CHICK": "chicken", "CHIX": "chicken", "CHOC": "chocolate",
    "CHOCOL": "chocolate", "CHOCOLA": "chocolate", "CHOCOCLATE": "chocolate", "CHP": "chops",
    "CIG": "cigarettes", "CKE": "cakes", "CKTLS": "cocktails", "CKYS": "cookies",
    "CLEANE": "cleaners", "CLEANG": "cleaning", "CNDLES": "candles", "CND": "canned",
    "CNDY": "candy", "CNTRL": "control", "COFF": "coffee", "COMBIN": "combinations",
    "CONC": "concentrate", "CONTAINR": "containers", "COOKI": "cookies", "COOKNG": "cooking",
    "CRAN": "cranberry", "CRANAPPLE": "cranberry apple", "CRBNTD": "carbonated",
    "CRKR": "crackers", "CRMD": "creamed", "CRSTDAS": "crostadas", "CRYSTL": "crystal",
    "DAN": "danish", "DECAF": "decaffeinated", "DECAFFINATED": "decaffeinated",
    "DEOD": "deodorant", "DIPILATORIES": "depilatories", "DISPOSIBLE": "disposable",
    "DNR": "dinner", "DNRS": "dinners", "DOGFD": "dog food", "DRNK": "drinks", "DRNKS": "drinks",
    "DRNKING": "drinking", "DRNKNG": "drinking", "DRP": "drops", "DPS": "dips",
    "SECT": "sections", "SUG": "sugar", "DRSNG": "dressings",
    "DSH": "dishes", "ELSTC": "elastic", "ET": "", "ETC": "", "EX": "extra", "FD": "food",
    "FDS": "foods", "FEM": "feminine", "FLAV": "flavored", "FLVR": "flavored",
    "FLVRD": "flavored", "FRD": "fried", "FRE": "fresh", "FRISK": "Friskies",
    "FRISKIE": "Friskies", "FRZ": "frozen", "FRZN": "frozen", "GDS": "goods", "GNGR": "ginger",
    "GRND": "ground", "HORSER": "horseradish", "HYDROCORTIZONE": "hydrocortisone",
    "HYGN": "hygiene", "INCL": "including", "INCLUDI": "including", "JCE": "juice",
    "JHOOK": "J-hook", "JUI": "juice", "JUIC": "juice", "KLR": "killers", "LINAMENTS": "liniments",
    "LIQ": "liquid", "LIQS": "liquids", "LOAVE": "loaves", "LOZNG": "lozenges", "LSS": "less",
    "LT": "light", "LTR": "liter", "MACH": "machine", "MARIN": "marinated",
    "MARINAD": "marinades", "MEMORABLILIA": "memorabilia", "MFG": "manufacturer",
    "MISC": "miscellaneous", "MIXS": "mixes", "MLK": "milk", "MLT": "multi", "MNERAL": "mineral",
    "MNRL": "mineral", "MULT": "multi", "MUSTAR": "mustard", "MW": "microwave", "MX": "mix",
    "MXS": "mixes", "NDAIRY": "non-dairy", "NTRTNL": "nutritional", "NZ": "New Zealand",
    "OCCAS": "occasions", "OTH": "other", "OTHE": "other", "OTYHER": "other", "OVE": "over",
    "PC": "pieces", "PICTUR": "pictures", "PK": "pack", "PKG": "packaged", "PKGD": "packaged",
    "PKLD": "pickled", "PICKLD": "pickled", "PLSTC": "plastic", "PNCH": "punch",
    "PNT": "peanut", "PPK": "pre-packed", "PREM": "premium", "PREP": "prepared",
    "PREPACK": "pre-packed", "PREPORTND": "pre-portioned", "PRESHCOOL": "preschool",
    "PRESLC": "pre-sliced", "PROD": "products", "PROTIEN": "protein", "PRPCK": "pre-packed",
    "PRSLC": "pre-sliced", "PSE": "pseudoephedrine", "PUR": "purpose", "PWDR": "powder",
    "PWDRS": "powders", "REFIGERATED": "refrigerated", "REFRGRATD": "refrigerated",
    "REFRIG": "refrigerated", "REG": "regular", "RETL": "retail", "RIC": "rice",
    "RTD": "ready to drink", "RTS": "ready to serve", "RTW": "ready to wear",
    "RW": "random weight", "SALD": "salad", "SANDWIC": "sandwiches", "SAUS": "sausage",
    "SEASO": "seasonal", "SFT": "soft", "MENS": "men's", "WOMENS": "women's",
    "CHILDRENS": "children's", "EXCH": "exchange", "MAY": "mayonnaise", "PORTON": "portions",
    "GM": "general goods", "SGL": "single", "SHERBTS": "sherbets", "SHLDR": "shoulder",
    "SHLFSH": "shellfish", "SHRED": "shredded", "SLC": "slices", "SLD": "salad",
    "SNDWCH": "sandwich", "SNGL": "single", "SNKS": "snacks", "SPEC": "specialty",
    "SPECILATY": "specialty", "SPLY": "supplies", "SPRD": "spreads", "SRV": "serve",
    "STK": "steaks", "SUP": "super", "SUPP": "supplements", "SUPPLEMEN": "supplements",
    "SUPPPLIES": "supplies", "SUPRT": "supports", "SV": "serve", "SW": "sweet", "SWE": "sweet",
    "SWEE": "sweet", "SWEETNERS": "sweeteners", "SWT": "sweet", "SYRP": "syrup", "THN": "than",
    "TISS": "tissues", "TORT": "tortilla", "TRANS": "transmission", "TRSH": "trash",
    "UNDERGARMEN": "undergarments", "UNSWE": "unsweetened", "VAC": "vacuum", "VEG": "vegetables",
    "VEND": "vending", "WAT": "water", "WATE": "water", "WHL": "whole", "WHLSM": "wholesome",
    "WRA": "wraps", "WT": "weight", "WTR": "water", "XMAS": "Christmas",
    "XPCTRNT": "expectorant", "ADDITI": "additives", "BIRTHDAY": "birthday",
}  # fmt: skip

_PROPER_NAMES = """
    Adidas Almay Alpo American Angus Asian Australian Barbie Bobby Calgon Canadian CD Christmas
    Covergirl DVD DVDs DXM Easter English French Friskies German Greek Halloween Hansen Hispanic
    Indian Italian Japanese Kodak Leggs Loreal Max Maybelline Mediterranean Mexican MLB NFL OJ
    Pedigree Revlon Ritz Sally Skippy SPF Thai TV Valentine VHS Vienna Worcestershire
"""
PROPER = {word.upper(): word for word in _PROPER_NAMES.split()}

_VAGUE_WORDS = """
    all almay and bagged basic basics best better blended boneless boxed bulk canned choice
    continuity cosmetics covergirl decor domestic dry economy enhanced everyday extra factor family
    fancy flavored for frozen fresh full general gift giftware gourmet hansen homestyle in indoor
    individual instant kids large leggs light live loreal lean mainstream max maybelline medium men
    microwave mini miscellaneous multi multi-pack natural new non-refrigerated novelties of only or
    organic ornaments other outdoor over pack packaged plain plus plush popular power pre-cooked
    premium prepared private processed products raw refrigerated regular revlon sally seasonal
    select selects serve single single-serve singles size sliced small smoked special specialty
    standard store style super supplies the traditional under value variety whole with without women
"""
# Words that say which kind but not of what: a title made of them alone needs the category.
VAGUE = {word.upper() for word in _VAGUE_WORDS.split()}

_TOKEN = re.compile(r"[A-Za-z][A-Za-z'-]*")


def readable(text: str | None) -> str:
    """Shorthand written out, in normal capitalisation; "" for nothing."""
    words = " ".join((text or "").upper().split())
    for pattern, replacement in PHRASES:
        words = re.sub(pattern, replacement, words)
    words = re.sub(r"\s*:\s*", ": ", words)
    words = re.sub(r"\s*-\s+|\s+-\s*", ", ", words)
    words = _TOKEN.sub(lambda found: "-".join(map(_word, found.group().split("-"))), words)
    words = re.sub(r"[\s/,]+[a-z]$", "", words)  # what is left of a word that was cut off
    words = re.sub(r"\s+", " ", words)
    words = re.sub(r"\s+([,:)/])", r"\1", words).strip(" ,:/-.")
    return words[:1].upper() + words[1:]


def _word(word: str) -> str:
    if word in WORDS:
        return WORDS[word]
    return PROPER.get(word, word.lower())


def department(text: str | None) -> str:
    """A department's readable name."""
    return DEPARTMENTS.get(text or "", readable(text))


def product_title(department: str, category: str, kind: str) -> str:
    """What to call a product of this readable department, category and kind.

    The kind, unless it does not say of what: "Traditional" pizza is "Frozen pizza, traditional".
    """
    if not kind or not category:
        return kind or category or department or "Product"
    named = {_stem(word) for word in _TOKEN.findall(category)}
    words = _TOKEN.findall(kind)
    rest = [word for word in words if _stem(word) not in named]
    if not rest:
        return kind if re.search(r"/|,| and ", category) else category
    if any(word.upper() not in VAGUE for word in rest):
        return kind
    head, _, tail = kind.partition("/")
    if tail and not any(word in rest for word in _TOKEN.findall(head)):
        return f"{category}, {tail}"
    if len(rest) < len(words):
        return kind
    return f"{category}, {kind if kind.upper() in PROPER else kind[:1].lower() + kind[1:]}"


def _stem(word: str) -> str:
    word = word.lower()
    for ending, replacement in (("ies", "y"), ("es", ""), ("s", ""), ("e", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + replacement
    return word


UNITS = {"ct": "count", "pk": "pack", "dz": "dozen", "ga": "gal", "ctn": "carton", "l": "L"}


def package_size(text: str | None) -> str:
    """A size written out: "12 PK/12 OZ" becomes "12 pack/12 oz", ".5 L" becomes "0.5 L"."""
    words = " ".join((text or "").lower().split())
    words = re.sub(r"(?<![\d.])\.(\d)", r"0.\1", words)
    words = re.sub(r"[a-z]+", lambda found: UNITS.get(found.group(), found.group()), words)
    return words
