"""A workspace, a scenario link and a rules file of an earlier version give what they gave then."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from recsys_core.cli.main import main
from recsys_core.services.recommend.scenarios import of_link, scenarios, to_link
from recsys_core.services.workspace.workspace import open_workspace

pytestmark = pytest.mark.xdist_group("before-the-house")

FIXTURES = Path(__file__).parent / "fixtures"
THEN: dict[str, Any] = json.loads((FIXTURES / "before_the_house.json").read_text())


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    with zipfile.ZipFile(FIXTURES / "before_the_house.zip") as packed:
        packed.extractall(folder)
    return folder / "ws"


def alike(now: Any, then: Any) -> None:
    """Equal to the letter, figures to 1e-9; what is new beside the old keys is left aside."""
    if isinstance(then, dict):
        assert then.keys() <= now.keys()
        for key, value in then.items():
            alike(now[key], value)
    elif isinstance(then, list):
        assert len(now) == len(then)
        for one, other in zip(now, then, strict=True):
            alike(one, other)
    elif isinstance(then, float):
        assert now == pytest.approx(then, rel=1e-9, abs=1e-9, nan_ok=True)
    else:
        assert now == then


@pytest.mark.parametrize("name", list(THEN["commands"]))
def test_every_command_answers_as_before(
    name: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = THEN["commands"][name]
    capsys.readouterr()
    code = main(["--workspace", str(workspace), "--json", *asked["command"]])
    said = capsys.readouterr()
    assert code == 0, said.err
    alike(json.loads(said.out), asked["answer"])


def test_links_of_scenarios_are_the_same_and_lead_to_the_same_choice(workspace: Path) -> None:
    with open_workspace(workspace) as ws:
        found = {one.name: one.choice for one in scenarios(ws)}
    assert {name: to_link(choice) for name, choice in found.items()} == THEN["links"]
    for name, link in THEN["links"].items():
        assert of_link(link) == found[name]


def test_the_rules_file_is_the_same_and_comes_in_again(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "rules.yaml"
    where = ["--workspace", str(workspace)]
    assert main([*where, "rules", "--export", str(out)]) == 0
    assert out.read_text() == THEN["rules"]
    other = ["--workspace", str(tmp_path / "other")]
    assert main([*other, "rules", "--import", str(out)]) == 0
    assert main([*other, "rules", "--export", str(tmp_path / "again.yaml")]) == 0
    assert (tmp_path / "again.yaml").read_text() == THEN["rules"]
