import numpy as np

from recsys_core.schema.statistics.means import mean_of_known, means_of, ratio


def test_means_leave_out_what_is_not_known() -> None:
    found = means_of(np.array([[1.0, np.nan], [3.0, np.nan]]))
    assert found[0] == 2.0
    assert np.isnan(found[1])


def test_nothing_known_has_no_mean() -> None:
    assert mean_of_known(np.array([1.0, np.nan, 4.0])) == 2.5
    assert np.isnan(mean_of_known(np.array([np.nan])))


def test_a_share_of_nothing_is_what_was_said_beforehand() -> None:
    counts, totals = np.array([[1, 3], [0, 0]]), np.array([[4], [0]])
    np.testing.assert_array_equal(ratio(counts, totals, empty=0.0), [[0.25, 0.75], [0, 0]])
    assert np.isnan(ratio(counts, totals)[1]).all()
