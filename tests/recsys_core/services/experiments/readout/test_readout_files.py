"""Files of experiments, whatever their columns are called."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.experiments.readout.control import control_among
from recsys_core.schema.errors import InputError
from recsys_core.services.data.coded_table import column_called, read_coded
from recsys_core.services.experiments.readout.columns import (
    ReadoutChoice,
    arm_column,
    arm_names,
    arms_among,
    likely_arms,
    likely_date,
    likely_outcomes,
    unit_column,
    used_columns,
)
from recsys_core.services.experiments.readout.currencies import refuse_several
from recsys_core.services.experiments.readout.document import readout_json
from recsys_core.services.experiments.readout.files import read_experiment, understood
from recsys_core.services.experiments.readout.outcome_columns import is_rate, outcomes_of_rows
from recsys_core.services.experiments.readout.study import (
    readout_of,
    readout_of_file,
    readout_of_table,
)
from recsys_core.services.experiments.readout.tables import comparisons_table, groups_table
from recsys_core.services.experiments.readout.words import (
    customers_to_go,
    days_to_go,
    figures,
    footnotes,
    headline,
    how_sure,
    levels,
    other_verdicts,
    p_text,
    sentences,
)
from tests.recsys_core.experiments.readout.planted import HILLSTROM


def write(folder: Path, frame: pd.DataFrame, name: str = "test.csv") -> Path:
    frame.to_csv(folder / name, index=False)
    return folder / name


@pytest.fixture(scope="module")
def mailing_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        (arm, int(at < hits), 20.5 if at < hits // 10 else 0)
        for arm, (n, hits) in HILLSTROM.items()
        for at in range(n)
    ]
    frame = pd.DataFrame(rows, columns=["segment", "visit", "spend"])
    frame["channel"] = np.where(np.arange(len(frame)) % 3 == 0, "Web", "Phone")
    return write(tmp_path_factory.mktemp("mailing"), frame)


def test_columns_known_by_their_values(mailing_file: Path) -> None:
    told = readout_of_file(
        mailing_file, ReadoutChoice(outcomes=("visit", "spend"), explored=("channel",))
    )
    found = readout_json(told)
    assert found["control"] == "No E-Mail"
    assert round(found["sample_ratio_p"], 2) == 0.90
    assert [(one["outcome"], one["arm"]) for one in found["comparisons"]] == [
        ("visit", "Mens E-Mail"),
        ("visit", "Womens E-Mail"),
        ("spend", "Mens E-Mail"),
        ("spend", "Womens E-Mail"),
    ]
    assert found["comparisons"][0]["verdict"] == "won"
    assert "7.66 points more “visit”" in found["sentence"]
    assert found["comparisons"][2]["bootstrap"] is not None
    assert {one["planned"] for one in found["segments"]} == {False}
    json.dumps(found, allow_nan=False)
    whole = [headline(told), *how_sure(told), *other_verdicts(told), *footnotes(told)]
    assert found["sentences"] == sentences(told) == whole
    assert len(told.segments) == 4, "two groups, each in two arms"
    assert any("n 2 groups of customers" in one for one in whole)
    shown = comparisons_table(told).iloc[0]
    assert (shown["difference"], shown["interval"], shown["verdict"]) == (
        "7.66",
        "7.00 to 8.32",
        "won",
    )
    assert shown["p"] == p_text(0.0) == "under 0.001"
    assert levels(told.comparisons[0]) == ("18.3 %", "10.6 %")
    assert figures("rate", 0.0766) == ("7.66",)
    assert set(groups_table(told)["group"]) == {"Web", "Phone"}


def test_what_was_before_is_no_outcome(tmp_path: Path) -> None:
    frame = pd.DataFrame({"arm": ["a", "b"], "spend_before": [1.0, 2.0], "prior orders": [1, 2]})
    frame = frame.assign(premium_orders=[1, 2], spend=[3.0, 4.0])
    table = read_coded(write(tmp_path, frame), "results.csv")
    assert likely_outcomes(table, ["arm"]) == ["premium_orders", "spend"]


def test_a_table_is_read_once(mailing_file: Path) -> None:
    table = read_coded(mailing_file, "mail.csv")
    assert likely_outcomes(table, ["segment"]) == ["visit", "spend"]
    assert readout_of_table(table, ReadoutChoice(outcomes=("visit",))).headline == 0
    assert likely_arms(table) == ["segment"]
    assert likely_date(table) is None
    assert arms_among(table, "segment") == (sorted(HILLSTROM), "No E-Mail")
    assert is_rate(table, "visit")
    assert not is_rate(table, "spend")
    assert arm_column(table, ReadoutChoice()) == "segment"
    assert unit_column(table, ReadoutChoice(), "segment") == ""
    assert column_called("mail.csv", list(table.columns), " Visit") == "visit"
    assert understood(table, ReadoutChoice(outcomes=("visit",))).rule == "name"
    with pytest.raises(InputError, match="no column “visits”"):
        readout_of_table(table, ReadoutChoice(outcomes=("visits",)))


def test_a_broken_lot_stops_it(tmp_path: Path) -> None:
    arm = np.repeat(["control", "B"], [5_000, 4_600])
    file = write(tmp_path, pd.DataFrame({"arm": arm, "bought": np.arange(9_600) % 7 == 0}))
    found = readout_json(readout_of_file(file, ReadoutChoice(outcomes=("bought",))))
    assert found["stopped"]
    assert found["comparisons"] == []
    assert found["sentence"].startswith("Nothing is compared")
    as_planned = readout_of_file(file, ReadoutChoice(outcomes=("bought",), control_share=0.52))
    assert not as_planned.broken


def test_rows_are_brought_together(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    each = pd.DataFrame({"customer_id": np.arange(400) + 1_000, "group": np.tile(["A", "B"], 200)})
    rows = each.loc[np.repeat(np.arange(400), 3)].reset_index(drop=True)
    rows["clicked"] = np.where(rng.random(1_200) < 0.3, "yes", "no")
    rows["revenue"] = rng.gamma(2, 5, 1_200).round(2)
    rows["day"] = pd.Timestamp("2026-03-02") + pd.to_timedelta(np.tile([0, 1, 8], 400), unit="D")
    rows.loc[2, "group"] = "B"
    rows.loc[3, "group"] = ""
    rows["age"] = np.arange(1_200) % 50
    asked = ReadoutChoice(outcomes=("clicked", "revenue"), date="day", before=("age",))
    told = readout_of_file(write(tmp_path, rows), asked)
    assert len(told.data.arm) == 399
    kept = rows[(rows["group"] != "") & (rows["customer_id"] != 1_000)]
    by_customer = kept.groupby("customer_id").agg(
        any=("clicked", lambda cells: (cells == "yes").any()),
        sum=("revenue", "sum"),
        arm=("group", "first"),
    )
    means = by_customer.groupby("arm").mean()
    rate, money = told.comparisons
    assert (rate.kind, money.kind) == ("rate", "money")
    assert (rate.value, money.value) == pytest.approx(
        (means.loc["B", "any"], means.loc["B", "sum"])
    )
    said = " ".join(sentences(told))
    assert "1 customer stands in more than one arm and was left out." in said
    assert "1 row without a customer or an arm was left out." in said
    assert "rows of 400 customers" in said
    assert "Of what was known before (age) the first row of each customer counts." in said
    assert told.data.day is not None
    assert told.data.weekday == 0


def test_an_arm_counts_though_its_row_has_no_outcome(tmp_path: Path) -> None:
    rows = pd.DataFrame({"customer_id": np.arange(400) + 1_000, "group": np.tile(["A", "B"], 200)})
    rows["revenue"] = np.tile(["0.00", "4.50", "9.00", "0.00", "2.50"], 80)
    rows.loc[400] = [1_000, "B", ""]
    told = readout_of_file(write(tmp_path, rows), ReadoutChoice(outcomes=("revenue",)))
    assert len(told.data.arm) == 399
    assert "1 customer stands in more than one arm" in " ".join(sentences(told))


def test_each_outcome_has_the_customers_it_is_known_of(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"arm": np.tile(["control", "B"], 1_000)})
    frame["visited"] = (rng.random(2_000) < 0.4).astype(int)
    frame["score"] = rng.normal(50, 9, 2_000).round(1).astype(object)
    frame["even"] = frame["score"].where(rng.random(2_000) < 0.9, "-1.0")
    lost = (frame["arm"] == "B") & (rng.random(2_000) < 0.1)
    frame.loc[lost, "score"] = ""
    frame.loc[::20, "even"] = ""
    frame["score"] = frame["score"].mask(frame.index == 1, "-1.0")
    asked = ReadoutChoice(outcomes=("visited", "score", "even"))
    told = readout_of_file(write(tmp_path, frame), asked)
    visited, score, even = told.comparisons
    assert (visited.n, visited.n_control) == (1_000, 1_000)
    assert (score.n, score.n_control) == (int(1_000 - lost.sum() + (lost[1])), 1_000)
    known = pd.to_numeric(frame.loc[frame["arm"] == "B", "score"], errors="coerce")
    assert score.value == pytest.approx(known.mean())
    assert even.n + even.n_control == 1_900
    said = " ".join(sentences(told))
    assert "“even” is not known of 100 customers" in said
    assert said.count("differ beyond chance") == 2
    rows = readout_json(told)["missing"]
    assert [(one["outcome"], one["arm"], one["n"]) for one in rows][1] == ("score", "control", 0)
    frame["score"] = frame["score"].mask(frame["arm"] == "B", "").mask(frame.index == 0, "-1.0")
    with pytest.raises(InputError, match="Of nobody in the arm “B” is “score” known"):
        readout_of_file(write(tmp_path, frame), asked)


def test_arms_that_differ_in_capitals_alone_are_one(tmp_path: Path) -> None:
    names = ["Control", "new page"] * 48 + ["control ", "New  Page", "CONTROL", "new page"]
    frame = pd.DataFrame({"arm": names, "bought": [0, 1, 1, 0] * 25})
    table = read_coded(write(tmp_path, frame), "test.csv")
    assert arms_among(table, "arm") == (["Control", "new page"], "Control")
    assert arm_names(table.columns["arm"])[0] == ["Control", "new page"]
    told = readout_of_table(table, ReadoutChoice(outcomes=("bought",)))
    assert told.data.sizes.tolist() == [50, 50]
    twice = ReadoutChoice(outcomes=("bought", "bought"))
    assert len(readout_of_table(table, twice).comparisons) == 1
    with pytest.raises(InputError, match="“bought” cannot be two things at once"):
        readout_of_table(table, replace(twice, before=("bought",)))
    assert figures("rate", 0.0, -0.02715, 0.02715) == ("0.00", "−2.71", "2.71")
    said = " ".join(sentences(told))
    assert "“CONTROL” (1 row) counts as “Control”." in said
    assert "“New  Page” (1 row) counts as “new page”." in said
    assert outcomes_of_rows(table, ReadoutChoice(outcomes=("bought",)))[0][0].kind == "rate"


def test_amounts_that_are_all_alike_show_no_interval(tmp_path: Path) -> None:
    frame = pd.DataFrame({"arm": ["control", "B"] * 200, "spend": [0.1, 0.3] * 200})
    told = readout_of_file(write(tmp_path, frame), ReadoutChoice(outcomes=("spend",)))
    (one,) = told.comparisons
    assert told.verdicts[0].word == "cannot tell"
    assert np.isnan([one.low, one.high, one.p, one.ratio_low, one.sequential_low]).all()
    assert one.bootstrap is not None
    assert np.isnan(one.bootstrap.low)
    assert "no interval" in headline(told)
    assert comparisons_table(told).iloc[0]["interval"] == "not known"
    json.dumps(readout_json(told), allow_nan=False)


def test_several_currencies_are_never_added_up(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": np.arange(1_000, 1_040), "arm": ["control", "B"] * 20})
    frame["spend"], frame["currency"] = [1.5, 0, 2.5, 7.0] * 10, ["EUR", "USD", "€", ""] * 10
    file, named = tmp_path / "test.csv", ReadoutChoice("id", "arm", ("spend",))
    write(tmp_path, frame)
    for asked in (named, ReadoutChoice(outcomes=("spend",))):
        with pytest.raises(InputError, match="“spend” is in EUR, USD and €, which are never added"):
            readout_of_file(file, asked)
    write(tmp_path, frame.assign(orders=[0, 1, 2, 3] * 10))
    assert readout_of_file(file, replace(named, outcomes=("orders",))).comparisons
    write(tmp_path, frame.assign(currency=["EUR", "€"] * 20))
    assert readout_of_file(file, named).comparisons
    signs = frame.drop(columns="currency")
    signs["spend"] = ["€1.50", "$2.00", "€0.00", "$7.00"] * 10
    write(tmp_path, signs)
    with pytest.raises(InputError, match=r"is in \$ and €"):
        readout_of_file(file, named)
    refuse_several(read_coded(write(tmp_path, frame[["arm", "spend"]])), "spend")


@pytest.mark.parametrize("each", [1, 2])
def test_arms_of_one_or_two(tmp_path: Path, each: int) -> None:
    frame = pd.DataFrame({"arm": ["A", "B"] * each, "bought": [0, 1] * each})
    frame["spend"] = [1.5, 2.0, 0.0, 7.0][: 2 * each]
    told = readout_of_file(write(tmp_path, frame), ReadoutChoice(outcomes=("bought", "spend")))
    assert [one.word for one in told.verdicts] == ["cannot tell", "cannot tell"]
    assert np.isnan(told.comparisons[1].low) == (each == 1)
    assert sentences(told)


def test_a_ratio_of_two_columns(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"arm": np.tile(["control", "new"], 500), "orders": rng.poisson(2, 1_000)})
    frame["value"] = frame["orders"] * 12.5
    (one,) = readout_of_file(
        write(tmp_path, frame), ReadoutChoice(outcomes=("value/orders",))
    ).comparisons
    assert one.kind == "ratio"
    assert (one.value, one.control, one.difference) == pytest.approx((12.5, 12.5, 0))


def test_empty_cells_beside_amounts_are_nothing_spent(tmp_path: Path) -> None:
    frame = pd.DataFrame({"arm": ["control", "B"] * 50, "spend": ["", "4.50"] * 50})
    told = readout_of_file(write(tmp_path, frame), ReadoutChoice(outcomes=("spend",)))
    assert told.comparisons[0].control == 0
    assert any("count as 0" in one for one in sentences(told))


@pytest.mark.parametrize(
    ("names", "control"),
    [
        (["No E-Mail", "Mens E-Mail"], "No E-Mail"),
        (["gate_30", "gate_40"], "gate_30"),
        (["new_page", "old_page"], "old_page"),
        (["B", "C", "A"], "A"),
        (["1", "0"], "0"),
        (["treatment", "web"], "web"),
        (["ad", "psa"], "psa"),
        (["red", "blue"], None),
        (["control", "no mail", "B"], None),
    ],
)
def test_the_control_by_its_name(names: list[str], control: str | None) -> None:
    found = control_among(names)
    assert (found and names[found.at]) == control


def test_one_question_where_nobody_can_tell(tmp_path: Path) -> None:
    frame = pd.DataFrame({"arm": ["red", "blue"] * 30, "bought": [0, 1, 1] * 20})
    file = write(tmp_path, frame)
    with pytest.raises(InputError, match="Which arm is the control: blue or red"):
        readout_of_file(file, ReadoutChoice(outcomes=("bought",)))
    assert (
        readout_of_file(file, ReadoutChoice(outcomes=("bought",), control="Red")).data.control == 1
    )


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (ReadoutChoice(), "Say which columns are the outcomes"),
        (ReadoutChoice(outcomes=("name",)), "is no outcome"),
        (ReadoutChoice(outcomes=("bought",), before=("name",)), "holds no numbers"),
        (ReadoutChoice(outcomes=("bought",), date="name"), "holds no dates"),
        (ReadoutChoice(outcomes=("bought",), segments=("name",)), "groups are 2 to 30"),
        (ReadoutChoice(outcomes=("bought",), arm="name"), "arms are 2 to 20"),
        (ReadoutChoice(outcomes=("bought",), control="C"), "There is no arm “C”"),
        (ReadoutChoice(outcomes=("bought",), control_share=1.0), "below 100 %"),
        (ReadoutChoice(outcomes=("bought",), planned=0), "1 or more"),
        (ReadoutChoice(outcomes=("bought",), smallest=-1.0), "above 0"),
        (ReadoutChoice(outcomes=("bought",), lower_wins=("buoght",)), "none of the outcomes"),
        (ReadoutChoice(outcomes=("bought",), date="day"), "no date of 1 customer"),
    ],
)
def test_refused_in_a_sentence(asked: ReadoutChoice, message: str, tmp_path: Path) -> None:
    names = [f"name {at}" for at in range(60)]
    frame = pd.DataFrame({"arm": ["A", "B"] * 30, "bought": [0, 1, 1] * 20, "name": names})
    frame["day"] = ["", *["2026-01-05"] * 59]
    with pytest.raises(InputError, match=message):
        readout_of_file(write(tmp_path, frame), asked)


def test_only_what_is_used_is_read() -> None:
    named = ReadoutChoice("who", "arm", ("spend/orders",), date="day")
    assert set(used_columns(named) or ()) == {
        "who",
        "arm",
        "spend/orders",
        "spend",
        "orders",
        "day",
    }
    assert used_columns(ReadoutChoice(outcomes=("spend",))) is None


def test_how_long_it_takes_to_settle(tmp_path: Path) -> None:
    n = 6_000
    place = np.arange(n) // 2
    frame = pd.DataFrame({"arm": np.tile(["control", "B"], n // 2)})
    frame["bought"] = place % 100 < np.where(frame["arm"] == "B", 12, 10)
    frame["day"] = pd.Timestamp("2026-01-05") + pd.to_timedelta(place % 14, unit="D")
    file = write(tmp_path, frame)
    dated = ReadoutChoice(outcomes=("bought",), date="day")
    told = readout_of_file(file, dated)
    days, customers = days_to_go(told, 0), customers_to_go(told, 0)
    assert days is not None
    assert customers is not None
    assert 0 <= days * n / 14 - customers < n / 14
    assert headline(told).startswith("Too early to say what “B” does")
    assert f"{days} more days would settle it" in " ".join(sentences(told))
    read = read_experiment(file, ReadoutChoice(outcomes=("bought",)))
    undated = readout_of(read, ReadoutChoice(outcomes=("bought",)))
    assert days_to_go(undated, 0) is None
    assert f"{customers:,} more customers, all arms together" in " ".join(sentences(undated))
    planned = readout_of(read, ReadoutChoice(outcomes=("bought",), planned=3_000))
    assert headline(planned).startswith("“B” won: 2.00 points more")
    assert "so the fixed interval decides" in " ".join(sentences(planned))


def test_thirty_customers(tmp_path: Path) -> None:
    frame = pd.DataFrame({"arm": ["control", "B"] * 15, "bought": [0, 1, 1] * 10})
    told = readout_of_file(write(tmp_path, frame), ReadoutChoice(outcomes=("bought",)))
    assert told.verdicts[0].word == "cannot tell"
    assert not any("ruled out" in one for one in sentences(told))
    planned = ReadoutChoice(outcomes=("bought",), planned=15)
    said = sentences(readout_of_file(write(tmp_path, frame), planned))
    assert any("points or more, either way, is as good as ruled out" in one for one in said)
    assert "takes 100 customers in each arm" in " ".join(sentences(told))


def test_fewer_than_an_interval_takes_are_not_said_to_settle_it(tmp_path: Path) -> None:
    frame = pd.DataFrame({"arm": ["A", "B"] * 50, "bought": [0, 1, 0, 1, 0, 1, 0, 1, 1, 0] * 10})
    told = readout_of_file(write(tmp_path, frame), ReadoutChoice(outcomes=("bought",)))
    assert np.isnan(told.comparisons[0].sequential_low)
    assert customers_to_go(told, 0) == 100  # fifty in either arm
    frame["bought"] = frame["arm"].map({"A": 0, "B": 1})
    told = readout_of_file(write(tmp_path, frame), ReadoutChoice(outcomes=("bought",)))
    assert customers_to_go(told, 0) is None


def test_each_row_may_be_one_and_small_groups_are_counted(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer_id": np.arange(200) % 50, "bought": 1})
    frame["arm"] = np.where(frame["customer_id"] % 2, "A", "B")
    frame["town"] = np.where(np.arange(200) < 20, "small", "large")
    asked = ReadoutChoice(outcomes=("bought",), segments=("town",), each_row=True)
    told = readout_of_file(write(tmp_path, frame), asked)
    assert len(told.data.arm) == 200
    assert (
        len(readout_of_file(tmp_path / "test.csv", replace(asked, each_row=False)).data.arm) == 50
    )
    assert "1 group with fewer than 30 customers in an arm is not compared" in " ".join(
        sentences(told)
    )
