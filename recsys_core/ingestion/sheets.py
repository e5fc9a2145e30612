"""Which sheets of a workbook are one table."""

from collections.abc import Sequence
from dataclasses import replace

from recsys_core.ingestion.dialect import sniff_sheet
from recsys_core.ingestion.dialect_types import Dialect, ReadOptions
from recsys_core.ingestion.excel import Sheet
from recsys_core.ingestion.prepared import Prepared, column_order
from recsys_core.ingestion.source import PlainFile
from recsys_core.schema.errors import InputError


def chosen_sheets(
    plains: Sequence[PlainFile],
    options: ReadOptions,
    earlier: Sequence[Prepared],
    name: str,
) -> list[Prepared]:
    """The sheet asked for; else all sheets with the columns of the files before them, or the group
    of equal sheets with the most rows. What is left out is said in a warning.
    """
    known = [(plain, plain.sheet) for plain in plains if plain.sheet is not None]
    every = tuple(sheet for _, sheet in known)
    if options.sheet is not None:
        wanted = options.sheet.strip().casefold()
        known = [(plain, sheet) for plain, sheet in known if sheet.name.casefold() == wanted]
        if not known:
            raise InputError(
                f"{name} has no filled sheet {options.sheet!r}. Its sheets are: "
                f"{', '.join(sheet.name for sheet in every)}."
            )
        read = [(plain, sheet, sniff_sheet(plain.path, options)) for plain, sheet in known]
    else:
        shown = [pair for pair in known if not pair[1].hidden] or known
        every_one = [(plain, sheet, sniff_sheet(plain.path, options)) for plain, sheet in shown]
        read = _alike(every_one, earlier)
    expected = earlier[0].dialect.labels if earlier else read[0][2].labels
    first = earlier[0].name if earlier else read[0][0].name
    warnings = _warnings(every, [sheet for _, sheet, _ in read])
    found = []
    for plain, sheet, dialect in read:
        order = column_order(dialect, expected, plain.name, first)
        dialect = replace(
            dialect,
            warnings=(*dialect.warnings, *warnings, *_about(sheet)),
            sheets=every,
            sheets_read=tuple(sheet.name for _, sheet, _ in read),
        )
        found.append(Prepared(plain.path, plain.name, dialect, order))
        warnings = []
    return found


def _alike(
    sheets: list[tuple[PlainFile, Sheet, Dialect]], earlier: Sequence[Prepared]
) -> list[tuple[PlainFile, Sheet, Dialect]]:
    groups: dict[tuple[str, ...], list[tuple[PlainFile, Sheet, Dialect]]] = {}
    for entry in sheets:
        groups.setdefault(tuple(sorted(entry[2].labels)), []).append(entry)
    if earlier and tuple(sorted(earlier[0].dialect.labels)) in groups:
        return groups[tuple(sorted(earlier[0].dialect.labels))]

    def weight(group: list[tuple[PlainFile, Sheet, Dialect]]) -> tuple[bool, int]:
        return group[0][2].width > 1, sum(sheet.rows for _, sheet, _ in group)

    return max(groups.values(), key=weight)


def _warnings(every: Sequence[Sheet], read: Sequence[Sheet]) -> list[str]:
    left = [sheet for sheet in every if sheet not in read]
    if not left:
        return []
    listed = ", ".join(
        f"{sheet.name} ({sheet.rows:,} {'row' if sheet.rows == 1 else 'rows'}"
        f"{', hidden' if sheet.hidden else ''})"
        for sheet in left
    )
    noun = "sheet" if len(read) == 1 else "sheets"
    return [
        f"Of the workbook, the {noun} {', '.join(sheet.name for sheet in read)} "
        f"{'was' if len(read) == 1 else 'were'} read. Left out: {listed}. Choose a sheet to read "
        "another one."
    ]


def _about(sheet: Sheet) -> list[str]:
    found = []
    if sheet.fused:
        found.append(
            f"{sheet.name}: {sheet.fused:,} cells of merged areas were filled with the value above."
        )
    if sheet.cut:
        found.append(
            f"{sheet.name}: {sheet.cut:,} numbers have more than 15 digits, and Excel lost "
            "the last. Export the column as text to get them back."
        )
    return found
