import json

import numpy as np
import pandas as pd
import pytest

from recsys_core.campaigns.response.clicks import CLICK_NUMBERS, at_position, position_rates
from recsys_core.campaigns.response.trial import fit_calibrated, try_models
from recsys_core.cli.main import main
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.campaigns.response.clicking import (
    click_readiness,
    clicks_by_position,
    often_shown,
    position_sentence,
    split_clicks,
    usual_click_day,
)
from recsys_core.services.campaigns.response.findings import (
    counted,
    how_many,
    study_sentence,
    what_came,
)
from recsys_core.services.campaigns.response.study import ResponseStudy, known_study, start_study
from recsys_core.services.campaigns.response.wide import codes, things_shown
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.storage.builders import add, bought

DAY0 = pd.Timestamp("2024-03-01")


def show_things(ws: Workspace, n: int = 4000) -> None:
    """Everybody is shown products and one banner on 40 days; the first position is clicked most,
    and so is product p0; half of the customers never click.
    """
    rng = np.random.default_rng(3)
    rows = []
    for _ in range(n):
        user, thing, position = (int(rng.integers(most)) for most in (60, 6, 5))
        chance = 0.5 / (1 + position) * (2 if thing == 0 else 0.6) * (user % 2)
        rows.append(
            {
                "user_id": f"c{user}",
                "item_id": None if thing == 5 else f"p{thing}",
                "banner": "spring" if thing == 5 else None,
                "position": position + 1,
                "clicked": bool(rng.random() < chance),
                "ts": DAY0 + pd.Timedelta(days=int(rng.integers(40)), hours=int(rng.integers(24))),
            }
        )
    add(ws.db, "exposures", rows)
    add(ws.db, "items", [{"item_id": f"p{n}", "category_path": f"A > K{n % 2}"} for n in range(5)])
    add(ws.db, "interactions", [bought(f"c{n}", f"p{n % 5}", revenue=1.0) for n in range(60)])


def test_clicks_are_foretold_beside_the_simple_models(ws: Workspace):
    show_things(ws)
    split = split_clicks(ws)
    trials = try_models(split.known, split.later, ["boosted"], 0)
    auc = {one.model: one.figures["auc"].value for one in trials}
    assert auc["logistic"] > auc["past-responders"] + 0.03
    assert auc["past-responders"] > 0.6
    own = next(one for one in trials if one.model == "logistic")
    assert own.expected == pytest.approx(own.actual, rel=0.25)


def test_where_clicks_are_not_known_purchases_are_foretold(ws: Workspace):
    """Three in four without one left out: chances still add up to all of them."""
    show_things(ws, 8000)
    with ws.db.write() as cursor:
        cursor.execute(
            """
            UPDATE exposures SET converted = clicked, position = NULL, clicked = NULL,
                   placement = CASE position WHEN 1 THEN 'Front + Mailer' WHEN 2 THEN 'Mailer' END;
            UPDATE exposures SET stands_for = CASE WHEN converted THEN 1 ELSE 4 END;
            DELETE FROM exposures WHERE NOT converted AND hash(ts, user_id, item_id, banner) % 4 > 0
            """
        )
    assert "exposures with a purchase among" in click_readiness(ws).reason
    split = split_clicks(ws)
    assert split.bought
    assert split.known.rows.numbers.shape[1] == len(CLICK_NUMBERS) + 2
    own = try_models(split.known, split.later, [], 0)[-1]
    assert own.drawn
    assert own.lines < own.rows < 8000
    assert own.expected == pytest.approx(own.actual, rel=0.25)
    study = ResponseStudy(split.cut, (0, 0), (own,), None, clicks=True, bought=True)  # type: ignore[arg-type]
    assert what_came(study) == "purchases"
    assert how_many(own, 123_456) == "123,000"
    assert counted(own, 1_234) == 1_230
    assert position_sentence(clicks_by_position(ws)).startswith("What a position is worth is not")


def test_at_one_position_things_are_compared_and_not_places(ws: Workspace):
    show_things(ws)
    split = split_clicks(ws)
    fitted = fit_calibrated("logistic", split.known, 0)
    rows = split.later.rows
    first, last = (fitted.chance(at_position(rows, where)) for where in (1, 5))
    assert (first > last).all()
    assert len(np.unique(at_position(rows, 3).fields[:, -1])) == 1
    assert rows.numbers.shape[1] == len(CLICK_NUMBERS)


def test_what_comes_later_is_not_seen(ws: Workspace):
    show_things(ws)
    cut = DAY0 + pd.Timedelta(days=30)
    before = split_clicks(ws, cut).known.rows
    planted = {"item_id": "p1", "position": 1, "clicked": True, "ts": cut}
    add(ws.db, "exposures", [planted | {"user_id": f"c{n}"} for n in range(60)])
    day = int((cut - DAY0).days)
    add(
        ws.db, "interactions", [bought(f"c{n}", "p1", revenue=9.0) | {"ts": cut} for n in range(60)]
    )
    assert day == 30
    after = split_clicks(ws, cut).known.rows
    np.testing.assert_array_equal(after.numbers, before.numbers)
    np.testing.assert_array_equal(after.history, before.history)


def test_the_first_position_is_clicked_most(ws: Workspace):
    show_things(ws)
    rates = clicks_by_position(ws)
    assert list(rates["position"]) == [1, 2, 3, 4, 5]
    assert rates["shown"].sum() == 4000
    assert (rates["low"] <= rates["rate"]).all()
    assert "Position 1 was clicked" in position_sentence(rates)
    assert "compared at one position" in position_sentence(rates)
    planted, last = 1 / 5, rates.iloc[-1]
    assert last["times_low"] < planted < last["times_high"]
    assert "is not known" in position_sentence(rates.head(1))
    assert usual_click_day(ws) == split_clicks(ws).cut
    assert list(often_shown(rates.assign(shown=[29, 30, 0, 31, 29]))["position"]) == [2, 4]


def test_better_things_at_the_top_are_no_position_bias():
    """Good things stand at 1 nine times in ten and are clicked alike at 2."""
    counts = pd.DataFrame(
        {
            "position": [1, 1, 2, 2],
            "thing": ["good", "bad", "good", "bad"],
            "shown": [9000, 1000, 1000, 9000],
            "clicked": [2700, 30, 300, 270],
        }
    )
    rates = position_rates(counts)
    assert rates["rate"][1] < rates["rate"][0] / 4
    assert rates["times"][1] == pytest.approx(1)
    assert rates["times_low"][1] < 1 < rates["times_high"][1]
    assert "no position bias beyond chance" in position_sentence(rates)
    apart = position_rates(counts[[True, False, False, True]])
    assert np.isnan(apart["times"][1])
    assert "is not known" in position_sentence(apart)


def test_the_interval_of_a_position_holds_what_was_planted():
    rng, held = np.random.default_rng(4), 0
    for _ in range(200):
        shown = rng.integers(20, 200, (12, 2))
        clicked = rng.binomial(shown, rng.uniform(0.1, 0.5, 12)[:, None] * [1, 0.6])
        frame = pd.DataFrame({"shown": shown.ravel(), "clicked": clicked.ravel()})
        rates = position_rates(frame.assign(position=[1, 2] * 12, thing=np.repeat(range(12), 2)))
        held += rates["times_low"][1] < 0.6 < rates["times_high"][1]
    assert 180 <= held <= 199


def test_too_few_clicks_are_said(ws: Workspace):
    show_things(ws, 300)
    assert "need 200 clicks" in click_readiness(ws).reason
    with pytest.raises(NotReadyError, match="need 200 clicks"):
        split_clicks(ws)
    with pytest.raises(NotReadyError, match="need 200 clicks"):
        known_study(ws, clicks=True)


def test_a_trial_on_clicks_is_kept_apart_from_one_on_campaigns(
    ws: Workspace, capsys: pytest.CaptureFixture[str]
):
    show_things(ws)
    with pytest.raises(NotReadyError, match="--clicks --train"):
        known_study(ws, clicks=True)
    with pytest.raises(NotReadyError, match="choose another day"):
        split_clicks(ws, pd.Timestamp("2030-01-01"))
    job = start_study(ws, clicks=True)
    assert job.title == "Who clicks"
    assert ws.jobs.wait(job.job_id).state == "done"
    study = known_study(ws, clicks=True)
    assert "exposures from" in study_sentence(study)
    assert what_came(study) == "clicks"
    with pytest.raises(NotReadyError):
        known_study(ws)
    asked = ["--workspace", str(ws.path), "response-models", "--clicks", "--json"]
    assert main(asked) == 0
    document = json.loads(capsys.readouterr().out)
    assert [row["position"] for row in document["positions"]] == [1, 2, 3, 4, 5]
    assert "Position 1 was clicked" in document["sentence"]


def test_codes_begin_at_one_and_nothing_is_nought(ws: Workspace):
    assert list(codes(pd.Series(["b", "", "a", None]))) == [2, 0, 1, 0]
    show_things(ws)
    shown = pd.DataFrame({"user_id": ["c1", "c1"], "start": [DAY0 + pd.Timedelta(days=99)] * 2})
    with ws.db.read() as cursor:
        history, target = things_shown(cursor, shown.assign(category=["K0", ""]))
    assert target[:, 0].tolist()[1] == 0
    assert history.shape == (2, 30)
