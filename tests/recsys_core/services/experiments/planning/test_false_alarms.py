"""False alarms on the data's own customers."""

import json

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.experiments.planning.splits import FalseAlarms
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.experiments.planning.false_alarms import AATest, aa_is_known, aa_test
from tests.recsys_core.storage.builders import add, bought


def visits(customers: int) -> list[dict[str, object]]:
    rng = np.random.default_rng(1)
    start = pd.Timestamp("2024-01-01")
    return [
        bought(f"c{n}", "p", 1, revenue=float(rng.lognormal(2, 1)))
        | {"ts": start + pd.Timedelta(days=int(day))}
        for n in range(customers)
        for day in rng.choice(90, 7, replace=False)
    ]


def test_alarms_are_as_many_as_allowed_and_told(ws, capsys):
    add(ws.db, "interactions", visits(200))
    assert not aa_is_known(ws, 14)
    found = aa_test(ws, 14)
    assert aa_is_known(ws, 14)
    assert list(found.by_outcome) == ["rate", "money", "count", "ratio"]
    assert found.too_many == []
    for one in found.by_outcome.values():
        assert one.low < 0.06
        assert one.high > 0.03
    assert found.sentence.startswith(f"Of 1,000 random splits of {found.customers} customers")
    ws.close()
    call = ["experiment", "aa", "--window", "14", "--workspace", str(ws.path)]
    assert main([*call, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sentence"] == found.sentence
    assert [row["alarms"] for row in told["outcomes"]] == [
        one.alarms for one in found.by_outcome.values()
    ]


def test_too_many_are_named():
    bad = AATest({"rate": FalseAlarms(50, 1000, 0.05, 0.04, 0.07),
                  "money": FalseAlarms(90, 1000, 0.09, 0.07, 0.11)}, 300, 0.05, 28)  # fmt: skip
    assert bad.too_many == ["money"]
    fine = AATest({"ratio": FalseAlarms(5161, 100_000, 0.0516, 0.0503, 0.053)}, 2025, 0.05, 28)
    assert fine.too_many == [], "a little above, as surely as may be, is as good as allowed"
    assert "9 % raised a false alarm in spend a customer" in bad.sentence


def test_few_customers_and_odd_numbers_are_refused(ws):
    add(ws.db, "interactions", visits(12))
    with pytest.raises(NotReadyError, match="too few to be split"):
        aa_test(ws, 14)
    with pytest.raises(InputError, match="100 to 100,000 splits"):
        aa_test(ws, splits=5)
