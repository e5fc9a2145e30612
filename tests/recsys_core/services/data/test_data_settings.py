from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.data import data_settings
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.dataset import Extent
from tests.recsys_core.storage.builders import add, bought


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path) as opened:
        rows = [bought(user, item) for user in "abc" for item in ("1", "2", "POST")]
        add(opened.db, "interactions", [*rows, bought("a", "3", 20)])
        yield opened


def test_what_is_saved_holds_for_the_data_of_models(ws: Workspace) -> None:
    assert data_settings.current(ws) == DataSettings()
    before = ws.dataset().fingerprint
    data_settings.save(ws, data_settings.changed(ws, {"excluded_items": "POST"}), "no fees")
    data = ws.dataset()
    assert not data.has_item("POST")
    assert data.settings.excluded_items == ("POST",)
    assert ws.fingerprint() == data.fingerprint != before
    assert ws.dataset(DataSettings()).has_item("POST")


def test_settings_survive_closing_the_workspace(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as ws:
        data_settings.save(ws, DataSettings(last_months=3))
    with open_workspace(tmp_path) as ws:
        assert data_settings.current(ws) == DataSettings(last_months=3)


def test_each_fix_is_taken_back_by_itself(ws: Workspace) -> None:
    both = data_settings.changed(ws, {"excluded_items": "POST", "max_events_per_user": "2"})
    data_settings.save(ws, both)
    assert [one.fix.name for one in data_settings.in_use(both)] == ["exclude_products", "cap"]
    left = data_settings.take_back(ws, "cap")
    assert left == DataSettings(excluded_items=("POST",))
    before = data_settings.reset(ws)
    assert before == DataSettings() == data_settings.current(ws)
    with pytest.raises(InputError, match="There is no fix"):
        data_settings.take_back(ws, "magic")


def test_the_history_tells_every_change_once(ws: Workspace) -> None:
    data_settings.save(ws, DataSettings(core=True), "first")
    data_settings.save(ws, DataSettings(core=True), "the same again")
    data_settings.reset(ws)
    assert [change.reason for change in data_settings.history(ws)] == [
        "Everything taken back",
        "first",
    ]


def test_the_preview_counts_before_and_after_and_changes_nothing(ws: Workspace) -> None:
    chosen = data_settings.changed(ws, {"excluded_items": "POST", "excluded_users": ["c"]})
    found = data_settings.preview(ws, chosen)
    assert found.before == Extent(rows=10, customers=3, products=4, least=1)
    assert found.after == Extent(rows=5, customers=2, products=3, least=1)
    assert data_settings.sentence(found) == (
        "Models would learn from 5 rows of 2 customers and 3 products: "
        "5 rows fewer, 1 customer fewer, 1 product fewer than now."
    )
    assert data_settings.current(ws) == DataSettings()
    same = data_settings.preview(ws, DataSettings(popularity_damping=0.5))
    assert "changes nothing" in data_settings.sentence(same)


def test_settings_that_leave_nothing_are_refused(ws: Workspace) -> None:
    with pytest.raises(NotReadyError, match="stay as they were"):
        data_settings.save(ws, DataSettings(until=date(2000, 1, 1)))
    assert data_settings.current(ws) == DataSettings()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"since": "yesterday"}, "a day like 2024-05-31"),
        ({"since": "2024-02-01", "until": "2024-01-01"}, "ends before it begins"),
        ({"max_events_per_user": "0"}, "at least 1"),
        ({"magic": "1"}, "has no setting"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_in_words(
    ws: Workspace, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        data_settings.changed(ws, changes)


def test_an_empty_text_takes_a_setting_back(ws: Workspace) -> None:
    data_settings.save(ws, DataSettings(min_user_items=2, since=date(2024, 1, 1)))
    chosen = data_settings.changed(ws, {"min_user_items": "", "since": ""})
    assert chosen == DataSettings()


def test_every_setting_belongs_to_a_fix_with_a_sentence() -> None:
    fields = {field for fix in data_settings.FIXES.values() for field in fix.fields}
    assert fields | {"max_items"} == set(DataSettings.model_fields)
    everything = DataSettings(
        core=True,
        min_item_users=2,
        min_user_items=2,
        max_events_per_user=9,
        last_months=1,
        popularity_damping=0.5,
        excluded_items=("1",),
        excluded_users=("a",),
        weight_view=2,
        feedback=False,
    )
    found = data_settings.in_use(everything)
    assert [one.fix.name for one in found] == list(data_settings.FIXES)
    assert all(one.sentence.endswith(".") for one in found)


def test_a_limit_begins_at_five_times_the_usual_customer_but_not_below_ten() -> None:
    assert [data_settings.proposed_cap(median) for median in (0.0, 2.0, 2.5, 40.0)] == [
        *(10, 10, 12, 200),
    ]


def test_a_window_begins_at_half_of_the_months_within_a_year() -> None:
    first = datetime(2024, 1, 31)
    ends = [
        datetime(2024, 1, 31),
        datetime(2024, 6, 1),
        datetime(2024, 12, 1),
        datetime(2030, 1, 1),
    ]
    assert [data_settings.proposed_months(first, last) for last in ends] == [1, 3, 6, 12]


def test_damping_counts_a_rare_product_by_the_root_of_its_rarity() -> None:
    gains = [data_settings.damped_gain(100, damping) for damping in (0.0, 0.5, 1.0)]
    assert gains == [1.0, 10.0, 100.0]
