import duckdb
import pytest

from recsys_core.ingestion.validate import RowCounts
from recsys_core.ingestion.validate_kinds import Validated
from recsys_core.schema.errors import InputError
from recsys_core.services.data.insert import REFUSED, refuse_nothing


def test_the_commonest_reason_is_named_where_no_row_can_be_used() -> None:
    with duckdb.connect() as cursor:
        cursor.execute(f"CREATE TABLE {REFUSED} (column_name VARCHAR, reason VARCHAR)")
        cursor.execute(
            f"INSERT INTO {REFUSED} VALUES ('qty', 'Not a number: ''x'''), "
            "('qty', 'Not a number: ''y'''), ('when', 'Not a date: ''z''')"
        )
        refuse_nothing(cursor, "sales.csv", Validated(RowCounts(4, 1, 3, 0, 0), []))
        with pytest.raises(InputError, match=r"3 rows of sales\.csv .*\(2 rows\).*qty.*Not a num"):
            refuse_nothing(cursor, "sales.csv", Validated(RowCounts(3, 0, 3, 0, 0), []))
