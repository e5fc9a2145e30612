"""Which sheets of a workbook are one table."""

from collections.abc import Sequence
from dataclasses import replace

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.dialect import sniff_sheet
from recsys_core.ingestion.dialect_types import Dialect, ReadOptions
from recsys_core.ingestion.excel import Sheet
from recsys_core.ingestion.prepared import Prepared, column_order
from recsys_core.ingestion.source import PlainFile
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


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
            names = ", ".join(sheet.name for sheet in every)
            raise InputError(
                say(m.NO_SUCH_SHEET, file=name, sheet=repr(options.sheet), names=names)
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
        say(m.HIDDEN_SHEET if sheet.hidden else m.SHEET, name=sheet.name, n=sheet.rows)
        for sheet in left
    )
    names = ", ".join(sheet.name for sheet in read)
    return [say(m.SHEETS_READ, n=len(read), names=names, left=listed)]


def _about(sheet: Sheet) -> list[str]:
    found = []
    if sheet.fused:
        found.append(say(m.MERGED_CELLS_FILLED, sheet=sheet.name, cells=sheet.fused))
    if sheet.cut:
        found.append(say(m.LONG_NUMBERS_CUT, sheet=sheet.name, numbers=sheet.cut))
    return found
