"""Groups side by side and look-alikes, on the Customers page."""

import time

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import background
from pages.parts.customers.lookalikes import section
from recsys_core.services.customers.group_choice import group_members, group_names
from recsys_core.services.customers.lookalikes.id_files import named_customers
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.side_by_side.comparison import (
    compare_segments,
    group_sentences,
)
from recsys_core.services.workspace.workspace import Workspace
from tests.factories import import_shop, write_shop
from tests.pages.driving import calm
from tests.pages.test_customers import opened, says

BESIDE, ALIKE = "Side by side", "Lookalikes"


@pytest.fixture
def tasting(workspace: Workspace, tmp_path) -> Workspace:
    """200 customers of four tastes: the number modulo 4."""
    import_shop(workspace, write_shop(tmp_path, customers=200, visits=4))
    return workspace


def found_out(app: AppTest, workspace: Workspace) -> None:
    calm(app.button("lookalike-start").click().run())
    for _ in range(200):
        if background.tasks(workspace).running(section.KIND) is None:
            break
        time.sleep(0.05)
    calm(app.run())


def test_two_groups_stand_beside_each_other_and_others_can_be_chosen(tasting, app: AppTest):
    names = group_names(tasting)
    opened(app, view=BESIDE)
    for line in group_sentences(compare_segments(tasting, names[:2])):
        assert says(app, line)
    table = app.dataframe[-1].value
    assert list(table) == ["Figure", *names[:2], "Average customer"]
    calm(app.multiselect("groups").set_value([names[0], names[-1]]).run())
    assert says(app, group_sentences(compare_segments(tasting, [names[0], names[-1]]))[1])
    calm(app.multiselect("groups").set_value([names[0]]).run())
    assert says(app, "Choose two groups or more to compare them.")


def test_a_list_brought_is_grown_and_handed_over(tasting, app: AppTest, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("\n".join([f"{n:05d}" for n in range(0, 200, 8)] + ["nobody"]), "utf-8")
    named = named_customers(tasting, path)
    brought = section.BroughtList(tasting.data_version(), "list.csv", named)
    app.session_state[section.LIST] = brought
    opened(app, view=ALIKE)
    assert says(app, "25 customers were read from ")
    assert says(app, "1 number is nobody's here and was left out.")
    found_out(app, tasting)
    assert says(app, "customers who are like the 25 of the list.")
    users = list(app.dataframe[-1].value["label"].str.split(" ").str[0])
    assert not set(users) & {f"{n:05d}" for n in range(0, 200, 8)}
    assert np.mean([int(user) % 4 == 0 for user in users[:25]]) > 0.8


def test_a_group_without_a_common_taste_is_refused_on_screen(tasting, app: AppTest):
    members = np.random.default_rng(2).random(len(customer_overview(tasting))) < 0.25
    named = section.NamedCustomers(members, "number", ())
    app.session_state[section.LIST] = section.BroughtList(tasting.data_version(), "a.csv", named)
    opened(app, view=ALIKE)
    found_out(app, tasting)
    assert says(app, "no common taste") or says(app, "too few to say")
    assert not app.dataframe


def test_a_group_may_be_grown_and_a_list_of_older_data_is_forgotten(tasting, app: AppTest):
    name = group_names(tasting)[0]
    named = section.NamedCustomers(group_members(tasting, name), "number", ())
    app.session_state[section.LIST] = section.BroughtList(-1, "old.csv", named)
    opened(app, view=ALIKE)
    assert not says(app, "old.csv")
    calm(app.selectbox("lookalike-group").set_value(name).run())
    assert app.button("lookalike-start")
