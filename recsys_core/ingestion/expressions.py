"""SQL for what validators write down: raw rows, yes and no, further columns."""

from collections.abc import Mapping, Sequence

from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.formula import restore_sql
from recsys_core.schema.sql import literal

YES = (
    "1", "1.0", "true", "t", "yes", "y", "x", "ja", "j", "oui", "si", "sí", "sì", "sim", "tak",
    "да", "evet", "はい", "是", "有", "예", "네", "wahr", "vrai", "verdadero", "verdadeiro",
    "vero", "waar", "prawda", "sant", "истина", "doğru", "ano", "áno", "igen", "da", "kyllä",
    "jah", "taip", "jā", "ναι", "так", "כן", "نعم", "ใช่", "có", "ya", "○", "◯",
    "✓", "✔", "☑",
)  # fmt: skip
NO = (
    "0", "0.0", "false", "f", "no", "n", "nein", "non", "não", "nao", "nee", "nie", "nej", "нет",
    "hayır", "hayir", "いいえ", "否", "无", "無", "아니오", "아니요", "falsch", "faux", "falso",
    "onwaar", "fałsz", "falskt", "ложь", "yanlış", "ne", "nem", "nu", "ei", "nē", "όχι", "ні",
    "не", "לא", "لا", "ไม่", "ไม่ใช่", "không", "tidak", "×", "✕", "☐", "",
)  # fmt: skip
"""In the languages of shops and of spreadsheets, in small letters."""


def raw_sql(staged: Staged) -> str:
    """A row written out again with the delimiter of its file."""
    grammar = staged.dialect.grammar
    delimiter = grammar.delimiter if 0 < len(grammar.delimiter) <= 2 else ","
    parts = []
    for at in range(staged.dialect.width):
        cell = f"coalesce(s.c{at}, '')"
        special = f"contains({cell}, {literal(delimiter)}) OR contains({cell}, '\"')"
        special += f" OR contains({cell}, chr(10)) OR contains({cell}, chr(13))"
        quoted = f"'\"' || replace({cell}, '\"', '\"\"') || '\"'"
        parts.append(f"CASE WHEN {special} THEN {quoted} ELSE {cell} END")
    return f"concat_ws({literal(delimiter)}, {', '.join(parts)})"


def yes_no_sql(cell: str) -> str:
    """Yes or no in many languages as a BOOLEAN; an empty cell is a no, NULL for other words."""
    lower = f"lower(trim(coalesce({cell}, '')))"
    yes, no = (", ".join(literal(word) for word in words) for words in (YES, NO))
    return f"CASE WHEN {lower} IN ({yes}) THEN true WHEN {lower} IN ({no}) THEN false END"


def quoting(reason: str, shown: str) -> str:
    """A reason with the value behind it in quotes; shown: SQL for the value."""
    return f"{literal(reason + ': ')} || '''' || {shown} || ''''"


def unpicked(staged: Staged, mapping: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """(name, cell) of the columns without a role."""
    used = set(mapping.values())
    labels = staged.dialect.labels
    return [(name, f"c{at}") for at, name in enumerate(labels) if name not in used]


def attributes_sql(pairs: Sequence[tuple[str, str]]) -> str:
    """Further columns as one JSON object of their filled cells; NULL without any."""
    if not pairs:
        return "NULL"
    listed = ", ".join(f"{literal(name)}, nullif({restore_sql(cell)}, '')" for name, cell in pairs)
    return f"json_merge_patch('{{}}', json_object({listed}))"
