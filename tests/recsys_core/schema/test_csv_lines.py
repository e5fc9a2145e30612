import csv
import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.schema.csv_lines import LineFeeds, csv_writer

CELLS = st.lists(st.text("ab \r\n\t,;\"'=é", max_size=6), min_size=2, max_size=4)


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv_writer(out).writerows(rows)
    assert list(csv.reader(io.StringIO(out.getvalue(), newline=""))) == rows


def test_rows_end_in_a_line_feed_and_carriage_returns_stand_in_quotation_marks() -> None:
    out = io.StringIO(newline="")
    csv_writer(out).writerows([["a", "b\rc"], ["d", "e\nf"]])
    pd.DataFrame({"x": ["g\rh"], "y": [1]}).to_csv(
        LineFeeds(out), index=False, lineterminator="\r\n"
    )
    assert out.getvalue() == 'a,"b\rc"\nd,"e\nf"\nx,y\n"g\rh",1\n'
