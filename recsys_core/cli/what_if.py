"""Commands that say what a knob costs: tune, scenarios, frontier; and lists by scenario."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_pairs, opened, pairs
from recsys_core.schema.errors import InputError
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from recsys_core.schema.rerank_config import RerankConfig
    from recsys_core.services.recommend.scenarios import Choice

GOALS = ("diversity", "novelty", "coverage", "revenue", "margin")
LENGTH = 10


def _tune_arguments(parser: argparse.ArgumentParser) -> None:
    _choice(parser)
    parser.add_argument("--sample", type=int, default=500, metavar="N", help="customers (500)")
    parser.add_argument(
        "--baseline", metavar="NAME", help="a saved scenario (default: the model's own order)"
    )
    parser.add_argument("--segment", metavar="NAME", help="measure on a group of customers")


def _scenarios_arguments(parser: argparse.ArgumentParser) -> None:
    _choice(parser)
    parser.add_argument("--save", metavar="NAME", help="save the options given under this name")
    parser.add_argument("--replace", action="store_true", help="even if the name is taken")
    parser.add_argument("--delete", metavar="NAME", help="forget this one")


def _frontier_arguments(parser: argparse.ArgumentParser) -> None:
    _model_and_length(parser)
    parser.add_argument("--sample", type=int, default=500, metavar="N", help="customers (500)")
    parser.add_argument(
        "--against", choices=GOALS, default="diversity", help="what accuracy is held against"
    )


def add_scenario(parser: argparse.ArgumentParser) -> None:
    """The option of `recommend` and `export`."""
    parser.add_argument(
        "--scenario",
        metavar="NAME",
        help="a saved scenario, which brings model, length and knobs",
    )


def run_tune(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Figures of the held-out part beside a baseline."""
    from recsys_core.services.recommend.scenarios import scenario
    from recsys_core.services.what_if.what_if import knob_effects, sentence

    with opened(path, output) as ws:
        baseline = scenario(ws, asked.baseline).choice if asked.baseline else None
        result = knob_effects(ws, _asked_for(ws, asked), asked.sample, baseline, asked.segment)
    rows = [
        [row.metric, row.value, row.baseline, row.difference, row.low, row.high, row.n, row.better]
        for row in result.rows
    ]
    header = m.EFFECT_COLUMNS
    output.result(result.to_json(), f"{table(header, rows)}\n\n{sentence(result)}")


def run_scenarios(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """List, save or delete."""
    from recsys_core.services.recommend.scenarios import delete_scenario, save_scenario, scenarios

    if asked.save and asked.delete:
        raise InputError(say(m.SAVE_OR_DELETE))
    with opened(path, output) as ws:
        if asked.save:
            save_scenario(ws, asked.save, _asked_for(ws, asked), asked.replace)
        if asked.delete:
            delete_scenario(ws, asked.delete)
        found = scenarios(ws)
    text = table(m.SCENARIO_COLUMNS, [[one.name, one.words] for one in found])
    document = {"scenarios": [one.to_json() for one in found]}
    output.result(document, text if found else say(m.NO_SCENARIOS))


def run_frontier(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """What accuracy is given up for what."""
    from recsys_core.services.recommend.scenarios import choice_of, knobs_in_words
    from recsys_core.services.what_if.frontier import draw_frontier

    with opened(path, output) as ws:
        asked_for = choice_of(ws, asked.model, asked.k, {}, asked.include_seen)
        found = draw_frontier(
            ws, asked_for.model, asked.k, asked.include_seen, asked.sample, output.progress
        ).against(asked.against)
    points = []
    for place, point in enumerate(found.points):
        figures = [point.row(name) for name in ("NDCG", found.metric)]
        points.append(
            {
                **point.choice.to_state(),
                "scenario": point.name or None,
                "accuracy": figures[0].value if figures[0] else None,
                "value": figures[1].value if figures[1] else None,
                "leading": bool(found.leading[place]),
                "cheapest": place == found.cheapest,
            }
        )
    document = {
        "model": asked_for.model,
        "against": asked.against,
        "metric": found.metric,
        "sample": found.sample,
        "sentence": found.sentence,
        "points": points,
    }
    rows = [
        [point.name or knobs_in_words(point.choice), one["accuracy"], one["value"]]
        for point, one in zip(found.points, points, strict=True)
        if one["leading"]
    ]
    text = table([*m.POINT_COLUMNS, asked.against], rows)
    output.result(document, f"{text}\n\n{found.sentence}")


def add_knobs(parser: argparse.ArgumentParser) -> None:
    """The options of `recommend` and `export` that move products."""
    parser.add_argument("--diversity", type=float, default=0.0, metavar="0..1")
    add_pairs(
        parser,
        "--knob",
        "NAME=VALUE",
        "knobs",
        "any other knob of the lists, may be repeated (novelty=0.3 category_cap=2 …)",
    )


def list_choice(ws: Workspace, asked: argparse.Namespace) -> "Choice":
    """Model and settings of the lists that `recommend` and `export` are asked for.

    `InputError` where a scenario is named and contradicted at once.
    """
    from recsys_core.services.recommend.lists import ListSettings
    from recsys_core.services.recommend.scenarios import Choice, scenario

    if asked.scenario is None:
        k = LENGTH if asked.k is None else asked.k
        return Choice(asked.model, ListSettings(k, asked.include_seen, list_rerank_config(asked)))
    given = {
        "--model": bool(asked.model),
        "-k": asked.k is not None,
        "--include-seen": asked.include_seen,
        "--diversity": bool(asked.diversity),
        "--knob": bool(asked.knobs),
    }
    if any(given.values()):
        named = ", ".join(name for name, there in given.items() if there)
        raise InputError(say(m.SCENARIO_SAYS, options=named))
    return scenario(ws, asked.scenario).choice


def scenario_note(asked: argparse.Namespace) -> dict[str, str]:
    """What the document of a list or an export says about the scenario, if one was used."""
    return {} if asked.scenario is None else {"scenario": asked.scenario}


def list_rerank_config(asked: argparse.Namespace) -> "RerankConfig":
    """What `--diversity` and `--knob` say about the lists."""
    from recsys_core.services.recommend.knobs import parse_rerank_config

    return parse_rerank_config({"diversity": asked.diversity} | _knobs(asked))


def _model_and_length(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default="", metavar="M", help="default: the one in use")
    parser.add_argument("-k", type=int, default=LENGTH)
    parser.add_argument("--include-seen", action="store_true")


def _choice(parser: argparse.ArgumentParser) -> None:
    _model_and_length(parser)
    add_pairs(
        parser,
        "--knob",
        "NAME=VALUE",
        "knobs",
        "a knob of the lists, may be repeated (diversity=0.3 novelty=0.2 …)",
    )


def _asked_for(ws: Workspace, asked: argparse.Namespace) -> "Choice":
    from recsys_core.services.recommend.scenarios import choice_of

    return choice_of(ws, asked.model, asked.k, _knobs(asked), asked.include_seen)


def _knobs(asked: argparse.Namespace) -> dict[str, str]:
    return pairs(asked.knobs, "--knob", empty=True)


COMMANDS = (
    Command(
        "tune",
        "what knobs cost, on purchases the models have not seen",
        run_tune,
        _tune_arguments,
    ),
    Command(
        "scenarios",
        "list, save or delete ways of making lists",
        run_scenarios,
        _scenarios_arguments,
    ),
    Command("frontier", "what accuracy is given up for", run_frontier, _frontier_arguments),
)
