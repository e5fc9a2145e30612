"""515 texts that break programs, as names of products, categories, brands and customers."""

import csv
import tempfile
import unicodedata
from pathlib import Path

from hardening.scoring import Outcome
from hardening.shop import named_shop
from recsys_core.cli.main import main
from recsys_core.ingestion.formula import restore
from recsys_core.services.data.imports import quarantine_rows
from recsys_core.services.workspace.workspace import open_workspace

MANY = 515
RESERVED = [
    "undefined",
    "undef",
    "null",
    "NULL",
    "(null)",
    "nil",
    "NIL",
    "true",
    "false",
    "True",
    "False",
    "None",
    "hasOwnProperty",
    "then",
    "constructor",
    "\\",
    "\\\\",
    "NaN",
    "Infinity",
    "-Infinity",
    "INF",
    "1#INF",
    "-1#IND",
    "1#QNAN",
    "1/0",
    "0/0",
    "NA",
    "N/A",
    "#N/A",
    "#REF!",
    "#VALUE!",
    "__proto__",
    "toString",
    "valueOf",
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "COM1",
    "LPT1",
    "...",
    "../",
    "~",
    ".",
    "..",
    "%s",
    "%d",
    "%n",
    "%x",
    "%p",
    "%00",
    "{0}",
    "{}",
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%=7*7%>",
    "$HOME",
    "`id`",
    "$(id)",
    ";id",
    "|id",
    "&&id",
    "%USERPROFILE%",
]
NUMBERS = [
    "0",
    "1",
    "1.00",
    "$1.00",
    "1/2",
    "1E2",
    "1E02",
    "1E+02",
    "-1",
    "-1.00",
    "-$1.00",
    "-1/2",
    "-1E2",
    "0.00",
    "0..0",
    ".",
    "0.0.0",
    "0,00",
    "0,,0",
    ",",
    "0,0,0",
    "0.0/0",
    "1.0/0.0",
    "--1",
    "-",
    "-.",
    "-,",
    "999999999999999999999999999999999",
    "0x0",
    "0xffffffff",
    "0xabad1dea",
    "1,000.00",
    "1",
    "000.00",
    "1'000.00",
    "1.000,00",
    "01000",
    "08",
    "09",
    "2.2250738585072011e-308",
    "1e309",
    "2024-02-30",
    "00:60",
    "١٢٣",
    "½",
    "²",
    "Ⅷ",
]
TEXTS = [
    ",./;'[]-=", '<>?:"{}|_+', "!@#$%^&*()`~", "Ω≈ç√∫˜µ≤≥÷", "åß∂ƒ©˙∆˚¬…æ", "œ∑´®†¥¨ˆøπ“‘",
    "¡™£¢∞§¶•ªº–≠", "¸˛Ç◊ı˜Â¯˘¿", "ÅÍÎÏ˝ÓÔÒÚÆ☃", "Œ„´‰ˇÁ¨ˆØ∏”’", "`⁄€‹›ﬁﬂ‡°·‚—±", "⅛⅜⅝⅞",
    "ЁЂЃЄЅІЇЈЉЊЋЌЍЎЏ", "٠١٢٣٤٥٦٧٨٩", "⁰⁴⁵₀₁₂", "ด้้้้้็็็็็้้้้้็็็็็ ด้้้้้", "'", '"', "''", '""', "'\"'",
    "\"''''\"'\"", "田中さんにあげて下さい", "パーティーへ行かないか", "和製漢語", "部落格", "사회과학원 어학연구소",
    "찦차를 타고 온 펲시맨", "𠜎𠜱𠝹𠱓𠱸𠲖𠳏", "Ⱥ", "Ⱦ", "ヽ༼ຈل͜ຈ༽ﾉ ヽ༼ຈل͜ຈ༽ﾉ", "(｡◕ ∀ ◕｡)", "(╯°□°）╯︵ ┻━┻",
    "😍", "👩🏽", "👨‍👩‍👧‍👦", "👾 🙇 💁 🙅", "🇺🇸🇷🇺🇸", "✋🏿 💪🏿", "🚾 🆒 🆓", "１２３", "ثم نفس سقطت وبالتحديد",
    "בְּרֵאשִׁית", "הָיְתָהtestالصفحات", "﷽", "ﷺ", "مُنَاقَشَةُ سُبُلِ", "\u202atest\u202a", "\u202etset", "\u2067test\u2069",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹", "˙ɐnbᴉlɐ ɐuƃɐɯ", "Ｔｈｅ ｑｕｉｃｋ", "𝐓𝐡𝐞 𝐪𝐮𝐢𝐜𝐤", "⒯⒣⒠", "<script>alert(0)</script>",
    "&lt;script&gt;alert(1);&lt;/script&gt;", "<svg><script>123<1>alert(3)</script>", '"><script>alert(4)</script>',
    "'><script>alert(5)</script>", "< / script >< script >alert(8)< / script >", " onfocus=JaVaSCript:alert(9) autofocus",
    "<img src=x onerror=alert(2)>", "javascript:alert(1);", "<IMG SRC=javascript:alert('X')>", "<a href=x>y</a>",
    '<iframe src="http://x.test">', "<plaintext>", "http://a/%%30%30", "1;DROP TABLE users", "1'; DROP TABLE users-- 1",
    "' OR 1=1 -- 1", "' OR '1'='1", "%", "_", "--", "--version", "--help", "$USER", "/dev/null; touch /tmp/x",
    "`touch /tmp/x`", '@{[system "touch /tmp/x"]}', 'eval("puts 1")', 'System("ls -al /")', "Kernel.exit(1)",
    '<?xml version="1.0"?><!DOCTYPE foo [<!ENTITY x SYSTEM "file:///etc/passwd">]><foo>&x;</foo>',
    "../../../../../../etc/passwd%00", "../../../etc/hosts", "() { 0; }; touch /tmp/x;", "C:/dev/tor", "\\\\host\\share",
    "Power لُلُصّبُلُلصّبُررً ॣ ॣh ॣ ॣ 冗", "🏳0🌈️", "జ్ఞ‌ా", "Scunthorpe General Hospital", "Craig Cockburn", "Lightwater",
    "If you're reading this, you've been in a coma", "Roses are \x1b[0;31mred\x1b[0m", "But now...\x1b[20C for my trick",
    "The quic\x08\x08\x08\x08\x08\x08k brown fo\x07\x07\x07", "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.test","y")', "＝1+1", "'=1+1", "''=1", "\t=1+1", "a\tb", "a\nb", "a\r\nb", "a;=1+1", "x" * 900,
    "a" + "\u0301" * 60, "\ufeffbom", "a\u200bb", "a\u00a0b", "\u00ad", "\u2028", "\u2029", "\ufffd", "\U0010ffff", "\ue000",
    "**bold**", "_it_", "# head", "$x^2$", ":red[red]", "[a](http://x.test)", "![a](http://x.test)", "~~a~~", "> a", "| a |",
    ":material/home:", "{{ a }}", "{% a %}", "<!-- a -->", "]]>", "<![CDATA[a]]>", "&amp;", "&#0;", "&#x26;", "%3Cb%3E", "%u0041",
]  # fmt: skip


def texts() -> list[str]:
    """The categories, then each character of the first planes' corners between letters."""
    found = [*RESERVED, *NUMBERS, *TEXTS]
    code = 1
    while len(dict.fromkeys(found)) < MANY:
        if unicodedata.category(chr(code)) not in ("Cs", "Cn"):
            found.append(f"a{chr(code)}b")
        code += 1 if code < 0x100 else 331
    return list(dict.fromkeys(found))[:MANY]


def spellings(name: str) -> set[str]:
    """How a text may come back: as it is, without the apostrophe of an export, trimmed."""
    return {name, restore(name), restore(name).strip(), name.strip()}


def measure(share: float) -> Outcome:
    """In by CSV, looked up in the database, out by the export of lists, read back.

    A customer's number that stands for none ("NULL", "N/A", "-1") is refused and kept as it came.
    """
    names = texts()
    with tempfile.TemporaryDirectory() as place:
        folder = named_shop(Path(place), names)
        with open_workspace(folder) as ws:
            with ws.db.read() as cursor:
                sql = "SELECT item_id, title, category_path, brand FROM items"
                kept = {row[0]: row[1:] for row in cursor.execute(sql).fetchall()}
                users = cursor.execute("SELECT DISTINCT user_id FROM interactions").fetchall()
            refused = csv.reader(quarantine_rows(ws, "imp-000001")["raw"].drop_duplicates())
            none = {row[0] for row in refused} - {row[0] for row in users}
        changed = [n for n, name in enumerate(names) if kept.get(f"p{n}") != (restore(name),) * 3]
        here = none | {row[0] for row in users}
        gone = [name for name in names if not spellings(name) & here]
        call = ["--workspace", str(folder)]
        assert main([*call, "train", "popularity"]) == 0
        out = Path(place) / "lists.csv"
        assert main([*call, "export", "--model", "popularity", "--out", str(out), "-k", "50"]) == 0
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        torn = [row for row in rows if None in row or None in row.values()]
        rows = [row for row in rows if row not in torn and row["item_id"] in kept]
        wrong = {
            row["item_id"]
            for row in rows
            if restore(row["title"]).strip() != kept[row["item_id"]][0].strip()
        }
    for text in (*(names[n] for n in changed), *gone):
        print(ascii(text))
    for row in rows:
        if row["item_id"] in wrong:
            print(ascii(row["title"]), ascii(kept[row["item_id"]][0]))
    out_of = len({row["item_id"] for row in rows})
    measured = (
        f"{len(names)} texts: {len(changed)} changed on the way in, {len(gone)} customers lost"
    )
    measured += f" ({len(none)} refused as none), {len(wrong)} of {out_of} changed on the way out but for spaces at its ends"
    measured += f", {len(torn)} lines torn"
    return Outcome(measured, not changed and not gone and not wrong and not torn)
