import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.schema.errors import InputError

NAMES = ["customer", "product", "bought on", "price"]
ROWS = [
    ["C100", "Tea, green", "2024-01-05", "3.50"],
    ["C101", 'Mug "Large"', "2024-01-06", "12.00"],
    ["C102", "Honey", "2024-02-01", "7.25"],
    ["C100", "Bread; rye", "2024-02-11", "4.10"],
    ["C103", "Oil", "2024-03-02", "9.99"],
]


def as_text(delimiter, quote='"', newline="\n", header=True):
    def cell(text):
        if quote and (delimiter in text or quote in text):
            return quote + text.replace(quote, quote * 2) + quote
        return text

    rows = ([NAMES] if header else []) + ROWS
    return "".join(delimiter.join(cell(c) for c in row) + newline for row in rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "::", ", "])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(read, text_file, delimiter, newline):
    found = read(text_file(as_text(delimiter, newline=newline)))
    assert found.names == NAMES
    assert found.rows == ROWS
    assert found.dialect.grammar.delimiter == delimiter
    assert found.flags == []


def test_single_quotes(read, text_file):
    rows = "".join(f"'Tea, kind {i}','2024-01-0{i}',{i}\n" for i in range(1, 8))
    found = read(text_file("name,day,count\n" + rows))
    assert found.rows[0] == ["Tea, kind 1", "2024-01-01", "1"]
    assert found.dialect.grammar.quote == "'"


def test_apostrophes_are_not_quotes(read, text_file):
    found = read(text_file("name,size\nMen's Boots,10\n'Tis a hat,11\nKids' Hat,12\n"))
    assert [row[0] for row in found.rows] == ["Men's Boots", "'Tis a hat", "Kids' Hat"]


def test_backslash_escapes(read, text_file):
    text = 'id,title\n1,"A 5\\" pipe, short"\n2,"Say \\"hi\\""\n3,"plain, text"\n'
    found = read(text_file(text))
    assert [row[1] for row in found.rows] == ['A 5" pipe, short', 'Say "hi"', "plain, text"]


def test_backslashes_are_text_where_quotes_are_doubled(read, text_file):
    text = 'id,title\n1,"8\\\'9"" rod"\n2,"C:\\shop\\x"\n3,"a, b"\n'
    found = read(text_file(text))
    assert [row[1] for row in found.rows] == ["8\\'9\" rod", "C:\\shop\\x", "a, b"]
    assert found.flags == []


def test_runs_of_spaces(read, text_file):
    text = " id   day  pieces  value\r\n" + "".join(
        f" {i:05d} 1997010{i % 9 + 1}  {i}   {i * 11}.77\r\n" for i in range(1, 9)
    )
    found = read(text_file(text))
    assert found.names == ["id", "day", "pieces", "value"]
    assert found.rows[0] == ["00001", "19970102", "1", "11.77"]


def test_preamble_is_left_out_and_reported(read, text_file):
    text = "Report of sales,,,\nPrinted 2024-05-01,,,\n\n" + as_text(",")
    found = read(text_file(text))
    assert found.names == NAMES
    assert found.rows == ROWS
    assert found.dialect.header_line == 4
    assert [flag.line for flag in found.flags] == [1, 2]


def test_preamble_of_another_width(read, text_file):
    found = read(text_file("Shop: Leeds\nFrom 2024-01-01 to 2024-03-31\n" + as_text(";")))
    assert (found.names, found.rows) == (NAMES, ROWS)


def test_no_header(read, text_file):
    found = read(text_file(as_text(",", header=False)))
    assert found.rows == ROWS
    assert found.dialect.header_line is None
    assert found.dialect.labels == ("column 1", "column 2", "column 3", "column 4")
    assert any("column names" in warning for warning in found.staged.warnings)


def test_header_without_rows(read, text_file):
    found = read(text_file("customer,product,day\n"))
    assert (found.names, found.rows) == (["customer", "product", "day"], [])


def test_text_only_table_has_a_header(read, text_file):
    found = read(text_file("first,last,city\nJohn,Doe,Riverside\n"))
    assert found.names == ["first", "last", "city"]


def test_header_over_two_lines(read, text_file):
    text = "sold,sold,returned\npieces,value,pieces\n" + "3,9.5,0\n4,1.5,1\n5,2.5,0\n6,3.5,2\n"
    found = read(text_file(text))
    assert found.names == ["sold pieces", "sold value", "returned pieces"]
    assert len(found.rows) == 4


def test_repeated_and_empty_names_become_labels(read, text_file):
    found = read(text_file("id,price,,price\n1,2.5,a,3\n2,2.6,b,4\n3,2.7,c,5\n"))
    assert found.names == ["id", "price", "", "price"]
    assert found.dialect.labels == ("id", "price", "column 3", "price (2)")


def test_single_column(read, text_file):
    found = read(text_file("customer\nA1\nA2\nA3\n"))
    assert (found.names, found.rows) == (["customer"], [["A1"], ["A2"], ["A3"]])


def test_empty_file(read, text_file):
    assert read(text_file("")).dialect.width == 0
    assert read(text_file("\n\n", "blank.csv")).dialect.width == 0


def test_what_is_asked_for_wins(read, text_file):
    path = text_file("x\na;b,c\n1;2,3\n4;5,6\n")
    found = read(path, options=ReadOptions(delimiter="semicolon", header_line=2))
    assert (found.names, found.rows) == (["a", "b,c"], [["1", "2,3"], ["4", "5,6"]])
    found = read(path, options=ReadOptions(delimiter=",", header_line=0))
    assert found.dialect.header_line is None


def test_header_line_that_is_not_there(read, text_file):
    with pytest.raises(InputError, match="Line 9 holds no column names"):
        read(text_file("a,b\n1,2\n"), options=ReadOptions(header_line=9))


def test_rows_that_leave_out_their_last_cells(read, text_file):
    rows = "1,2,3\n4,5,6\n7,8,9,new\n10,11,12\n"
    found = read(text_file("user,item,pieces,note\n" + rows))
    assert found.names == ["user", "item", "pieces", "note"]
    assert found.rows[2] == ["7", "8", "9", "new"]
    assert [(flag.line, flag.kept) for flag in found.flags] == [(2, True), (3, True), (5, True)]


def test_blanks_part_no_cells_where_the_names_have_none(read, text_file):
    titles = ["Red mug 2020", "Red, mug 2021", "Blue bag 2022", "Blue, bag 2023"] * 6
    rows = "".join(f"T-{at},{title}\n" for at, title in enumerate(titles))
    assert read(text_file("sku,title\n" + rows)).names == ["sku", "title"]
    parted = "".join(f"{at} {at * 7 % 5} {at % 3},5\n" for at in range(20))
    assert len(read(text_file("1 2 3,5\n" + parted)).names) == 3
