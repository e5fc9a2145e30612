"""The sentence about what is in."""

from recsys_core.services.data.imports import import_files
from recsys_core.services.data.summary import first_line, with_reason
from recsys_core.services.data.undo import undo_import
from recsys_core.services.workspace.workspace import open_workspace

ROWS = "customer,product,date,quantity\nc1,p1,2024-01-02,1\nc2,p1,2024-01-03,1\n,p1,2024-01-04,1\n"


def test_it_says_what_was_read_and_set_aside(tmp_path):
    (tmp_path / "a.csv").write_text(ROWS)
    with open_workspace(tmp_path / "workspace") as ws:
        assert first_line(ws).startswith("No data yet.")
        brought = import_files(ws, "interactions", [tmp_path / "a.csv"])
        assert first_line(ws) == (
            "3 rows read; set aside: 1 row refused (“No customer number”). "
            "100 % of the products listed or sold were sold fewer than five times."
        )
        assert with_reason(ws, 1, [brought.import_id]) == "1 row refused (“No customer number”)"
        undo_import(ws, brought.import_id)
        assert first_line(ws).startswith("No data yet.")


def test_the_commonest_reason_stands_beside_the_refused_rows(tmp_path):
    odd = ROWS + ",p2,2024-01-05,1\nc3,p2,the fifth,1\n"
    (tmp_path / "a.csv").write_text(odd)
    with open_workspace(tmp_path / "workspace") as ws:
        import_files(ws, "interactions", [tmp_path / "a.csv"])
        assert "3 rows refused (2 of them “No customer number”)" in first_line(ws)
