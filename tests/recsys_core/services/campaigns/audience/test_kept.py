"""Audiences kept with their lot, taken back, and forgotten with their customers."""

import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.campaigns.audience import words
from recsys_core.services.campaigns.audience.build import audience
from recsys_core.services.campaigns.audience.kept import (
    delete_audience,
    keep_audience,
    kept_audience,
    kept_audiences,
    with_arms,
)
from recsys_core.services.campaigns.audience.request import ContactLimits
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.storage.imports import list_imports, undo_import
from tests.recsys_core.services.campaigns.audience.market_shop import asked
from tests.recsys_core.storage.builders import NOW, rows_of

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")


def test_what_was_kept_is_what_was_found_with_a_lot_that_does_not_change(audience_shop):
    found = audience(audience_shop, asked(holdout=0.25))
    kept = keep_audience(audience_shop, "  Coffee   now ", found)
    again = kept_audience(audience_shop, "Coffee now")
    assert again.record.forecast == found.figures()
    assert list(again.members["user_id"]) == list(found.members["user_id"])
    assert 0.1 * 120 < again.holdout < 0.4 * 120
    assert again.holdout + len(again.mailed) == 120
    assert with_arms(audience_shop, "Coffee now", found).equals(kept.members)
    assert not with_arms(audience_shop, "Another", found)["arm"].equals(kept.members["arm"])
    more = with_arms(
        audience_shop, "Coffee now", audience(audience_shop, asked(size=200, holdout=0.25))
    )
    assert list(more["arm"][:120]) == list(kept.members["arm"])
    with pytest.raises(InputError, match="already"):
        keep_audience(audience_shop, "Coffee now", found)
    with pytest.raises(InputError, match="at most 80"):
        keep_audience(audience_shop, " ", found)


def test_a_kept_audience_counts_as_a_message_and_its_hold_out_does_not(audience_shop):
    kept = keep_audience(audience_shop, "First", audience(audience_shop, asked(holdout=0.5)))
    after = audience(audience_shop, asked(size=400, limits=ContactLimits(contacted=10)))
    users = set(after.members["user_id"])
    assert not users & set(kept.mailed["user_id"])
    held = set(kept.members["user_id"]) - set(kept.mailed["user_id"])
    untouched = {user for user in held if int(user[1:]) % 5}
    assert untouched
    assert untouched <= users


def test_deleting_is_taken_back(audience_shop):
    keep_audience(audience_shop, "First", audience(audience_shop, asked()))
    before = kept_audience(audience_shop, "First")
    delete_audience(audience_shop, "First")
    assert kept_audiences(audience_shop) == []
    with pytest.raises(NotFoundError, match="no audience"):
        kept_audience(audience_shop, "First")
    undo_last(audience_shop)
    assert kept_audience(audience_shop, "First").members.equals(before.members)
    assert words.kept_json(before)["size"] == len(before.mailed)
    assert words.none_kept() == "No audience has been kept yet."


def test_whoever_is_erased_is_in_no_audience(audience_shop):
    keep_audience(audience_shop, "First", audience(audience_shop, asked()))
    with audience_shop.db.write() as cursor:
        for import_id in list_imports(cursor)["import_id"]:
            undo_import(cursor, import_id, NOW)
    assert erase_removed(audience_shop)
    assert rows_of(audience_shop.db, "SELECT count(*) FROM audience_members") == [(0,)]
    assert len(kept_audiences(audience_shop)) == 1
