"""Damaged lines: the others stay exact, the damaged one is exact or reported, none disappears."""

import pytest

HEADER = "day,time,pieces,code,price,product,text,link,remark"
CELLS = [
    ["28/01/2018", "00:00", "2", "MG-8769", "$74.69", "Boots for men", '"Rugged, yet light."',
     '"https://shop.example/MG_8769.html"', ""],
    ["29/01/2018", "00:15", "0", "RI-3895", "$29.81", "Jacket", '"Warm. From running, biking."',
     '"https://shop.example/RI_3895.html"', ""],
    ["18/02/2018", "02:15", "2", "BH-9827", "$78.07", '"Table, round 48"""', '"Made here, by us."',
     '"https://shop.example/BH_9827.html"', ""],
]  # fmt: skip


def rows_of(count=24):
    out = []
    for number in range(count):
        cells = list(CELLS[number % len(CELLS)])
        cells[0] = f"{number + 1:02d}/03/2018"
        out.append(cells)
    return out


def clean(cells):
    return [c[1:-1].replace('""', '"') if c.startswith('"') else c for c in cells]


def text_of(lines):
    return HEADER + "\n" + "".join(line + "\n" for line in lines)


def check(found, rows, damaged, exact=None):
    """Every other row is exact; the damaged one is as `exact` says, and it is reported."""
    assert len(found.rows) == len(rows)
    for at, (got, cells) in enumerate(zip(found.rows, rows, strict=True)):
        if at != damaged:
            assert got == clean(cells)
    assert damaged + 2 in {flag.line for flag in found.flags}
    if exact is not None:
        assert found.rows[damaged] == exact


@pytest.mark.parametrize("column", range(9))
@pytest.mark.parametrize("row", [0, 2, 10, 23])
def test_stray_quotation_mark(read, text_file, row, column):
    rows = rows_of()
    lines = [",".join(cells) for cells in rows]
    broken = [*rows[row][:column], '"' + rows[row][column], *rows[row][column + 1 :]]
    lines[row] = ",".join(broken)
    expected = clean(rows[row])
    expected[column] = '"' + expected[column]
    check(read(text_file(text_of(lines))), rows, row, exact=expected)


@pytest.mark.parametrize("column", range(9))
def test_one_delimiter_too_many(read, text_file, column):
    rows = rows_of()
    lines = [",".join(cells) for cells in rows]
    lines[5] = ",".join([*rows[5][:column], "", *rows[5][column:]])
    found = read(text_file(text_of(lines)))
    check(found, rows, 5)
    assert found.flags[0].reason.startswith("10 cells where 9 are expected")
    assert found.flags[0].kept == (column == 8)


@pytest.mark.parametrize("column", range(1, 9))
def test_one_delimiter_too_few(read, text_file, column):
    rows = rows_of()
    lines = [",".join(cells) for cells in rows]
    lines[5] = ",".join(rows[5][:column]) + ",".join(rows[5][column:])
    check(read(text_file(text_of(lines))), rows, 5)


@pytest.mark.parametrize("other", [" ", ";", "\t", ", "])
@pytest.mark.parametrize("row", [0, 12, 23])
def test_a_row_with_another_delimiter(read, text_file, row, other):
    rows = rows_of()
    lines = [",".join(cells) for cells in rows]
    lines[row] = other.join(rows[row])
    check(read(text_file(text_of(lines))), rows, row)


@pytest.mark.parametrize(
    "header", [HEADER.replace("day,time", "daytime"), "," + HEADER, HEADER.replace(",", " ")]
)
def test_a_damaged_header_is_still_the_header(read, text_file, header):
    rows = rows_of()
    text = header + "\n" + "".join(",".join(cells) + "\n" for cells in rows)
    found = read(text_file(text))
    assert found.rows == [clean(cells) for cells in rows]
    assert found.dialect.header_line == 1
    assert [flag.line for flag in found.flags] == [1]


def test_quotes_inside_cells_not_doubled(read, text_file):
    rows = rows_of()
    text = text_of(",".join(cells) for cells in rows).replace('48"""', '48""')
    found = read(text_file(text))
    assert found.rows == [clean(cells) for cells in rows]
    assert len(found.flags) == 8


def test_quoted_line_ends_stay_in_their_cell(read, text_file):
    text = 'id,text,n\n1,"one\ntwo, and ""three""\n\nfour",5\n2,b,6\n3,c,7\n'
    found = read(text_file(text))
    assert found.rows[0] == ["1", 'one\ntwo, and "three"\n\nfour', "5"]
    assert (found.lines, found.flags) == ([2, 6, 7], [])


def test_rows_that_end_early_or_late(read, text_file):
    lines = [f"C{i},{i},2024-01-{i:02d},x" for i in range(1, 20)]
    lines[4] = "C5,5,2024-01-05"
    lines[5] = "C6,6,2024-01-06,x,,"
    lines[6] = "C7"
    found = read(text_file("\n".join(["id,n,day,note", *lines])))
    by_line = {flag.line: flag for flag in found.flags}
    assert by_line[6].kept
    assert by_line[7].kept
    assert not by_line[8].kept
    assert found.rows[4] == ["C5", "5", "2024-01-05", ""]
    assert found.rows[5] == ["C6", "6", "2024-01-06", "x"]


def test_a_second_table_is_set_aside(read, text_file):
    first = [f"C{i},{i},2024-01-{i:02d}" for i in range(1, 12)]
    second = [f"S{i},{i * 100}" for i in range(1, 9)]
    text = "\n".join(["customer,pieces,day", *first, "shop,revenue", *second])
    found = read(text_file(text))
    assert len(found.rows) == 11
    assert [flag.line for flag in found.flags] == list(range(13, 22))
    assert found.staged.lost == 9


def test_a_copy_of_the_table_is_set_aside_but_a_continuation_is_not(read, text_file):
    first = [f"C{i},{i},2024-01-{i:02d}" for i in range(1, 25)]
    more = [f"D{i},{i},2024-02-{i:02d}" for i in range(1, 25)]
    header = "customer,pieces,day"
    copied = read(text_file("\n".join([header, *first, header, *first])))
    assert len(copied.rows) == 24
    assert copied.staged.lost == 25
    joined = read(text_file("\n".join([header, *first, header, *more]), "joined.csv"))
    assert len(joined.rows) == 48
    assert [flag.line for flag in joined.flags] == [26]


def test_totals_and_notes_below_the_table(read, text_file):
    rows = [f"C{i},P{i},{i},2024-01-{i:02d}" for i in range(1, 15)]
    text = "\n".join(["customer,product,pieces,day", *rows, "Total,,105,", "Source: till 3"])
    found = read(text_file(text))
    assert [(flag.line, flag.kept) for flag in found.flags] == [(16, False), (17, False)]
    assert len(found.rows) == 15


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_line_end_in_a_short_text(read, text_file, newline):
    text = newline.join(["a,b,c", "1,2,3", '"Once upon ', 'a time",5,6', "7,8,9", ""])
    found = read(text_file(text))
    assert found.rows == [
        ["1", "2", "3"],
        [f"Once upon {newline}a time", "5", "6"],
        ["7", "8", "9"],
    ]
    assert found.flags == []


def test_inch_marks_are_flagged_but_kept(read, text_file):
    rows = [f'P{i},{i}.50,Pipe {i}" wide' for i in range(1, 12)]
    found = read(text_file("\n".join(["code,price,title", *rows])))
    assert found.rows[0] == ["P1", "1.50", 'Pipe 1" wide']
    assert len(found.flags) == 11
    assert all(flag.kept for flag in found.flags)


def test_a_short_row_keeps_its_amount_in_quotation_marks(read, text_file):
    lines = [",".join(row) for row in rows_of()]
    lines[5] = 'Total,,,,"$2,064.00"'
    found = read(text_file(text_of(lines)))
    assert found.rows[5][:5] == ["Total", "", "", "", "$2,064.00"]
    assert [flag.reason for flag in found.flags] == ["5 cells where 9 are expected"]
