"""Lists as files for a group instead of everybody."""

import csv

import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.customers.group_choice import NamedGroup, group_names, group_users
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.export.long import codes_of, export_lists
from recsys_core.services.export.people import enough, set_smallest_group
from recsys_core.services.export.wide import export_wide
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import Source
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.storage.builders import add, bought


def users_in(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["user_id"] for row in csv.DictReader(file)}


def test_a_group_s_lists_are_those_of_its_customers(shop: Workspace, tmp_path):
    set_smallest_group(shop, 1)
    name = group_names(shop)[0]
    out, wide = tmp_path / "lists.csv", tmp_path / "wide.csv"
    done = export_lists(shop, out, "ease", users=NamedGroup(name))
    assert users_in(out) == set(group_users(shop, name))
    assert done.users == len(group_users(shop, name))
    save_ids(shop, "Mine", ["00003", "00001"])
    export_wide(shop, wide, "ease", users=NamedGroup("mine"))
    assert users_in(wide) == {"00001", "00003"}


def test_who_came_after_the_training_is_left_out_and_nobody_is_said(shop: Workspace, tmp_path):
    add(shop.db, "interactions", [bought("new", "P001"), bought("newer", "P001")])
    save_ids(shop, "New", ["new", "newer"])
    set_smallest_group(shop, 1)
    save_ids(shop, "Mixed", ["new", "00002"])
    source = Source.of(shop, "ease", ListSettings())
    (code,) = codes_of(shop, source, NamedGroup("Mixed"))
    assert source.data.user_code("00002") == code
    assert len(codes_of(shop, source, None)) == source.data.n_users
    export_lists(shop, tmp_path / "mixed.csv", "ease", users=NamedGroup("Mixed"))
    assert users_in(tmp_path / "mixed.csv") == {"00002"}
    with pytest.raises(InputError, match="knows nobody of the group New"):
        export_lists(shop, tmp_path / "new.csv", "ease", users=NamedGroup("New"))
    assert not (tmp_path / "new.csv").exists()
    with pytest.raises(NotFoundError):
        export_lists(shop, tmp_path / "new.csv", "ease", users=NamedGroup("Nobody"))


@pytest.mark.parametrize("write", [export_lists, export_wide])
def test_no_lists_are_written_for_a_group_below_the_smallest(shop: Workspace, tmp_path, write):
    save_ids(shop, "Three", ["00003", "00001", "00002"])
    out = tmp_path / "lists.csv"
    with pytest.raises(InputError, match="A group of 3 is not handed over"):
        write(shop, out, "ease", users=NamedGroup("Three"))
    assert not out.exists()
    enough(10, 10)
