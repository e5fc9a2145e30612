"""What a split says it left out equals SQL written anew over the raw files of the sample."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data.packages import package_folder
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits import Split, make_splits
from recsys_core.evaluation.splits.left_out import denominators
from recsys_core.schema.config import DataSettings
from recsys_core.services.data.samples import load_sample, sample_info
from recsys_core.services.workspace.workspace import open_workspace
from recsys_core.wording.numbers import share

pytestmark = pytest.mark.xdist_group("left-out")
LEAST = 20
RAW = """
CREATE VIEW lines AS
    SELECT household_id AS u, product_id AS i, epoch(transaction_timestamp)::BIGINT AS ts
    FROM read_parquet(?) WHERE quantity > 0;
"""
PARTS = f"""
CREATE TABLE events AS SELECT DISTINCT u, i, ts FROM lines;
CREATE TABLE cut AS SELECT floor(quantile_cont(ts, 0.8)) AS moment FROM events;
CREATE TABLE before AS SELECT DISTINCT u, i FROM events, cut WHERE ts <= moment;
CREATE TABLE catalogue AS SELECT i FROM before GROUP BY i HAVING count(*) >= {LEAST};
CREATE TABLE held AS
    SELECT u, i, CASE
        WHEN (u, i) IN (SELECT (u, i) FROM before) THEN 'had_before'
        WHEN u NOT IN (SELECT u FROM before) THEN 'newcomer'
        WHEN u NOT IN (SELECT u FROM before SEMI JOIN catalogue USING (i)) THEN 'nothing_known'
        WHEN i NOT IN (SELECT i FROM catalogue) THEN 'outside'
        ELSE 'counted' END AS reason
    FROM (SELECT DISTINCT u, i FROM events, cut WHERE ts > moment);
"""


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Split:
    with open_workspace(tmp_path_factory.mktemp("left-out") / "ws") as ws:
        load_sample(ws, "complete-journey")
        data = ws.dataset(DataSettings(min_item_users=LEAST))
    return make_splits(data, EvaluationConfig())[0]


@pytest.fixture(scope="module")
def raw() -> Iterator[duckdb.DuckDBPyConnection]:
    info = sample_info("complete-journey")
    folder = Path(package_folder(info.module, info.requirement))
    with duckdb.connect() as connection:
        lines = folder / "data" / "transactions.parquet"
        connection.execute(RAW.replace("?", f"'{lines}'"))
        connection.execute(PARTS)
        yield connection


def counts(raw: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return dict(raw.execute(query).fetchall())


def number(raw: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(raw.execute(query).fetchall()[0][0])


def test_what_was_had_before_is_no_new_pair(split: Split, raw: duckdb.DuckDBPyConnection) -> None:
    new = "SELECT DISTINCT u, i FROM events, cut WHERE ts > moment EXCEPT SELECT u, i FROM before"
    pairs = {name: n for name, n in split.info.pairs.items() if name != "had_before"}
    assert sum(pairs.values()) == number(raw, f"SELECT count(*) FROM ({new})")


def test_pairs_by_reason(split: Split, raw: duckdb.DuckDBPyConnection) -> None:
    found = counts(raw, "SELECT reason, count(*) FROM held GROUP BY reason")
    assert {name: n for name, n in split.info.pairs.items() if n} == found
    assert split.info.n_test_pairs == sum(found.values())
    assert split.test.nnz == split.info.n_relevant_pairs == found["counted"]
    assert found["outside"] > found["counted"] / 4, "a setting that matters"


def test_customers_by_reason(split: Split, raw: duckdb.DuckDBPyConnection) -> None:
    found = counts(
        raw,
        """
        WITH of_customer AS (SELECT u, list(DISTINCT reason) AS reasons FROM held GROUP BY u)
        SELECT CASE WHEN 'counted' IN reasons THEN 'tested' WHEN 'outside' IN reasons THEN 'outside'
            WHEN 'nothing_known' IN reasons THEN 'nothing_known'
            ELSE reasons[1] END AS reason, count(*) FROM of_customer GROUP BY reason
        """,
    )
    assert split.info.n_test_users == len(split.users) == found.pop("tested")
    assert {name: n for name, n in split.info.customers.items() if n} == found
    assert split.info.users_left_out == sum(found.values())


def test_the_catalogue_is_that_of_the_training_part(
    split: Split, raw: duckdb.DuckDBPyConnection
) -> None:
    assert split.info.n_train_items == number(raw, "SELECT count(*) FROM catalogue")
    assert split.info.n_products == number(raw, "SELECT count(DISTINCT i) FROM events")
    assert split.info.n_train_events == number(
        raw, "SELECT count(*) FROM events SEMI JOIN catalogue USING (i), cut WHERE ts <= moment"
    )
    assert split.train.item_counts[split.train.item_counts > 0].min() == LEAST
    with_the_test = (
        "SELECT count(*) FROM (SELECT i FROM events GROUP BY i HAVING count(DISTINCT u) >= 20)"
    )
    assert split.info.n_train_items < number(raw, with_the_test)


def test_the_sentence_says_all_of_it(split: Split, raw: duckdb.DuckDBPyConnection) -> None:
    found = counts(raw, "SELECT reason, count(*) FROM held GROUP BY reason")
    counted, new = found["counted"], sum(found.values()) - found["had_before"]
    assert (
        f"{counted:,} of {new:,} newly bought pairs of customer and product count, "
        f"{share(counted / new)}; the others are"
    ) in split.info.sentence
    catalogue = number(raw, "SELECT count(*) FROM catalogue")
    products = number(raw, "SELECT count(DISTINCT i) FROM events")
    assert list(denominators(split.info.to_dict(), True, True, split.train.n_items).values()) == [
        f"Recall is a share of the {counted:,} pairs of customer and product that count, "
        f"{share(counted / new)} of the {new:,} held back of customers and products new to "
        "them.",
        f"Coverage is a share of the {catalogue:,} products that may be shown, of {products:,} in "
        "the data: those with at least 20 customers in what the models learnt from.",
    ]
    outside = f"{found['outside']:,} of products with fewer than 20 customers in what the models"
    assert outside in split.info.sentence
