"""A kept audience as an experiment: those written to beside those kept back."""

import pandas as pd
import pytest

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.campaigns.audience.build import audience
from recsys_core.services.campaigns.audience.kept import keep_audience
from recsys_core.services.campaigns.audience.readout import outcomes_of, read_out
from recsys_core.services.experiments.readout.document import readout_json
from recsys_core.services.experiments.readout.of_audience import readout_of_audience
from recsys_core.services.experiments.readout.words import sentences
from tests.recsys_core.services.campaigns.audience.market_shop import SENDS, asked
from tests.recsys_core.storage.builders import add

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")


def buy(ws, users, day: int) -> None:
    bought = {"item_id": "p1", "event": "purchase", "quantity": 1.0, "revenue": 5.0}
    ts = SENDS + pd.Timedelta(days=day, hours=9)
    add(ws.db, "interactions", [bought | {"user_id": user, "ts": ts} for user in users])


def test_a_kept_audience_is_an_experiment(audience_shop):
    found = audience(audience_shop, asked(holdout=0.4))
    kept = keep_audience(audience_shop, "Coffee now", found)
    held = list(kept.members.loc[kept.members["arm"] != "mailed", "user_id"])
    mailed = list(kept.mailed["user_id"])
    with pytest.raises(NotReadyError, match="Nothing can be read yet"):
        readout_of_audience(audience_shop, "Coffee now")
    buy(audience_shop, [*mailed[:40], *held[:6]], 3)
    early = readout_of_audience(audience_shop, "Coffee now")
    assert early.verdicts[0].word == "too early"
    assert "24 days of those that were planned are to come" in " ".join(sentences(early))
    buy(audience_shop, held[6:20], 60)
    told = readout_of_audience(audience_shop, "Coffee now")
    plain = read_out(audience_shop, kept)
    found = readout_json(told)["comparisons"][0]
    assert (found["difference"], found["low"], found["high"]) == pytest.approx(
        (plain.difference, plain.low, plain.high)
    )
    assert found["decided_by"] == "plan"
    assert told.ratio_p == pytest.approx(plain.ratio_p)
    assert told.comparisons[1].kind == "money"
    assert outcomes_of(audience_shop, kept).bought.sum() == 46
    keep_audience(audience_shop, "Everybody", audience(audience_shop, asked(holdout=0.0)))
    with pytest.raises(NotReadyError):
        readout_of_audience(audience_shop, "Everybody")
