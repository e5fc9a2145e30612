from pathlib import Path

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.undo import undo_import
from recsys_core.services.workspace.amounts import currency_is_open, set_amounts
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.amounts import AmountStyle
from recsys_core.wording.numbers import money


def bring(ws: Workspace, folder: Path, *columns: str) -> str:
    """Six purchases; columns: name=cell, beside customer, product and date."""
    names, cells = zip(*(one.split("=") for one in columns), strict=True) if columns else ((), ())
    lines = [",".join(["customer", "product", "date", *names])]
    lines += [",".join([f"c{n % 3}", f"p{n % 2}", f"2024-01-0{n + 1}", *cells]) for n in range(6)]
    path = folder / f"orders-{len(columns)}.csv"
    path.write_text("\n".join(lines))
    return import_files(ws, "interactions", [path]).import_id


def test_the_currency_is_asked_only_where_there_is_money_and_no_file_says_it(
    ws: Workspace, tmp_path: Path
):
    assert not currency_is_open(ws)
    bring(ws, tmp_path)
    assert not currency_is_open(ws)
    bring(ws, tmp_path, "revenue=12.50")
    assert currency_is_open(ws)
    set_amounts(ws, "")
    assert not currency_is_open(ws)
    assert ws.amounts() == AmountStyle()


def test_the_currency_of_the_files_holds_until_another_is_chosen(ws: Workspace, tmp_path: Path):
    import_id = bring(ws, tmp_path, "revenue=12.50", "currency=EUR")
    assert not currency_is_open(ws)
    assert ws.amounts().currency == "EUR"
    assert set_amounts(ws, style="1.234,56") == AmountStyle("EUR", "1.234,56")
    assert money(3) == "3,00\u00a0€"
    assert set_amounts(ws, currency="CHF").currency == "CHF"
    set_amounts(ws, currency="")
    assert ws.amounts().currency == ""
    undo_import(ws, import_id)
    assert ws.amounts() == AmountStyle("", "1.234,56")


def test_a_choice_leaves_the_data_as_it_is_and_renews_what_was_written(ws: Workspace, tmp_path):
    bring(ws, tmp_path, "revenue=12.50")
    data, version = ws.fingerprint(), ws.data_version()
    set_amounts(ws, "EUR")
    assert ws.fingerprint() == data
    assert ws.data_version() > version


@pytest.mark.parametrize("currency", ["<b>", "%", "1", "a long name", "a,b"])
def test_what_is_no_currency_is_refused(ws: Workspace, currency: str):
    with pytest.raises(InputError, match="cannot be used"):
        set_amounts(ws, currency)
    with pytest.raises(InputError, match="choose"):
        set_amounts(ws, style="1'234.56")
    assert ws.amounts() == AmountStyle()
