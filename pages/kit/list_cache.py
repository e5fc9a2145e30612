"""Service answers of this page, kept until the data, the model or the request changes.

In `cache_resource`, which hands out the same immutable object without copying it.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import streamlit as st

from pages.kit.cache import QUIETLY, State, runs_of, state_of
from pages.kit.choices import SCENARIO
from pages.kit.snapshot import used
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.schema.rerank_config import NO_RERANKING
from recsys_core.schema.rules import Rule
from recsys_core.services.customers import history
from recsys_core.services.customers.profiles import CustomerProfile, customer_profile
from recsys_core.services.evaluation.latest import figures, latest_measurement
from recsys_core.services.recommend import side_by_side
from recsys_core.services.recommend.recommend import RecommendRequest
from recsys_core.services.recommend.scenarios import Scenario, scenarios
from recsys_core.services.recommend.side_by_side import OneList, Why
from recsys_core.services.rules.ruleset import active_rules
from recsys_core.services.what_if.what_if import held_out_line
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import TrainedModel, trained_models
from recsys_core.services.workspace.workspace import Workspace

Figures = dict[str, tuple[float, float, float]]
HELD_OUT = 200
"""Test customers behind the line above a list: as many as four lists can be measured on while a
knob moves. The Evaluation page takes more.
"""


@dataclass(frozen=True)
class ListCache:
    """What one run of a page asks the services, with the state of data and runs read once."""

    ws: Workspace
    state: State
    runs: tuple[str, ...]

    @classmethod
    def now(cls, ws: Workspace) -> "ListCache":
        """The workspace as it is at this moment."""
        return cls(ws, state_of(ws), runs_of(ws))

    def models(self) -> dict[str, TrainedModel]:
        """Trained models by name, in the order of their training."""
        return _models(self.ws, self.runs)

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """Saved scenarios whose models are trained, by the name of their list."""
        trained = self.models()
        found = [one for one in scenarios(self.ws) if one.choice.model in trained]
        return {f"{SCENARIO}{one.scenario_id}": one for one in found}

    @cached_property
    def options(self) -> dict[str, str]:
        """What can stand in a column: name of the list and its title, models first."""
        models = {name: short_title(name) for name in self.models()}
        return models | {name: one.name for name, one in self.scenarios.items()}

    def in_use(self, bought: bool = False) -> str:
        """The model to use when nobody says; `bought`: for lists that may hold bought products."""
        return used(self.ws, self.runs)[bought]

    def one_list(self, request: RecommendRequest) -> OneList:
        """One model's list; `request.model` names the model."""
        return _one_list(self.ws, self.state, self._pinned(request))

    def why(self, request: RecommendRequest, item: str) -> Why:
        """The evidence for a product. Diversity and length do not change it."""
        asked = replace(self._pinned(request), rerank_config=NO_RERANKING, k=1)
        return _why(self.ws, self.state, asked, item)

    def past(self, user: str, settings: DataSettings) -> tuple[history.PastProduct, ...]:
        """What the customer has bought or rated."""
        return _past(self.ws, self.state, user, settings.model_dump_json())

    def profile(self, user: str) -> CustomerProfile:
        """One customer. Its frames are shared: do not change them."""
        return _profile(self.ws, self.state, user)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The business rules in force in the workspace."""
        return active_rules(self.ws)

    def held_out(self) -> dict[str, Figures]:
        """By model and metric: value, low and high, from the latest evaluation."""
        return _held_out(self.ws, self.state, self.runs)[0]

    def measured_on_new(self) -> bool:
        """Whether the latest evaluation asked for products new to the customers only."""
        return _held_out(self.ws, self.state, self.runs)[1]

    def held_out_line(self, request: RecommendRequest) -> str:
        """What the knobs do to the model on customers it had not seen, in a sentence."""
        return _held_out_line(self.ws, self.runs, request.model, request)

    def _pinned(self, request: RecommendRequest) -> RecommendRequest:
        """For exactly this training, so that a new one is not answered from memory."""
        trained = self.models().get(request.model)
        return replace(request, model=trained.run_id) if trained else request


@st.cache_resource(max_entries=8, **QUIETLY)
def _models(ws: Workspace, runs: tuple[str, ...]) -> dict[str, TrainedModel]:
    return trained_models(ws)


@st.cache_resource(max_entries=512, **QUIETLY)
def _one_list(ws: Workspace, state: State, request: RecommendRequest) -> OneList:
    return side_by_side.one_list(ws, request)


@st.cache_resource(max_entries=128, **QUIETLY)
def _why(ws: Workspace, state: State, request: RecommendRequest, item: str) -> Why:
    return side_by_side.why(ws, request, item)


@st.cache_resource(max_entries=64, **QUIETLY)
def _past(ws: Workspace, state: State, user: str, settings: str) -> tuple[history.PastProduct, ...]:
    return history.past_products(ws, user, DataSettings.model_validate_json(settings))


@st.cache_resource(max_entries=64, **QUIETLY)
def _profile(ws: Workspace, state: State, user: str) -> CustomerProfile:
    return customer_profile(ws, user)


@st.cache_resource(max_entries=8, **QUIETLY)
def _held_out(
    ws: Workspace, state: State, runs: tuple[str, ...]
) -> tuple[dict[str, Figures], bool]:
    found = latest_measurement(ws)
    out: dict[str, Figures] = {}
    if found is not None:
        for row in figures(found.board).itertuples():
            out.setdefault(row.model, {})[row.name] = (row.value, row.low, row.high)
    return out, found is None or bool(found.board.protocol.get("new_items_only", True))


@st.cache_resource(max_entries=512, **QUIETLY)
def _held_out_line(
    ws: Workspace, runs: tuple[str, ...], model: str, request: RecommendRequest
) -> str:
    try:
        return held_out_line(
            ws, model, request.k, request.rerank_config, request.include_seen, HELD_OUT
        )
    except (NotReadyError, NotFoundError):
        return ""
