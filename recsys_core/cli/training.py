"""Commands about models: which there are, and fitting one."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_pairs, following, opened, pairs
from recsys_core.wording.messages import say


def run_models(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.training.queue import list_models

    with opened(path, output) as ws:
        models = [model.to_json() for model in list_models(ws)]
    rows = [[m["name"], m["family"], m["ready"], m["reason"]] for m in models]
    output.result(models, table(m.MODEL_COLUMNS, rows))


def run_train(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.training.queue import train_and_wait

    with opened(path, output) as ws:
        settings = pairs(asked.settings, "--set")
        result = train_and_wait(ws, asked.model, settings, following(output))
    text = say(
        m.TRAINED,
        model=asked.model,
        seconds=f"{result.seconds:.1f}",
        megabytes=round(result.peak_mb),
        run=result.run_id,
    )
    if result.sentence:
        text = f"{result.sentence}\n{text}"
    output.result(result.to_json(), text)


def _train_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL")
    add_pairs(parser, "--set", "KEY=VALUE", "settings", "a setting of the model, may be repeated")


COMMANDS = (
    Command("models", "list the models and whether this data is enough for them", run_models),
    Command("train", "fit one model on everything", run_train, _train_arguments),
)
