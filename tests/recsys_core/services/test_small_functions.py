"""Small public functions of the services, each asked directly."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from recsys_core import __version__
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError
from recsys_core.services.customers.customer_figures import records
from recsys_core.services.data.corrections import NOTES, notes_at
from recsys_core.services.data.health.findings import in_order
from recsys_core.services.data.mapping import column_of, shape_key
from recsys_core.services.data.preview import preview_file, write_preview
from recsys_core.services.evaluation.holdout import read_pairs
from recsys_core.services.evaluation.run_comparison import in_utc
from recsys_core.services.export.long import export_folder, read_customers
from recsys_core.services.recommend.knobs import parse_rerank_config
from recsys_core.services.training.learning_curve import part_title
from recsys_core.services.training.queue import config_class, list_models
from recsys_core.services.workspace.names import is_reference, without_brackets
from recsys_core.services.workspace.versions import versions
from recsys_core.services.workspace.workspace import open_workspace
from recsys_core.storage.output import complete_file


def test_names_of_models() -> None:
    assert without_brackets("EASE (products that go together)") == "EASE"
    assert without_brackets(" (only brackets)") == " (only brackets)"
    assert is_reference("random")
    assert not is_reference("ease")
    assert part_title("ease") == "EASE"
    assert part_title("blend") == "The blend"


def test_moments_and_versions_as_text() -> None:
    assert in_utc(datetime(2025, 5, 2, 14, 2)) == "2 May 2025 14:02 UTC"
    assert versions()["tastelab"] == __version__


def test_unknown_figures_are_none() -> None:
    frame = pd.DataFrame({"a": [1.0, float("nan")], "b": ["x", "y"]})
    assert records(frame) == [{"a": 1.0, "b": "x"}, {"a": None, "b": "y"}]


def test_findings_come_gravest_first_and_mendable_first() -> None:
    found = [
        {"severity": "info", "at": "1"},
        {"severity": "warning", "at": "2"},
        {"severity": "warning", "at": "3", "fix": "x"},
        {"severity": "problem", "at": "4"},
    ]
    assert [one["at"] for one in in_order(found)] == ["4", "3", "2", "1"]


def test_the_shape_of_a_file_is_its_columns_in_order() -> None:
    assert shape_key(["a", "b"], False) == shape_key(["a", "b"], False)
    assert shape_key(["a", "b"], False) != shape_key(["b", "a"], False)
    assert shape_key(["a", "b"], True) == shape_key(["x", "y"], True)


def test_a_column_is_found_by_other_capitals_and_spaces() -> None:
    assert column_of("Qty", ["Qty", "qty"]) == "Qty"
    assert column_of(" QTY ", ["qty"]) == "qty"
    with pytest.raises(InputError, match="qty"):
        column_of("price", ["qty"])


def test_the_notes_of_refused_rows_are_told_from_the_file_s_own_columns() -> None:
    assert notes_at(["user", "item", *NOTES]) == 2
    assert notes_at(["user", "item"]) is None
    assert notes_at(list(NOTES)) is None


def test_a_file_is_complete_or_not_there(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"

    def broken() -> None:
        with complete_file(out) as place:
            place.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert list(tmp_path.iterdir()) == []
    with complete_file(out) as place:
        place.write_text("whole")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["whole"]
    with pytest.raises(InputError, match="no folder"), complete_file(tmp_path / "no" / "x"):
        pass


def test_customers_are_read_once_each_without_a_heading(tmp_path: Path) -> None:
    file = tmp_path / "who.txt"
    file.write_text("user_id\n002\n'=1\n\n002\n")
    assert read_customers(file) == ["002", "=1"]
    file.write_text("\n")
    with pytest.raises(InputError):
        read_customers(file)


def test_knobs_are_parsed_within_their_bounds() -> None:
    assert parse_rerank_config({"diversity": "0.3"}).diversity == 0.3
    with pytest.raises(InputError):
        parse_rerank_config({"diversity": "3"})


def test_a_file_of_pairs_is_previewed_written_and_read(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("customer_id;product_id\n007;a\n007;a\n;b\n008;b\n")
    assert [column.role for column in preview_file(file).columns] == ["user", "item"]
    out = tmp_path / "as_read.csv"
    write_preview(file, out)
    assert out.read_text().splitlines()[0] == "customer_id,product_id"
    pairs = read_pairs(file)
    assert pairs.to_numpy().tolist() == [["007", "a"], ["008", "b"]]
    assert list(pairs) == [Columns.User, Columns.Item]


def test_a_new_workspace_lists_every_model_as_not_ready(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as ws:
        found = list_models(ws)
        assert export_folder(ws).is_dir()
    assert {one.name for one in found} > {"ease", "auto"}
    assert not any(one.ready for one in found)
    assert "regularization" in config_class("ease").model_fields
