"""Run one command: 0 done, 2 the input or the call is unusable, 130 interrupted."""

import os
import sys
from collections.abc import Sequence

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output
from recsys_core.cli.parser import COMMANDS, build_parser, workspace_path
from recsys_core.cli.shared import check_outputs
from recsys_core.schema.errors import TastelabError
from recsys_core.wording.messages import say


def main(arguments: Sequence[str]) -> int:
    """Parse, run, print. Expected failures are one sentence on standard error."""
    try:
        asked = build_parser().parse_args(list(arguments))
    except SystemExit as stop:
        return int(stop.code or 0)
    output = Output(json=getattr(asked, "json", False))
    try:
        check_outputs(asked)
        COMMANDS[asked.command].run(asked, workspace_path(asked), output)
    except TastelabError as error:
        output.clear_progress()
        output.error(str(error))
        return 2
    except KeyboardInterrupt:
        output.clear_progress()
        output.error(say(m.STOPPED))
        return 130
    except BrokenPipeError:
        # Somebody closed the pipe (`| head`): not an error, but nothing more can be printed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        from recsys_core.schema.failures import REFUSALS, in_words

        if not isinstance(error, REFUSALS):
            raise
        output.clear_progress()
        output.error(in_words(error))
        return 2
    return 0
