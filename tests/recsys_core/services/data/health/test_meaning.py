from recsys_core.services.data.health.checkup import checkup
from recsys_core.services.data.health.meaning import Meaning
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.storage.builders import add, bought, rated


def meant(ws: Workspace, rows: list[dict[str, object]]) -> Meaning:
    add(ws.db, "interactions", rows)
    return checkup(ws).meaning


def test_purchases_with_returns(ws: Workspace) -> None:
    found = meant(ws, [bought("a", "1"), bought("b", "1"), bought("b", "1", 2, -1)])
    assert found.kind == "purchases"
    assert found.sentence.startswith("2 purchases and 1 return.")
    assert "returns are taken off" in found.sentence


def test_ratings_on_a_scale(ws: Workspace) -> None:
    found = meant(ws, [rated("a", str(n), n) for n in (1, 2, 3, 4, 5)])
    assert found.kind == "ratings"
    assert "5 different values from 1 to 5" in found.sentence


def test_play_counts_in_a_rating_column_are_told_apart(ws: Workspace) -> None:
    found = meant(ws, [rated("a", str(n), max(n * n - 400, 1)) for n in range(1, 50)])
    assert found.kind == "counts"
    assert [one["code"] for one in found.findings] == ["ratings_are_counts"]
    assert "quantity" in found.findings[0]["sentence"]


def test_ratings_in_steps_of_a_hundred_stay_ratings(ws: Workspace) -> None:
    assert meant(ws, [rated("a", str(n), n) for n in range(1, 101)]).kind == "ratings"


def test_ratings_that_are_all_alike_say_nothing(ws: Workspace) -> None:
    found = meant(ws, [rated("a", "1", 1), rated("b", "1", 1)])
    assert [one["code"] for one in found.findings] == ["ratings_all_equal"]


def test_clicks_without_purchases(ws: Workspace) -> None:
    found = meant(ws, [{**bought("a", "1"), "event": "click"}])
    assert found.kind == "clicks"
    assert "no purchases" in found.sentence


def test_several_kinds_show_their_weights_and_the_fix(ws: Workspace) -> None:
    rows = [{**bought("a", "1"), "event": event} for event in ("view", "view", "cart", "purchase")]
    found = meant(ws, rows)
    assert found.kind == "several"
    assert dict(found.events[["event", "weight"]].values) == {
        "view": 1.0,
        "cart": 3.0,
        "purchase": 5.0,
    }
    assert found.findings[0]["fix"] == "weights"
