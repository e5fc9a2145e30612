"""Ways of making lists with a name: saved, shared by link, used for exports."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from recsys_core.models.registry import MODELS
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.rerank_config import NO_RERANKING, RerankConfig
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation.model_in_use import IN_USE, named_model
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.knobs import parse_rerank_config
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.recommend import MAX_K
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import scenarios as table
from recsys_core.wording.messages import say

LONGEST_NAME = 60
RULES = "rules"


@dataclass(frozen=True)
class Choice:
    """A model and how lists are made from its scores."""

    model: str
    settings: ListSettings = field(default_factory=ListSettings)

    @property
    def rerank_config(self) -> RerankConfig:
        return self.settings.rerank_config

    @property
    def plain(self) -> "Choice":
        """The model's own order, everything else alike."""
        return replace(self, settings=replace(self.settings, rerank_config=NO_RERANKING))

    def to_state(self) -> dict[str, Any]:
        """JSON-ready; knobs that are as usual are left out."""
        return {
            "model": self.model,
            "k": self.settings.k,
            "include_seen": self.settings.include_seen,
            "treatment": self.rerank_config.changes(),
        }

    @classmethod
    def of_state(cls, state: Mapping[str, Any]) -> "Choice":
        """What `to_state` wrote. ValueError if this version does not know it."""
        rerank_config = RerankConfig.model_validate(state["treatment"])
        settings = ListSettings(int(state["k"]), bool(state["include_seen"]), rerank_config)
        return cls(str(state["model"]), settings)


@dataclass(frozen=True)
class Scenario:
    """A choice with a name."""

    scenario_id: str
    name: str
    choice: Choice
    created_at: datetime

    @property
    def words(self) -> str:
        """The choice in words."""
        return in_words(self.choice)

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `scenarios`."""
        created = self.created_at.isoformat(timespec="seconds")
        return {"name": self.name, **self.choice.to_state(), "created_at": created}


@needs(Role.VIEWER)
def choice_of(
    ws: Workspace,
    model: str = IN_USE,
    k: int = 10,
    knobs: Mapping[str, object] | None = None,
    include_seen: bool = False,
) -> Choice:
    """A choice as people type it; `InputError` says what is allowed."""
    if not 1 <= k <= MAX_K:
        raise InputError(say(m.WRONG_LENGTH, most=MAX_K, k=str(k)))
    name = named_model(ws, model, include_seen)
    if name not in MODELS:
        raise InputError(say(m.UNKNOWN_MODEL, model=name, models=", ".join(sorted(MODELS))))
    return Choice(name, ListSettings(k, include_seen, parse_rerank_config(knobs or {})))


@needs(Role.VIEWER)
def scenarios(ws: Workspace) -> list[Scenario]:
    """All saved scenarios in the order of saving; those this version cannot read are left out."""
    with ws.db.read() as cursor:
        records = table.list_scenarios(cursor)
    found = []
    for record in records:
        try:
            choice = Choice.of_state(record.state)
        except (ValidationError, KeyError, TypeError, ValueError):
            continue
        found.append(Scenario(record.scenario_id, record.name, choice, record.created_at))
    return found


@needs(Role.VIEWER)
def scenario(ws: Workspace, name: str) -> Scenario:
    """One by its name, whatever the letters' case; `NotFoundError` names those there are."""
    every = scenarios(ws)
    for one in every:
        if one.name.casefold() == name.strip().casefold():
            return one
    known = ", ".join(say(m.QUOTED, text=one.name) for one in every)
    raise NotFoundError(
        say(m.UNKNOWN_SCENARIO if known else m.NO_SCENARIO_YET, name=name, names=known)
    )


@needs(Role.ANALYST)
def save_scenario(ws: Workspace, name: str, choice: Choice, replace_it: bool = False) -> Scenario:
    """Keep a choice under a name.

    `InputError` for an empty or overlong name, and for one that is taken unless `replace_it`.
    """
    wanted = _name(name)
    taken = _taken(ws, wanted)
    if taken and not replace_it:
        raise InputError(say(m.SCENARIO_NAME_TAKEN, name=taken.name))
    saved = Scenario(uuid4().hex, wanted, choice, datetime.now(UTC).replace(tzinfo=None))
    with changing(ws, "scenarios") as cursor:
        if taken:
            table.delete_scenario(cursor, taken.scenario_id)
        state = choice.to_state()
        table.insert_scenario(cursor, saved.scenario_id, wanted, state, saved.created_at)
    return saved


@needs(Role.ANALYST)
def rename_scenario(ws: Workspace, name: str, new: str) -> None:
    """Give a scenario another name; `InputError` if that one is taken."""
    old, wanted = scenario(ws, name), _name(new)
    taken = _taken(ws, wanted)
    if taken and taken.scenario_id != old.scenario_id:
        raise InputError(say(m.SCENARIO_NAME_TAKEN, name=taken.name))
    with changing(ws, "scenarios") as cursor:
        table.rename_scenario(cursor, old.scenario_id, wanted)


@needs(Role.ANALYST)
def delete_scenario(ws: Workspace, name: str) -> None:
    """Forget a scenario; `NotFoundError` if there is none of that name."""
    gone = scenario(ws, name)
    with changing(ws, "scenarios") as cursor:
        table.delete_scenario(cursor, gone.scenario_id)


def in_words(choice: Choice) -> str:
    """A choice as a phrase: "EASE, diversity 0.35, novelty 0.2"."""
    return say(m.MODEL_WITH_KNOBS, model=short_title(choice.model), knobs=knobs_in_words(choice))


def knobs_in_words(choice: Choice) -> str:
    """What was set: "diversity 0.35, novelty 0.2"; "its own order" where nothing was."""
    parts = []
    rerank_config = choice.rerank_config
    whole = rerank_config.diversity_by == "dpp"
    for name, value in rerank_config.changes().items():
        title = say(str(RerankConfig.model_fields[name].title))
        if name == RULES:
            parts.append(say(m.BUSINESS_RULES, n=len(rerank_config.rules)))
        elif name == "mix":
            share = f"{rerank_config.mix_share:g}"
            parts.append(say(m.MIXED_WITH, model=short_title(rerank_config.mix), share=share))
        elif name == "fill":
            parts.append(say(m.FILLED_UP))
        elif name not in ("mix_share", "seed", "diversity_by"):
            message = m.KNOB_OF_WHOLE_LIST if name == "diversity" and whole else m.KNOB
            parts.append(say(message, knob=title[:1].lower() + title[1:], value=f"{value:g}"))
    if choice.settings.include_seen:
        parts.append(say(m.WITH_BOUGHT))
    return ", ".join(parts) or say(m.OWN_ORDER)


def to_link(choice: Choice) -> dict[str, str]:
    """What a link carries: model, length, and every knob that is not as usual.

    Business rules are too much for an address: save them with a scenario.
    """
    link = {"model": choice.model, "k": str(choice.settings.k)}
    if choice.settings.include_seen:
        link["seen"] = "true"
    for name, value in choice.rerank_config.changes().items():
        if name != RULES:
            link[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return link


def of_link(link: Mapping[str, str]) -> Choice:
    """What `to_link` wrote; `InputError` names what cannot be understood."""
    knobs = {name: value for name, value in link.items() if name not in ("model", "k", "seen")}
    model, k = link.get("model", ""), link.get("k", "10")
    if model not in MODELS or not k.isdigit() or not 1 <= int(k) <= MAX_K or RULES in knobs:
        raise InputError(say(m.UNREADABLE_LINK))
    return Choice(
        model, ListSettings(int(k), link.get("seen") == "true", parse_rerank_config(knobs))
    )


def _taken(ws: Workspace, name: str) -> Scenario | None:
    return next((one for one in scenarios(ws) if one.name.casefold() == name.casefold()), None)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InputError(say(m.NO_SCENARIO_NAME))
    if len(name) > LONGEST_NAME:
        raise InputError(say(m.SCENARIO_NAME_TOO_LONG, most=LONGEST_NAME))
    return name
