"""Segments on the Customers page: begun from a card, changed, kept, laid over one another."""

from streamlit.testing.v1 import AppTest

from recsys_core.schema.segments import SegmentDefinition
from recsys_core.services.customers.groups.clusters import group_titles
from recsys_core.services.customers.segments.choices import segment_choices
from recsys_core.services.customers.segments.members import count
from recsys_core.services.customers.segments.saved import find_saved, save, segment_names
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, press
from tests.pages.test_customers import opened, says

pytest_plugins = ["tests.pages.market"]

VIEW = "Segments"


def define(*conditions: dict, match: str = "all") -> SegmentDefinition:
    return SegmentDefinition.model_validate({"match": match, "conditions": list(conditions)})


def metrics(app: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in app.metric}


def test_begun_from_a_card_counted_and_kept(market: Workspace, app: AppTest):
    opened(app, view=VIEW)
    assert says(app, "None yet. Begin with one above, or bring in a file.")
    card = next(one for one in app.button if (one.key or "").startswith("seg-card-"))
    calm(card.click().run())
    assert says(app, "Customers who ")
    assert says(app, "Kept segments")
    assert "Customers" in metrics(app)
    calm(app.text_input("seg-name").set_value("Mine").run())
    calm(app.button("seg-save").click().run())
    calm(app.run())
    assert segment_names(market) == ["Mine"]
    assert find_saved(market, "Mine").kind == "dynamic"


def test_built_from_nothing_condition_by_condition(market: Workspace, app: AppTest):
    opened(app, view=VIEW)
    press(app, "Begin with nothing")
    assert says(app, "The count shows once every condition is complete.")
    assert says(app, "Name at least one product, category or brand.")
    category = segment_choices(market).categories[0]
    calm(app.multiselect("seg-1-values").set_value([category]).run())
    bought = {"kind": "bought", "values": [category]}
    expected = count(market, define(bought))
    assert metrics(app)["Customers"] == f"{expected.n:,}"
    assert says(app, f"Customers who bought “{category}”.")
    press(app, "Add a group of conditions")
    calm(app.selectbox("seg-2-kind").set_value("figure").run())
    assert says(app, "Give a lowest or a highest figure.")
    calm(app.number_input("seg-2-low").set_value(5.0).run())
    calm(app.radio("seg-inner").set_value("none").run())
    visits = {"kind": "group", "match": "none", "conditions": [{"kind": "figure", "low": 5}]}
    expected = count(market, define(bought, visits))
    assert metrics(app)["Customers"] == f"{expected.n:,}"
    calm(app.button("seg-remove-2").click().run())
    assert metrics(app)["Customers"] == f"{count(market, define(bought)).n:,}"
    calm(app.radio("seg-match").set_value("none").run())
    assert metrics(app)["Customers"] == f"{count(market, define(bought, match='none')).n:,}"


def test_a_group_that_was_found_is_named(market: Workspace, app: AppTest):
    names = list(group_titles(market, "rfm", "k-means", 5))
    opened(app, view=VIEW)
    press(app, "Begin with nothing")
    calm(app.selectbox("seg-1-kind").set_value("cluster").run())
    assert says(app, "Choose at least one of them.")
    assert app.multiselect("seg-1-values").options == names
    calm(app.multiselect("seg-1-values").set_value(names[:1]).run())
    expected = count(market, define({"kind": "cluster", "values": names[:1]}))
    assert metrics(app)["Customers"] == f"{expected.n:,}"
    calm(app.selectbox("seg-1-by").set_value("tastes").run())
    assert says(app, "Group customers by what they buy into 5 first")


def test_a_kept_one_is_seen_changed_and_taken_back(market: Workspace, app: AppTest):
    save(market, "Often", define({"kind": "figure", "low": 5}))
    save(market, "Broken", define({"kind": "attribute", "fact": "shoe", "values": ["9"]}))
    app.query_params["saved"] = "Often"
    opened(app, view=VIEW)
    assert says(app, "Customers who visited at least 5 times.")
    press(app, "Change")
    calm(app.number_input("seg-1-low").set_value(6.0).run())
    calm(app.button("seg-save").click().run())
    assert find_saved(market, "Often").definition == define({"kind": "figure", "low": 6})
    calm(app.run())
    calm(app.button("segment-undo").click().run())
    assert find_saved(market, "Often").definition == define({"kind": "figure", "low": 5})
    app.query_params["saved"] = "Broken"
    opened(app, view=VIEW)
    assert says(app, "The customer list says nothing about “shoe” (any more)")
    press(app, "Delete")
    assert segment_names(market) == ["Often"]


def test_two_laid_over_one_another(market: Workspace, app: AppTest):
    save(market, "Often", define({"kind": "figure", "low": 5}))
    save(market, "All", define({"kind": "figure", "low": 1}))
    opened(app, view=VIEW)
    calm(app.multiselect("segments-over").set_value(["Often", "All"]).run())
    n = find_saved(market, "Often").size
    assert says(app, f"{n:,} customers are in “Often” and “All”: 100 % of “Often”")
    press(app, "Build on everybody else")
    assert says(app, "All customers except those who are in “Often” or are in “All”.")
