"""The models of a workspace are attacked; a model that remembers its customers is found out."""

import numpy as np
import pytest

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.privacy import membership as attacks
from recsys_core.services.privacy.membership import membership, membership_known, quick_models
from recsys_core.services.workspace.workspace import Workspace


def test_each_model_has_its_guesses(
    persons_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = persons_workspace
    models = quick_models(ws)
    assert models == ["popularity", "ease", "user-knn"]
    assert membership_known(ws, models) is None
    found = membership(ws, models)
    assert {one.model for one in found.rows} == set(models)
    assert {one.attacker for one in found.rows} == {"scores", "lists"}
    popularity = next(one for one in found.rows if one.model == "popularity")
    assert popularity.low <= popularity.accuracy <= popularity.high
    assert "Chance is 50 of 100." in " ".join(found.sentences)
    assert "guesses right in" in found.rows[0].sentence
    assert membership_known(ws, models) is found
    assert np.isfinite(found.to_json()["rows"][0]["accuracy"])
    monkeypatch.setattr(attacks, "LEAST_CUSTOMERS", 1000)
    with pytest.raises(NotReadyError, match="an attack is tried with 1,000"):
        membership(ws, ["ease"])
