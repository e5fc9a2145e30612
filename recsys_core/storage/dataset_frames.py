"""What is known about the coded products and customers, as the frames of a `Dataset`."""

from pathlib import Path

import duckdb
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import ITEM_COLUMNS, ITEM_NUMBERS
from recsys_core.schema.sql import literal

# A bare number is not a name: "Product 12345". Other ids (names, codes) speak for themselves.
FALLBACK_TITLE = (
    "CASE WHEN regexp_full_match(k.item_id, '[0-9]+') THEN 'Product ' || k.item_id "
    "ELSE k.item_id END"
)

_ITEMS = f"""
    WITH paid AS (
        SELECT n.item_id, median(n.revenue / n.quantity) AS price
        FROM interactions n SEMI JOIN coded_items USING (item_id)
        WHERE n.event = 'purchase' AND n.quantity > 0 AND n.revenue > 0
        GROUP BY n.item_id
    ), known AS (
        SELECT k.code, k.item_id,
               coalesce(nullif(trim(c.title), ''), {FALLBACK_TITLE}) AS title,
               string_split(coalesce(nullif(trim(c.category_path), ''), ''), ' > ') AS path,
               coalesce(trim(c.brand), '') AS brand,
               coalesce(c.price, paid.price)::DOUBLE AS price,
               coalesce(trim(c.description), '') AS description,
               c.margin::DOUBLE AS margin, c.stock::DOUBLE AS stock,
               coalesce(c.attributes::VARCHAR, '') AS attributes
        FROM coded_items k
        LEFT JOIN catalogue c USING (item_id)
        LEFT JOIN paid USING (item_id)
    )
    SELECT item_id, title, coalesce(path[2], path[1], '') AS category, brand, price, description,
           margin, stock, attributes,
           concat_ws('. ',
               title,
               nullif(array_to_string(path, ', '), ''),
               CASE WHEN brand <> '' AND NOT contains(lower(title), lower(brand)) THEN brand END,
               nullif(description, '')) AS text
    FROM known ORDER BY code
"""


def item_frame(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """(n_items, ITEM_COLUMNS) aligned with the codes in the temporary table `coded_items`.

    `category` is the second level of the path where there is one ("Frozen pizza" of
    "Grocery > Frozen pizza > Traditional"), else the first. `price` is the catalogue's, else the
    median paid per unit, else NaN; `margin` and `stock` are the catalogue's. `text` is what
    language models read: title, path, brand (unless the title has it) and description.
    """
    frame = cursor.execute(_ITEMS).df()[ITEM_COLUMNS]
    return frame.astype({name: "str" for name in ITEM_COLUMNS if name not in ITEM_NUMBERS})


def user_frame(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """(n_users, 1 + attributes) aligned with the temporary table `coded_users`.

    Attributes are text, "" where unknown.
    """
    keys = [
        row[0]
        for row in cursor.execute(
            "SELECT DISTINCT unnest(json_keys(attributes)) AS key FROM customers "
            "WHERE attributes IS NOT NULL ORDER BY key"
        ).fetchall()
        if row[0] != Columns.User
    ]
    columns = "".join(f", coalesce(c.attributes ->> ?, '') AS a{n}" for n in range(len(keys)))
    frame = cursor.execute(
        f"SELECT k.user_id{columns} FROM coded_users k LEFT JOIN customers c USING (user_id) "
        "ORDER BY k.code",
        [_pointer(key) for key in keys],
    ).df()
    frame.columns = pd.Index([Columns.User, *keys])
    return frame.astype("str")


def details_of(cursor: duckdb.DuckDBPyConnection, saved: Path) -> pd.DataFrame:
    """What `user_frame` would be for the customers of a saved dataset (`users.parquet`)."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE coded_users AS SELECT user_id, file_row_number AS code "
        f"FROM read_parquet({literal(str(saved))}, file_row_number = true)"
    )
    return user_frame(cursor)


def _pointer(key: str) -> str:
    """The JSON pointer to a top-level key, whatever characters it has."""
    return "/" + key.replace("~", "~0").replace("/", "~1")
