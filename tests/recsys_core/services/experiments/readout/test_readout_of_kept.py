"""An experiment that was dealt out here is read by its plan, from purchases or from a file."""

import json

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.schema.statistics.differences import newcombe
from recsys_core.services.data.coded_table import read_coded
from recsys_core.services.experiments.planning.assignment import AssignRequest, arms_of, assign
from recsys_core.services.experiments.planning.days import customer_days
from recsys_core.services.experiments.planning.plan import plan_experiment
from recsys_core.services.experiments.planning.request import PlanRequest
from recsys_core.services.experiments.readout.columns import ReadoutChoice
from recsys_core.services.experiments.readout.files import divisible
from recsys_core.services.experiments.readout.kept_file import (
    matched,
    matching_experiment,
    readout_with_plan,
)
from recsys_core.services.experiments.readout.kept_list import (
    listed_experiments,
    none_dealt,
    note_reading,
)
from recsys_core.services.experiments.readout.of_kept import readout_of_experiment
from recsys_core.services.experiments.readout.words import sentences
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.services.campaigns.audience.market_shop import SENDS
from tests.recsys_core.storage.builders import add, rows_of

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")
UNEQUAL = arms_of(["control", "new"], [0.45, 0.55])
MAILING = PlanRequest(effect=0.3, window=14, entry="all")


def buy(ws: Workspace, users, day: int, revenue: float = 5.0) -> None:
    """One purchase each, so many days after the first day that counts."""
    bought = {"item_id": "p1", "event": "purchase", "quantity": 1.0, "revenue": revenue}
    ts = SENDS + pd.Timedelta(days=day, hours=9)
    add(ws.db, "interactions", [bought | {"user_id": one, "ts": ts} for one in users])


def of_arm(kept, arm: str) -> list[str]:
    return list(kept.dealt.loc[kept.dealt["arm"] == arm, "user_id"])


def dealt(ws: Workspace, plan: PlanRequest | None = MAILING, **more):
    found = None if plan is None else plan_experiment(ws, plan)
    return assign(ws, AssignRequest("Spring", UNEQUAL, plan=found, **more))


def test_purchases_from_the_first_day_on_are_read_by_the_plan(audience_shop):
    ws = audience_shop
    assert (listed_experiments(ws), none_dealt()) == ([], "No experiment was dealt out yet.")
    kept = dealt(ws)
    assert kept.starts == SENDS
    assert kept.plan.smallest == pytest.approx(0.3 * kept.plan.baseline)
    with pytest.raises(NotReadyError, match="counts from 17 Sep 2024 on, and the data goes to 16"):
        readout_of_experiment(ws, "Spring")
    assert listed_experiments(ws)[0].state == "planned"
    control, new = of_arm(kept, "control"), of_arm(kept, "new")
    buy(ws, [*new[:25], *control[:10]], 4)
    early = readout_of_experiment(ws, "Spring")
    assert early.data.outcomes[0].name == "bought within 5 days"
    assert not early.verdicts[0].by_plan
    said = " ".join(sentences(early))
    assert "9 days of those that were planned are to come; looking before is what" in said
    assert "it decides until the 14 days that were planned are over" in said
    note_reading(ws, "Spring", early)
    assert listed_experiments(ws)[0].state == "running"
    buy(ws, [*new[25:110], *control[10:14]], 13)
    # The fifteenth day counts no more.
    buy(ws, control, 14)
    told = readout_of_experiment(ws, "Spring", ("money",))
    one = told.comparisons[0]
    hits = np.array([110 / len(new)]), np.array([14 / len(control)])
    low, high = newcombe(hits[0], np.array([len(new)]), hits[1], np.array([len(control)]))
    assert (one.value, one.control, one.low, one.high) == pytest.approx(
        (hits[0][0], hits[1][0], low[0], high[0])
    )
    assert (told.verdicts[0].word, told.verdicts[0].by_plan) == ("won", True)
    assert list(told.data.shares) == pytest.approx([0.45, 0.55])
    assert told.comparisons[1].value == pytest.approx(5.0 * 110 / len(new))
    assert "Planned were " in " ".join(sentences(told))
    assert listed_experiments(ws)[0].state == "over"
    note_reading(ws, "Spring", told, ("money",))
    note_reading(ws, "Spring", told, ("money",))
    listed = listed_experiments(ws)[0]
    assert (listed.state_word, listed.outcomes) == ("read", ("money",))
    assert listed.ends == SENDS + pd.Timedelta(days=13)
    assert listed.to_json()["arms"] == kept.sizes


def test_who_is_gone_is_counted_and_a_plan_stays_as_it_was(audience_shop):
    ws = audience_shop
    kept = dealt(ws, stratified=True)
    with pytest.raises(InputError, match="another plan"):
        assign(ws, AssignRequest("Spring", UNEQUAL, stratified=True, plan=plan_experiment(
            ws, PlanRequest(effect=0.2, window=14, entry="all"))))  # fmt: skip
    assert dealt(ws, None, stratified=True).plan == kept.plan
    with pytest.raises(InputError, match="counts from that day or a later one"):
        assign(ws, AssignRequest("Old", UNEQUAL, starts=SENDS - pd.Timedelta(days=5)))
    gone = of_arm(kept, "new")[:3]
    buy(ws, of_arm(kept, "control")[:5], 20)
    with ws.db.write() as cursor:
        for table in ("interactions", "users"):
            cursor.execute(f"DELETE FROM {table} WHERE list_contains(?, user_id)", [gone])
        cursor.execute("DELETE FROM assignments WHERE user_id = ?", [gone[0]])
        cursor.execute("UPDATE meta SET value = value::INT + 1 WHERE key = 'data_version'")
    told = readout_of_experiment(ws, "Spring")
    assert f"3 of {len(kept.dealt)} customers who were dealt out are gone" in " ".join(
        sentences(told)
    )
    assert len(told.data.arm) == len(kept.dealt) - 3
    assert [(one.name, one.planned) for one in told.data.splits] == [("segment when dealt", True)]


def test_without_a_plan_and_without_dates(audience_shop):
    kept = dealt(audience_shop, None)
    buy(audience_shop, of_arm(kept, "new")[:9], 20)
    with pytest.raises(InputError, match="nothing can be divided by it"):
        readout_of_experiment(audience_shop, "Spring", ("ratio",))
    buy(audience_shop, of_arm(kept, "control")[:9], 20)
    found = customer_days(audience_shop, customer_state(audience_shop).activity)
    last = found.day == found.day.max()
    assert (last.sum(), found.spend[last].sum(), found.visits) == (18, 90.0, False)
    told = readout_of_experiment(audience_shop, "Spring", ("count", "ratio"))
    divisible(told.data)
    assert [one.name for one in told.data.outcomes] == ["orders within 21 days", "spend an order"]
    with pytest.raises(InputError, match="is none that this data tells"):
        readout_of_experiment(audience_shop, "Spring", ("visits",))
    with pytest.raises(NotFoundError):
        readout_of_experiment(audience_shop, "Autumn")
    with audience_shop.db.write() as cursor:
        cursor.execute("UPDATE interactions SET ts = NULL")
        cursor.execute("UPDATE meta SET value = value::INT + 1 WHERE key = 'data_version'")
    with pytest.raises(NotReadyError, match="nothing in the data has a date"):
        readout_of_experiment(audience_shop, "Spring")
    undo_last(audience_shop)
    assert listed_experiments(audience_shop) == []


def test_customers_who_come_count_once_their_days_are_over(audience_shop):
    ws = audience_shop
    plan = PlanRequest(effect=0.5, window=10)
    kept = dealt(ws, plan)
    control, new = of_arm(kept, "control"), of_arm(kept, "new")
    buy(ws, [*control[:50], *new[:70]], 0)
    with pytest.raises(NotReadyError, match="nobody who came from 17 Sep 2024 on did so 10 days"):
        readout_of_experiment(ws, "Spring")
    # Of those who came, some buy again within ten days, some later; others come late.
    buy(ws, [*control[:5], *new[:35]], 6)
    buy(ws, [*control[20:25], *new[60:65]], 11)
    buy(ws, [*control[50:53], *new[70:77]], 5)
    told = readout_of_experiment(ws, "Spring")
    one = told.comparisons[0]
    assert (one.n, one.n_control) == (70, 50)
    assert (one.value, one.control) == pytest.approx((35 / 70, 5 / 50))
    said = " ".join(sentences(told))
    assert "10 who came less than 10 days before the data ends do not count yet" in said
    assert f"{len(kept.dealt) - 130} who were dealt out did not come in that time" in said
    assert told.days == ()
    buy(ws, control[60:110], 12)
    buy(ws, [control[0]], 24)
    broken = readout_of_experiment(ws, "Spring")
    assert broken.broken
    assert "as a mailing does, more of it come" in " ".join(sentences(broken))
    assert "If other shares were planned" not in " ".join(sentences(broken))


def test_a_file_of_its_customers_is_offered_its_plan(audience_shop, tmp_path):
    ws = audience_shop
    kept = dealt(ws)
    frame = kept.dealt[["user_id", "arm"]].assign(opened=lambda one: np.arange(len(one)) % 3 < 1)
    frame.loc[0, "arm"] = {"new": "control", "control": "new"}[frame.loc[0, "arm"]]
    strangers = pd.DataFrame({"user_id": ["x1", "x2"], "arm": "NEW", "opened": True})
    path = tmp_path / "opened.csv"
    pd.concat([frame, strangers]).to_csv(path, index=False)
    table = read_coded(path)
    asked = ReadoutChoice(outcomes=["opened"])
    strangers["arm"] = ["a", "b"]
    strangers.to_csv(tmp_path / "other.csv", index=False)
    other = read_coded(tmp_path / "other.csv")
    assert matching_experiment(ws, other, ReadoutChoice(arm="arm")) is None
    with pytest.raises(InputError, match="does not hold the arms and customers of “Spring”"):
        matched(ws, "Spring", other, ReadoutChoice(arm="arm"))
    found = matching_experiment(ws, table, asked)
    n = len(kept.dealt)
    assert (found.users, found.dealt, found.same) == (n + 2, n, n - 1)
    assert f"{n} of {n + 2} customers of the file are in it. Read with its plan?" in found.question
    path.write_text(path.read_text().replace("NEW", "new"))
    told = readout_with_plan(read_coded(path), asked, matched(ws, "Spring", table, asked))
    assert list(told.data.shares) == pytest.approx([0.45, 0.55])
    assert told.read.rule == "kept"
    assert "“control” is the control: it was named first" in " ".join(sentences(told))
    assert told.asked.planned == kept.plan.per_arm
    assert told.asked.smallest == kept.plan.smallest
    assert "1 of them were dealt" not in " ".join(sentences(told))
    assert "1 of them was dealt another arm" in " ".join(sentences(told))


def test_the_command_deals_lists_and_reads(audience_shop, tmp_path, capsys):
    ws = audience_shop
    place = ["--workspace", str(ws.path), "--json"]
    call = ["experiment", "assign", "Spring", "--arm", "control", "--arm", "new"]
    ws.close()
    plan = ["--effect", "0.3", "--window", "14", "--everybody"]
    assert main([*call, *plan, *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["starts"], told["plan"]["window"]) == ("2024-09-17", 14)
    with open_workspace(ws.path) as again:
        users = [one for (one,) in rows_of(again.db, "SELECT user_id FROM assignments")]
        buy(again, users[:90], 14)
    read = ["experiment", "readout", "--kept", "Spring"]
    assert main([*read, "--outcome", "count", *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in told["comparisons"]] == ["rate", "count"]
    assert main(["experiment", "list", *place]) == 0
    assert json.loads(capsys.readouterr().out)[0]["state"] == "read"
    assert main([*read, "--smallest", "0.1", *place]) == 2
    assert "has its own customers, arms and plan: --smallest" in capsys.readouterr().err
    file = tmp_path / "opened.csv"
    arms = ["control", "new"]
    rows = [f"{user},{arms[at % 2]},{at % 3 % 2}" for at, user in enumerate(users)]
    file.write_text("\n".join(["user_id,arm,opened", *rows]))
    assert main(["experiment", "readout", str(file), "--kept", "Spring", "--outcome", "opened",
                 *place]) == 0  # fmt: skip
    assert "Read with the plan of “Spring”" in capsys.readouterr().out
