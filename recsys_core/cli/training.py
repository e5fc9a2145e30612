"""Commands about models: which there are, and fitting one."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_pairs, following, opened, pairs
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number


def run_models(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.evaluation.model_in_use import models_in_use
    from recsys_core.services.training.queue import list_models

    with opened(path, output) as ws:
        used = models_in_use(ws)
        models = [one.to_json() | {"in_use": one.name in used} for one in list_models(ws)]
    rows = [[m["name"], m["family"], m["ready"], m["in_use"], m["reason"]] for m in models]
    output.result(models, table(m.MODEL_COLUMNS, rows))


def run_train(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.training.queue import train_and_wait

    with opened(path, output) as ws:
        settings = pairs(asked.settings, "--set")
        result = train_and_wait(ws, asked.model, settings, following(output))
    text = say(
        m.TRAINED,
        model=asked.model,
        seconds=number(result.seconds),
        megabytes=round(result.peak_mb),
        run=result.run_id,
    )
    if result.sentence:
        text = f"{result.sentence}\n{text}"
    output.result(result.to_json(), text)


def run_use(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Make lists with this model wherever no other is named."""
    from recsys_core.services.evaluation.model_in_use import use_model

    with opened(path, output) as ws:
        done = use_model(ws, asked.model, asked.include_seen or None)
    text = say(m.IN_USE_NOW, model=done.model, before=done.before)
    output.result({"model": done.model, "before": done.before, "bought": done.bought}, text)


def _use_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument(
        "--include-seen", action="store_true", help="for lists that may hold bought products"
    )


def _train_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL")
    add_pairs(parser, "--set", "KEY=VALUE", "settings", "a setting of the model, may be repeated")


COMMANDS = (
    Command("models", "list the models and whether this data is enough for them", run_models),
    Command("use", "make lists with this model where none is named", run_use, _use_arguments),
    Command("train", "fit one model on everything", run_train, _train_arguments),
)
