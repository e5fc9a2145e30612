"""Models of who answers campaigns."""

import argparse
from datetime import date
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, following, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


def run_response_models(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """What is known of models of who answers; with `--train` they are tried first."""
    import pandas as pd

    from recsys_core.services.campaigns.response.clicking import (
        clicks_by_position,
        position_sentence,
    )
    from recsys_core.services.campaigns.response.findings import study_json
    from recsys_core.services.campaigns.response.study import known_study, study_and_wait

    test_from = None
    if asked.test_from is not None:
        try:
            test_from = pd.Timestamp(date.fromisoformat(asked.test_from))
        except ValueError as error:
            raise InputError(say(m.DAY_AS, text=repr(asked.test_from))) from error
    with opened(path, output) as ws:
        if asked.train:
            study = study_and_wait(ws, test_from, following(output), clicks=asked.clicks)
        else:
            study = known_study(ws, test_from, clicks=asked.clicks)
        document = study_json(study)
        if asked.clicks:
            rates = clicks_by_position(ws)
            document |= {"positions": rates.to_dict("records")}
            document["sentence"] = f"{document['sentence']} {position_sentence(rates)}".rstrip()
    names = ("model", "auc", "low", "high", "log_loss", "ece", "expected", "actual")
    rows = [[row[name] for name in names] for row in document["rows"]]
    output.result(document, f"{document['sentence']}\n\n{table(m.ANSWERING_COLUMNS, rows)}")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--train", action="store_true", help="fit the models and try them on later campaigns"
    )
    parser.add_argument(
        "--clicks", action="store_true", help="who clicks what was shown, instead of campaigns"
    )
    parser.add_argument(
        "--test-from",
        metavar="DATE",
        help="keep campaigns that began on this day or later back (YYYY-MM-DD)",
    )


COMMANDS = (Command("response-models", "who answers campaigns", run_response_models, _arguments),)
