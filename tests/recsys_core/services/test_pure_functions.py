"""Functions of the services that need no workspace, each asked directly."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from recsys_core.explanations.reason_score import ReasonScore
from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.read import prepared, stage
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.customers.customer_figures import (
    lifecycle_figures,
    recent_columns,
    rfm_figures,
)
from recsys_core.services.data.corrections import NOTES, corrected_import, without_notes
from recsys_core.services.data.health.findings import duplicate_products
from recsys_core.services.data.health.meaning import meaning
from recsys_core.services.data.health.unusual_customers import duplicate_findings
from recsys_core.services.data.mapping import set_options
from recsys_core.services.data.preview import STAGED, cells, guess_roles, matrix_look
from recsys_core.services.evaluation.reason_quality import load_reason_scores, save_reason_scores
from recsys_core.services.export.long import list_writer
from recsys_core.services.recommend.lists import barring, best_left
from recsys_core.services.recommend.reasons import reasons_for
from recsys_core.services.recommend.scenarios import Choice, ListSettings, knobs_in_words
from recsys_core.services.recommend.visitor.encoder import encode, stop
from recsys_core.services.report.charts import Mark, periods, ranking
from recsys_core.services.what_if.frontier import settings
from recsys_core.storage.customer_queries import Activity
from tests.factories import make_dataset

DAY = 86_400
PURCHASES = Activity(
    "purchase", "order", True, True, pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 6, 30)
)
"""What a shop's customers did."""


def test_the_columns_of_recent_rows_follow_what_is_known() -> None:
    rating = Activity("rating", "day", True, False, None, None)
    assert recent_columns(rating)[-1] == Columns.Rating
    assert recent_columns(PURCHASES)[-2:] == [Columns.Quantity, Columns.Revenue]


def test_the_figures_of_a_customer_are_rounded_and_unknown_ones_none() -> None:
    row = pd.Series(
        {
            C.Recency: 3.14, C.Visits: 7, C.Spend: float("nan"), C.RecencyScore: 5,
            C.FrequencyScore: 0, C.ValueScore: 2, Columns.Segment: "Loyal", C.Status: "active",
            C.Interval: 5.77, C.First: pd.Timestamp(2024, 1, 2), C.Last: pd.NaT,
            C.NextExpected: pd.Timestamp(2024, 7, 1), C.NextBy: "orders",
        }
    )  # fmt: skip
    found = rfm_figures(row, PURCHASES, 12)
    assert (found[C.Recency], found["frequency"], found[C.Products]) == (3.1, 7, 12)
    assert found[C.Spend] is None
    assert (found[C.RecencyScore], found[C.FrequencyScore]) == (5, None)
    assert found["frequency_unit"] == "visits"
    stage = lifecycle_figures(row, PURCHASES)
    assert (stage[C.Interval], stage["days_since_last"], stage["last"]) == (5.8, 3.1, None)
    assert (stage["first"], stage["data_until"]) == ("2024-01-02", "2024-06-30")


def test_products_told_apart_by_number_alone_are_one_finding() -> None:
    same = pd.DataFrame({"title": ["Red wine"], "numbers": [["1", "2", "3"]]})
    assert list(duplicate_products(same, 0, 100)) == []
    (few,) = duplicate_products(same, 3, 100)
    assert few["code"] == "duplicate_products"
    assert "Red wine" in few["sentence"]
    assert "1 and 2" in few["sentence"]
    (many,) = duplicate_products(same, 90, 100)
    assert (many["code"], many["severity"]) == ("titles_not_unique", "info")


def test_customers_twice_are_found_by_number_and_by_history() -> None:
    same = pd.DataFrame({"why": ["number"], "numbers": [["7", "07"]], "n": [2]})
    (found,) = duplicate_findings(same)
    assert found["code"] == "duplicate_customer_numbers"
    assert "7 and 07" in found["sentence"]
    (found,) = duplicate_findings(same.assign(why="history"))
    assert found["code"] == "duplicate_customers"


def test_what_the_rows_are_is_said_with_the_weights_that_count() -> None:
    events = pd.DataFrame({"event": ["purchase", "view"], "rows": [10, 90]})
    found = meaning(events, {}, False, DataSettings(weight_view=0.5))
    assert found.kind == "several"
    assert found.events["weight"].tolist() == [5.0, 0.5]
    assert meaning(events[:1], {}, False, DataSettings()).kind == "purchases"
    assert meaning(events[1:], {}, False, DataSettings()).kind == "clicks"
    assert findings_codes(found.findings) == ["several_kinds"]


def findings_codes(found: tuple[dict[str, str], ...]) -> list[str]:
    return [one["code"] for one in found]


def test_only_options_that_say_something_are_recorded() -> None:
    assert set_options(ReadOptions()) == {}
    assert set_options(ReadOptions(delimiter=";", matrix=False)) == {"delimiter": ";"}


def test_scores_of_reasons_come_back_as_they_were_saved(tmp_path: Path) -> None:
    assert load_reason_scores(tmp_path) == {}
    names = ReasonScore.__dataclass_fields__
    kept = {"ease": ReasonScore(**{name: 1 for name in names})}
    save_reason_scores(kept, tmp_path)
    assert load_reason_scores(tmp_path) == kept


def test_lists_are_written_by_the_ending_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"lists\.txt"), list_writer(tmp_path / "lists.txt"):
        pass
    with list_writer(tmp_path / "lists.csv"):
        pass
    assert (tmp_path / "lists.csv").read_text().startswith("user_id,rank,item_id,title,score")


def test_the_best_that_is_left_is_neither_barred_nor_beyond_what_is_allowed() -> None:
    every = np.array([[0.1, 0.9, 0.5, 0.7]], dtype=np.float32)
    barred = sp.csr_matrix(np.array([[0, 1, 0, 0]], dtype=np.float32))
    items, scores = best_left(every, 2, (), np.array([0]), barred)
    assert items.tolist() == [[3, 2]]
    np.testing.assert_allclose(scores, [[0.7, 0.5]])
    items, _ = best_left(every, 2, (), np.array([0]), None, np.array([0, 2]))
    assert items.tolist() == [[2, 0]]


def test_bought_products_are_barred_unless_let_in_and_the_unwanted_always() -> None:
    had, never = (
        sp.csr_matrix(np.array([row], dtype=np.float32)) for row in ([1, 0, 0], [0, 0, 1])
    )
    context = ListContext(facts=None, users=np.array([0]), histories=had)  # type: ignore[arg-type]
    assert barring(context, bought_in=False).barred is had
    assert barring(context, bought_in=True).barred is None
    unwanted = ListContext(None, np.array([0]), had, never=never)  # type: ignore[arg-type]
    both = barring(unwanted, bought_in=False).barred
    assert both is not None
    assert both.toarray().tolist() == [[1, 0, 1]]
    assert barring(unwanted, bought_in=True).barred is never


def test_a_reason_names_the_product_that_brought_most() -> None:
    data = make_dataset([(0, 0, 1, DAY), (0, 1, 1, DAY)], 1, 3, titles=["Bread", "Wine", "Cheese"])
    past = np.array([0, 1])
    (line,) = reasons_for([Evidence(2, 1.0, 0.0, past, np.array([0.1, 0.9]), "exact")], data)
    assert "Wine" in line
    assert reasons_for([], data) == []


def test_a_reason_counts_visits_where_all_that_is_known_are_purchases() -> None:
    own = [Evidence(0, 1.0, 0.0, np.array([0, 1]), np.array([0.9, 0.1]), "exact")]
    for view, line in (
        (1.0, "Bought on 2 of the last 2 visits, about every 3 days."),
        (0.2, "Because of Bread (90 % of what speaks for it) and Wine (10 %)."),
    ):
        events = [(0, 0, 1.0, DAY), (0, 0, 1.0, 4 * DAY), (0, 1, view, 4 * DAY)]
        data = make_dataset(events, 1, 3, titles=["Bread", "Wine", "Cheese"])
        assert reasons_for(own, data, data.histories()) == [line]
        assert "visits" not in reasons_for(own, data)[0]


def test_the_knobs_of_a_scenario_in_words() -> None:
    def words(**knobs: object) -> str:
        config = RerankConfig.model_validate(knobs)
        return knobs_in_words(Choice("ease", ListSettings(10, False, config)))

    assert words() == "its own order"
    assert words(diversity=0.35, novelty=0.2) == "diversity 0.35, novelty 0.2"
    assert "filled up" in words(fill=True)


def test_a_text_model_in_a_folder_of_its_own_is_not_begun() -> None:
    with pytest.raises(NotReadyError, match="folder of its own"):
        encode("model@0123abcd", "red wine")
    stop()
    stop()


def test_a_ranking_draws_the_best_on_top_and_the_leader_in_its_own_colour() -> None:
    marks = [
        Mark("EASE", 0.3, 0.2, 0.4, 50, "leader"),
        Mark("Bestsellers", 0.1, 0.1, 0.1, 50, "reference"),
    ]
    found = ranking(marks, "NDCG@10", [(0.1, "Bestsellers")])
    (bars,) = found["data"]
    assert bars["x"] == [0.1, 0.3]
    assert bars["marker"]["color"][0] != bars["marker"]["color"][1]
    np.testing.assert_allclose(bars["error_x"]["array"], [0.0, 0.1])
    assert len(found["layout"]["shapes"]) == 1


def test_periods_are_drawn_from_their_first_day() -> None:
    found = periods((0, 10 * DAY), (10 * DAY, 12 * DAY), 100, 20, "purchases")
    tested, learnt = found["data"]
    assert learnt["base"][0].startswith("1970-01-01")
    assert tested["base"][0].startswith("1970-01-11")
    assert (learnt["x"], tested["x"]) == ([10 * DAY * 1000], [2 * DAY * 1000])


def test_the_settings_tried_are_each_of_their_own() -> None:
    data = make_dataset([(0, 0, 1, DAY)], 1, 3)
    tried = list(settings(ItemFacts.of(data, None)))
    assert len({one.model_dump_json() for one in tried}) == len(tried)
    assert all(not one.idle for one in tried)


def test_a_staged_file_is_looked_at_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    names = ",".join(("customer_id", "product_id", *NOTES))
    path.write_text(f"{names}\n7,a,import-1,f.csv,2,x,bad,raw\n")
    with prepared([path], None) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, STAGED)
        own = without_notes(staged)
        assert own.dialect.names == ("customer_id", "product_id")
        head = cells(cursor, own, 5)
        assert head == [["7", "a"]]
        found = guess_roles(own, head, None)
        assert [column.role for column in found.columns] == ["user", "item"]
        assert matrix_look(own, head, found, "items", ReadOptions(matrix=True)) is None
        turned = matrix_look(own, head, found, "interactions", ReadOptions(matrix=True))
        assert turned is not None
        assert corrected_import(cursor, own) is None
