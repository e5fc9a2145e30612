"""The control group of all campaigns: drawn by lot, kept, and left alone everywhere."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.audience.exclusions import exclude
from recsys_core.services.campaigns.audience.request import ContactLimits
from recsys_core.services.campaigns.barred import CONTROL, barred
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.lots import (
    control_group,
    control_share,
    in_control,
    lot_key,
    set_control_share,
)
from recsys_core.services.workspace.workspace import open_workspace
from tests.recsys_core.services.campaigns.audience.market_shop import CUSTOMERS, SENDS

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")
USERS = [f"c{n}" for n in range(CUSTOMERS)]


def test_a_share_is_kept_by_the_workspace_and_can_be_taken_back(audience_shop):
    assert control_share(audience_shop) == 0
    assert control_group(audience_shop) == frozenset()
    set_control_share(audience_shop, 0.1)
    found = control_group(audience_shop)
    assert len(found) == pytest.approx(CUSTOMERS * 0.1, abs=20)
    assert found == set(np.array(USERS)[in_control(audience_shop, USERS)])
    set_control_share(audience_shop, 0.2)
    assert control_group(audience_shop) > found, "a larger share keeps those who are in"
    change = undo_last(audience_shop)
    assert "Control group" in change.sentence
    assert control_group(audience_shop) == found
    for wrong in (-0.1, 0.6, float("nan")):
        with pytest.raises(InputError, match="from 0 to 50 %"):
            set_control_share(audience_shop, wrong)


def test_it_is_the_same_after_opening_anew(tmp_path):
    with open_workspace(tmp_path / "w") as one:
        set_control_share(one, 0.3)
        key, before = lot_key(one), in_control(one, USERS)
    with open_workspace(tmp_path / "w") as again:
        assert lot_key(again) == key
        np.testing.assert_array_equal(in_control(again, USERS), before)


@given(share=st.floats(0, 0.5), inside=st.sets(st.integers(0, CUSTOMERS - 1)))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_audience_reaches_it_and_each_is_counted_once(audience_shop, share, inside):
    set_control_share(audience_shop, share)
    chosen = np.isin(np.arange(CUSTOMERS), list(inside))
    old, limits = np.full(CUSTOMERS, np.inf), ContactLimits()
    found = exclude(audience_shop, USERS, chosen, old, limits, SENDS)
    control = in_control(audience_shop, USERS)
    assert not (found.kept & control).any()
    assert found.kept.sum() + sum(found.counts.values()) == chosen.sum()
    reasons = barred(audience_shop)
    others = set().union(*(who for reason, who in reasons.items() if reason != CONTROL))
    alone = [user for user, one in zip(USERS, chosen & control, strict=True) if one]
    assert found.counts[CONTROL] == len(set(alone) - others)
