"""Ratings that are none or contradict each other, and rows that are pieces or repeated."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace


@pytest.fixture
def imported(tmp_path):
    def run(head, lines, **options):
        path = tmp_path / "file.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(ws, "interactions", [path], options=ReadOptions(**options))
            with ws.db.read() as cursor:
                rows = cursor.execute("SELECT rating FROM interactions ORDER BY 1").fetchall()
            return done, [row[0] for row in rows]

    return run


def ratings(values):
    return [f"u{at // 5},i{at},{value}" for at, value in enumerate(values)]


def test_a_spike_at_zero_below_the_scale_is_no_rating(imported):
    done, found = imported("user,item,rating", ratings([0, 0, 3, 5, 4] * 10))
    assert len(found) == 30
    assert 0 not in found
    assert "rating: 0 means no rating; the rows that say so (20 of 50 looked at) stay out." in (
        done.warnings
    )
    assert [(one.key, one.chosen) for one in done.questions] == [("zero-rating", "none")]


def test_the_analyst_may_keep_zero_as_a_rating(imported):
    answers = {"zero-rating": "rating"}
    _, found = imported("user,item,rating", ratings([0, 0, 3, 5, 4] * 10), answers=answers)
    assert len(found) == 50


@pytest.mark.parametrize("values", [[0, 1, 1, 2, 3, 4, 5], [0, 1], [1, 2, 3], [0, 0.5, 1]])
def test_zeros_of_a_scale_that_begins_there_are_ratings(imported, values):
    done, found = imported("user,item,rating", ratings(values * 20))
    assert len(found) == 20 * len(values)
    assert not done.questions


def test_what_was_said_to_be_missing_is_no_rating(imported):
    _, found = imported("user,item,rating", ratings([1, 2, 99] * 10), missing="99")
    assert found == [1] * 10 + [2] * 10


def test_a_purchase_without_a_rating_stays(imported):
    lines = [f"o{at},u{at % 9},i{at % 7},2,{at % 4 + 2 if at % 2 else 0}" for at in range(60)]
    done, found = imported("order,user,item,quantity,rating", lines)
    assert len(found) == 60
    assert 0 not in found
    assert done.rows_quarantined == 0


def test_contradicting_ratings_are_said(imported):
    done, found = imported("user,item,rating", ["a,x,5", "a,x,1", "b,x,3", "b,y,4", "c,y,2"])
    assert len(found) == 5
    assert any("rated a product more than once and differently" in text for text in done.warnings)


def test_the_same_rating_twice_contradicts_nothing(imported):
    done, _ = imported("user,item,rating", ["a,x,5", "a,x,5", "b,x,3", "b,y,4", "c,y,2"])
    assert not any("more than once" in text for text in done.warnings)


def baskets(copies):
    """Baskets of two products on a day each; every third first product so often."""
    lines = []
    for at in range(40):
        product = f"2024-01-{at % 28 + 1:02d},u{at},p{at % 5},9.5"
        lines += [product] * (copies if at % 3 == 0 else 1) + [product.replace(",p", ",q")]
    return lines


def test_equal_rows_of_a_basket_are_pieces(imported):
    lines = baskets(3)
    done, found = imported("date,user,item,price", lines)
    assert len(found) == len(lines)
    assert done.rows_duplicate == 0
    assert any("each counts as a piece of its own" in text for text in done.warnings)


def test_a_file_written_twice_is_no_pieces(imported):
    lines = baskets(1)
    done, found = imported("date,user,item,price", lines * 2)
    assert len(found) == len(lines)
    assert any("let them in if each is a piece" in text for text in done.warnings)


def test_where_a_column_counts_pieces_equal_rows_are_repeated(imported):
    lines = [f"{line},{at % 3 + 1}" for at, line in enumerate(baskets(1))]
    done, found = imported("date,user,item,price,quantity", [*lines, *lines[:1], *lines[:1]])
    assert len(found) == len(lines)
    assert done.rows_duplicate == 2
