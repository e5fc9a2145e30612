"""Lists that do not go with what was sold are said, with why."""

import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import ReadOptions, import_files, list_imports
from recsys_core.services.data.insert import ImportTask
from recsys_core.services.data.joins import joins_of
from recsys_core.services.data.undo import undo_import
from recsys_core.services.workspace.workspace import open_workspace


@pytest.fixture
def listed(tmp_path):
    """Import sales of these products, then a list; what is shown and what is warned of."""

    def run(sold, head, lines, first="interactions"):
        sales, list_ = tmp_path / "sales.csv", tmp_path / "list.csv"
        rows = [f"C{at % 9},{sold[at % len(sold)]},{at % 2 + 1},2024-01-05" for at in range(120)]
        sales.write_text("customer,sku,quantity,date\n" + "\n".join(rows) + "\n", encoding="utf-8")
        list_.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            for kind, path in sorted(
                (("interactions", sales), ("items", list_)), key=lambda pair: pair[0] != first
            ):
                done = import_files(ws, kind, [path])
            return done.evidence, done.warnings

    return run


SOLD = [f"mug-{at:03d}" for at in range(20)]


@pytest.mark.parametrize("first", ["items", "interactions"])
def test_a_list_that_goes_with_the_sales_says_how_many(listed, first):
    lines = [f"{sku},Mug {at}" for at, sku in enumerate(SOLD[:18])]
    evidence, warnings = listed(SOLD, "sku,title", lines, first)
    said = "18 of the 20 products in the purchases stand in the product list."
    assert said in evidence
    assert warnings == []


def test_another_column_that_would_join_is_named(listed):
    lines = [f"{at + 4711},{sku},Mug {at}" for at, sku in enumerate(SOLD)]
    _, warnings = listed(SOLD, "product id,merchant code,title", lines)
    assert any(
        text.startswith("The column merchant code has 20 of the IDs that product id lacks")
        and text.endswith("item=merchant code.")
        for text in warnings
    )


@pytest.mark.parametrize(
    ("sold", "written", "why"),
    [
        (SOLD, [sku.upper() for sku in SOLD], "small and capital letters"),
        ([f"00{at + 10}" for at in range(20)], [f"{at + 10}" for at in range(20)], "zeros before"),
        ([f"{at + 10}" for at in range(20)], [f"gid://x/Product/{at + 10}" for at in range(20)],
         "letters and signs before"),
    ],
)  # fmt: skip
def test_ids_that_are_written_otherwise_are_told_why(listed, sold, written, why):
    lines = [f"{sku},Mug {at},9.5" for at, sku in enumerate(written)]
    _, warnings = listed(sold, "sku,title,price", lines)
    assert any(f"20 would stand there but for {why}" in text for text in warnings)


def test_a_list_of_other_products_has_no_reason(listed):
    lines = [f"bag-{at:03d}x,Bag {at}" for at in range(20)]
    evidence, warnings = listed(SOLD, "sku,title", lines)
    assert "0 of the 20 products in the purchases stand in the product list." in evidence
    assert warnings == []


def test_an_import_that_is_stored_is_asked_how_it_goes_with_the_lists(tmp_path):
    sales, list_ = tmp_path / "sales.csv", tmp_path / "list.csv"
    rows = [f"C{at % 9},{SOLD[at % 20]},1,2024-01-05" for at in range(40)]
    sales.write_text("customer,sku,quantity,date\n" + "\n".join(rows) + "\n", encoding="utf-8")
    lines = [f"{sku},Mug {at}" for at, sku in enumerate(SOLD[:17])]
    list_.write_text("\n".join(["sku,title", *lines]) + "\n", encoding="utf-8")
    with open_workspace(tmp_path / "workspace") as ws:
        import_files(ws, "interactions", [sales])
        done = import_files(ws, "items", [list_])
        with ws.db.read() as cursor:
            task = ImportTask("items", done.import_id, None, done.mapping)
            shares, reasons = joins_of(cursor, task)
    assert shares == ["17 of the 20 products in the purchases stand in the product list."]
    assert reasons == []


WRITTEN = {
    "case": (SOLD, [sku.upper() for sku in SOLD]),
    "zeros": ([f"00{at + 10}" for at in range(20)], [f"{at + 10}" for at in range(20)]),
    "signs": (
        [f"{at + 10}" for at in range(20)],
        [f"gid://x/Product/{at + 10}" for at in range(20)],
    ),
}


@pytest.fixture
def both(tmp_path):
    """A workspace with sales of these products, and the path of a list of the others."""

    def run(sold, written, head="sku,title,price", kind="interactions"):
        sales, list_ = tmp_path / "sales.csv", tmp_path / "list.csv"
        rows = [f"C{at % 9},{sold[at % 20]},{at % 2 + 1},2024-01-05,{at}" for at in range(120)]
        sales.write_text("\n".join(["customer,sku,quantity,date,order", *rows, ""]))
        list_.write_text(
            "\n".join([head, *(f"{sku},Mug {at},9.5" for at, sku in enumerate(written)), ""])
        )
        ws = open_workspace(tmp_path / "workspace")
        first = {"interactions": sales, "items": list_}
        import_files(ws, kind, [first.pop(kind)])
        ((other, path),) = first.items()
        return ws, other, path

    return run


def listed_and_sold(ws):
    with ws.db.read() as cursor:
        return cursor.execute(
            "SELECT count(DISTINCT item_id), (SELECT sum(quantity) FROM interactions) FROM "
            "interactions WHERE item_id IN (SELECT item_id FROM items WHERE title LIKE 'Mug%')"
        ).fetchone()


@pytest.mark.parametrize("kind", ["interactions", "items"])
@pytest.mark.parametrize("way", list(WRITTEN))
def test_the_offered_spelling_brings_all_together_and_the_first_import_is_taken_back(
    both, way, kind
):
    ws, other, path = both(*WRITTEN[way], kind=kind)
    (fix,) = import_files(ws, other, [path]).fixes
    assert (fix.value, fix.spelling, fix.before, fix.after, fix.known) == (way, True, 0, 20, 20)
    assert f"--join item={way}" in fix.sentence
    done = import_files(ws, other, [path], options=ReadOptions(join={fix.role: fix.value}))
    assert done.fixes == []
    assert any("20 IDs were written with" in text for text in done.evidence)
    assert listed_and_sold(ws) == (20, 180)
    live = list_imports(ws)
    assert len(live[live["undone_at"].isna()]) == 2


def test_the_offered_column_is_taken_and_kept_for_the_next_file_of_the_same_columns(both, tmp_path):
    ws, other, path = both(SOLD, [f"{at + 4711}" for at in range(20)])
    head = "product id,merchant code,title"
    path.write_text(
        "\n".join([head, *(f"{at + 4711},{sku},Mug {at}" for at, sku in enumerate(SOLD)), ""])
    )
    (fix,) = import_files(ws, other, [path]).fixes
    assert (fix.value, fix.spelling) == ("merchant code", False)
    assert "--join 'item=merchant code'" in fix.sentence
    done = import_files(ws, other, [path], options=ReadOptions(join={"item": "merchant code"}))
    assert done.mapping["item"] == "merchant code"
    assert listed_and_sold(ws)[0] == 20
    later = tmp_path / "later.csv"
    later.write_text(
        "\n".join([head, *(f"{at + 4711},{sku},New Mug" for at, sku in enumerate(SOLD)), ""])
    )
    again = import_files(ws, other, [later])
    assert again.mapping["item"] == "merchant code"
    assert "merchant code was taken for item, as for list.csv." in again.warnings


def test_a_column_that_is_asked_for_goes_before_one_that_was_kept(both):
    ws, other, path = both(SOLD, SOLD)
    head = "id,merchant code,title"
    path.write_text("\n".join([head, *(f"{at + 4711},{s},Mug" for at, s in enumerate(SOLD)), ""]))
    import_files(ws, other, [path], options=ReadOptions(join={"item": "merchant code"}))
    mapping = {"item": "id", "title": "title"}
    again = import_files(ws, other, [path], mapping, allow_again=True)
    assert again.mapping["item"] == "id"


def test_an_import_that_was_made_to_join_is_taken_back_as_any(both):
    ws, other, path = both(*WRITTEN["signs"])
    import_files(ws, other, [path])
    done = import_files(ws, other, [path], options=ReadOptions(join={"item": "signs"}))
    assert undo_import(ws, done.import_id) == 20
    assert listed_and_sold(ws)[0] == 0


def test_a_second_list_that_does_not_join_is_found_beside_one_that_does(both, tmp_path):
    ws, other, path = both(SOLD, SOLD)
    import_files(ws, other, [path])
    second = tmp_path / "second.csv"
    rows = [f"{sku.upper()},Mug {at},8.5" for at, sku in enumerate(SOLD)]
    second.write_text("\n".join(["sku,title,price", *rows, ""]))
    done = import_files(ws, other, [second])
    assert "20 of the 20 products in the purchases stand in the product list." in done.evidence
    assert [(fix.value, fix.before, fix.after) for fix in done.fixes] == [("case", 0, 20)]


def test_blanks_and_tabs_behind_an_id_need_no_cure(both):
    ws, other, path = both(SOLD, [f"{sku} " for sku in SOLD])
    done = import_files(ws, other, [path])
    assert done.fixes == []
    assert "20 of the 20 products in the purchases stand in the product list." in done.evidence


def test_a_join_by_nothing_known_is_refused(both):
    ws, other, path = both(*WRITTEN["case"])
    with pytest.raises(InputError, match="There is no column 'colour' in the file"):
        import_files(ws, other, [path], options=ReadOptions(join={"item": "colour"}))


def test_the_command_line_joins_with_one_option(both, capsys):
    ws, other, path = both(*WRITTEN["zeros"])
    place = ["--workspace", str(ws.path), "import", other, str(path)]
    ws.close()
    assert main(place) == 0
    assert "Add --join item=zeros to import the file again" in capsys.readouterr().out
    assert main([*place, "--join", "item=zeros"]) == 0
    said = capsys.readouterr().out
    assert "20 of the 20 products in the purchases stand in the product list." in said
