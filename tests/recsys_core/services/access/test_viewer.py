"""A viewer on a measured shop: everything there is to see is answered, and nothing changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from recsys_core.schema.errors import ForbiddenError
from recsys_core.schema.rules import Rule
from recsys_core.services.access.actor import OPERATOR, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import remove, set_role
from recsys_core.services.customers.feedback import give_feedback
from recsys_core.services.customers.group_choice import group_names
from recsys_core.services.customers.one_customer.contacts import more_json
from recsys_core.services.customers.profiles import customer_overview, customer_profile
from recsys_core.services.customers.segments.gallery import gallery
from recsys_core.services.data.health.checkup import checkup
from recsys_core.services.data.imports import list_imports, quarantine_rows
from recsys_core.services.evaluation.audit import audit
from recsys_core.services.evaluation.latest import latest_measurement
from recsys_core.services.evaluation.queue import latest_evaluation
from recsys_core.services.evaluation.slices import slices_document
from recsys_core.services.export.long import export_lists
from recsys_core.services.items.item import item_side
from recsys_core.services.overview import headline, overview
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.recommend.side_by_side import one_list, why
from recsys_core.services.recommend.trace import list_steps
from recsys_core.services.report.report import report_html
from recsys_core.services.rules.rule_choices import rule_choices
from recsys_core.services.rules.ruleset import add_rule
from recsys_core.services.training.queue import list_models, start_training
from recsys_core.services.training.staleness import staleness
from recsys_core.services.what_if.sample import what_if_sample
from recsys_core.services.workspace.runs import delete_run, runs_frame
from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
ID = "https://id.example"

LOOKS: tuple[Callable[[Workspace], object], ...] = (
    headline,
    overview,
    checkup,
    list_imports,
    customer_overview,
    group_names,
    gallery,
    list_models,
    staleness,
    latest_measurement,
    latest_evaluation,
    audit,
    slices_document,
    rule_choices,
    runs_frame,
)


@pytest.fixture
def house(what_if_shop: Workspace) -> House:
    return House(what_if_shop.path).acting(OPERATOR)


def held_by(house: House, what_if_shop: Workspace, role: Role) -> Workspace:
    set_role(house, ID, role.word, role, role.word)
    return what_if_shop.acting(house.person(ID, role.word, role.word))


def test_a_viewer_sees_everything_and_changes_nothing(
    house: House, what_if_shop: Workspace, tmp_path: Path
) -> None:
    ws = held_by(house, what_if_shop, Role.VIEWER)
    for look in LOOKS:
        look(ws)
    quarantine_rows(ws, list_imports(ws)["import_id"][0])
    user = customer_overview(ws)["user_id"][0]
    more_json(ws, customer_profile(ws, user))
    request = RecommendRequest(user, "ease", k=5)
    shown = recommend(ws, request)
    list_steps(ws, shown)
    first = shown.items[0].item_id
    assert one_list(ws, request)
    assert why(ws, request, first)
    assert item_side(ws, first, "ease")
    before = sorted(path for path in what_if_shop.path.rglob("*.json"))
    for change in (
        lambda: give_feedback(ws, user, first, "up"),
        lambda: add_rule(ws, Rule.model_construct()),
        lambda: start_training(ws, "popularity"),
        lambda: delete_run(ws, runs_frame(what_if_shop)["run_id"][0]),
        lambda: export_lists(ws, tmp_path / "lists.csv", "ease"),
        lambda: report_html(ws),
    ):
        with pytest.raises(ForbiddenError, match="needs the role analyst"):
            change()
    assert sorted(path for path in what_if_shop.path.rglob("*.json")) == before
    assert not (tmp_path / "lists.csv").exists()


def test_a_role_that_is_taken_holds_on_an_open_handle(
    house: House, what_if_shop: Workspace
) -> None:
    ws = held_by(house, what_if_shop, Role.ANALYST)
    kept = what_if_sample(ws, 20)
    give_feedback(ws, *_somebody(ws), "up")
    set_role(house, ID, Role.ANALYST.word, Role.VIEWER)
    with pytest.raises(ForbiddenError):
        give_feedback(ws, *_somebody(ws), "up")
    assert what_if_sample(ws, 20) is kept
    remove(house, ID, Role.ANALYST.word)
    for look in (*LOOKS, lambda ws: what_if_sample(ws, 20)):
        with pytest.raises(ForbiddenError):
            look(ws)
    # What was made for somebody who is gone serves those who are there.
    assert what_if_sample(what_if_shop, 20) is kept
    assert kept.facts is not None


def _somebody(ws: Workspace) -> tuple[str, str]:
    user = customer_overview(ws)["user_id"][0]
    return user, recommend(ws, RecommendRequest(user, "ease", k=1)).items[0].item_id
