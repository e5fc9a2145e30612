import numpy as np
import pandas as pd
import pytest

from recsys_core.profiles.lifecycle import STATUSES, lifecycle

NOW = pd.Timestamp(2024, 6, 30)


def customers(*rows):
    """(days, first seen days ago, last seen days ago)."""
    return pd.DataFrame(
        {
            "days": [days for days, _, _ in rows],
            "first_ts": [NOW - pd.Timedelta(days=first) for _, first, _ in rows],
            "last_ts": [NOW - pd.Timedelta(days=last) for _, _, last in rows],
        }
    )


def test_the_interval_is_the_mean_gap_between_shopping_days():
    out = lifecycle(customers((11, 100, 0)), NOW)
    assert out["interval_days"][0] == 10
    assert out["next_expected"][0] == NOW + pd.Timedelta(days=10)


@pytest.mark.parametrize(
    ("last", "status"),
    [(0, "active"), (20, "active"), (21, "slipping"), (40, "slipping"), (41, "lost")],
)
def test_status_is_judged_by_the_own_rhythm(last, status):
    out = lifecycle(customers((11, last + 100, last)), NOW)
    assert out["status"][0] == status


def test_the_same_absence_means_different_things():
    out = lifecycle(customers((51, 130, 30), (6, 180, 30)), NOW)
    assert out["interval_days"].tolist() == [2, 30]
    assert out["status"].tolist() == ["lost", "active"]


def test_few_visits_are_judged_by_everybodys_rhythm_without_claiming_one():
    out = lifecycle(customers((11, 100, 0), (1, 5, 5), (2, 90, 10), (1, 60, 60)), NOW)
    assert out["status"].tolist() == ["active", "new", "active", "lost"]
    assert np.isnan(out["interval_days"][1:]).all()
    assert out["next_expected"][1:].isna().all()


def test_several_visits_a_day_are_not_less_than_a_day_apart():
    out = lifecycle(customers((3, 1, 0)), NOW)
    assert out["interval_days"][0] == 1


def test_without_dates_everything_is_unknown():
    frame = pd.DataFrame({"days": [0, 0], "first_ts": [pd.NaT] * 2, "last_ts": [pd.NaT] * 2})
    out = lifecycle(frame, None)
    assert out["status"].tolist() == ["unknown", "unknown"]
    assert out["interval_days"].isna().all()
    assert out["next_expected"].isna().all()
    assert set(out["status"]) <= set(STATUSES)
