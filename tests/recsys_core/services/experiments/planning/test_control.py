"""The control group of all campaigns on the command line."""

import json

from recsys_core.cli.main import main
from recsys_core.services.experiments.planning.control import control_figures, control_sentence
from recsys_core.services.workspace.lots import control_group
from tests.recsys_core.storage.builders import add, bought


def test_it_is_drawn_shown_and_ended(ws, capsys):
    add(ws.db, "interactions", [bought(f"c{n}", "p") for n in range(200)])
    place = ["--workspace", str(ws.path), "--json"]
    figures = control_figures(ws)
    assert control_sentence(figures) == "There is no control group that all campaigns leave alone."
    ws.close()
    assert main(["experiment", "control", "--share", "0.25", *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["share"], told["of"]) == (0.25, 200)
    assert main(["experiment", "control", *place[:2]]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        f"{told['customers']} of 200 customers (25 %, drawn at random) are left alone"
    )
    assert main(["experiment", "control", "--share", "0.7", *place]) == 2
    assert "from 0 to 50 %" in capsys.readouterr().err


def test_the_figures_are_those_of_the_group(ws):
    from recsys_core.services.workspace.lots import set_control_share

    add(ws.db, "interactions", [bought(f"c{n}", "p") for n in range(200)])
    set_control_share(ws, 0.25)
    assert control_figures(ws).customers == len(control_group(ws)) > 20
