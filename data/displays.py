"""What The Complete Journey shows of displays and mailers, as exposures: see README.md."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from data.complete_journey import REQUIREMENT, SHOP_TIME
from data.packages import files_in, literal

NAMES = ("promotions", "transactions")
WEEKS = 53
OTHERS, BOUGHT = 1800, 20
"""One in so many exposures is kept, of those without and of those with a purchase."""
DISPLAYS = {
    "1": "Store front",
    "2": "Store rear",
    "3": "Front end of an aisle",
    "4": "Middle of an aisle's end",
    "5": "Rear end of an aisle",
    "6": "Side of an aisle's end",
    "7": "Within the aisle",
    "9": "Second place",
    "A": "On the shelf",
}
MAILERS = {
    "A": "Mailer, inside",
    "C": "Mailer, inside, in a list",
    "D": "Mailer, front page",
    "F": "Mailer, back page",
    "H": "Mailer, front of the wrap",
    "J": "Mailer, coupon in the wrap",
    "L": "Mailer, back of the wrap",
    "P": "Mailer, coupon inside",
    "X": "Mailer, free, inside",
    "Z": "Mailer, free, outside",
}
"""The package's codes in words; 0 is neither."""


def display_files(folder: Path) -> list[Path]:
    """The files read; `NotReadyError` if one is not there."""
    return files_in(folder / "data", [f"{name}.parquet" for name in NAMES], REQUIREMENT)


def exposures_by_week(files: list[Path]) -> Iterator[pd.DataFrame]:
    """For each week user_id, item_id, placement, ts, converted, stands_for: products on display or
    in the mailer of a store, for each household that bought something there that week.

    ts: when the household first bought something there that week, by the clock of the sample's
    purchases: a later one would see them as the past.  converted: whether it bought the product
    there that week.  Drawn by a hash of household, product, store and week, since there are 319
    million; stands_for: how many each row kept stands for.
    """
    promotions, lines = (f"read_parquet({literal(file)})" for file in files)
    with duckdb.connect() as cursor:
        cursor.execute(
            f"""
            CREATE TABLE bought AS SELECT DISTINCT household_id, store_id, week, product_id
            FROM {lines} WHERE quantity > 0;
            CREATE TABLE visits AS
            SELECT household_id, store_id, week, min({SHOP_TIME}) AS ts
            FROM {lines} WHERE quantity > 0 GROUP BY ALL
            """
        )
        for week in range(1, WEEKS + 1):
            yield cursor.execute(
                f"""
                WITH shown AS (
                    SELECT product_id, store_id, week, max(display_location) AS display,
                           max(mailer_location) AS mailer
                    FROM {promotions} WHERE week = {week} GROUP BY ALL
                )
                SELECT household_id::TEXT AS user_id, product_id::TEXT AS item_id,
                       concat_ws(' + ', {_words("display", DISPLAYS)}, {_words("mailer", MAILERS)})
                           AS placement,
                       ts, b.product_id IS NOT NULL AS converted,
                       CASE WHEN converted THEN {BOUGHT}.0 ELSE {OTHERS}.0 END AS stands_for
                FROM shown JOIN visits USING (store_id, week)
                LEFT JOIN bought b USING (household_id, store_id, week, product_id)
                WHERE hash(household_id, product_id, store_id, week) % {OTHERS}
                    < CASE WHEN b.product_id IS NULL THEN 1 ELSE {OTHERS // BOUGHT} END
                ORDER BY ts, user_id, item_id
                """
            ).df()


def _words(column: str, names: dict[str, str]) -> str:
    whens = " ".join(f"WHEN {literal(code)} THEN {literal(text)}" for code, text in names.items())
    return f"CASE {column} {whens} END"
