"""What holds for every role of the registry, and what it takes to add one: its row and its line."""

import re
from pathlib import Path

import pytest

from recsys_core.ingestion.roles import registry
from recsys_core.ingestion.roles.guess import guess
from recsys_core.ingestion.roles.names import plain_name
from recsys_core.ingestion.roles.role import EMPTY, ColumnRole, Use, ValueRule, otherwise
from recsys_core.ingestion.roles.tables import KINDS
from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import choices, import_files, quarantine_rows
from recsys_core.services.workspace.workspace import open_workspace

FORMATS = Path(__file__).parents[3] / "docs" / "csv-format.md"
COLOUR = ColumnRole(
    "colour",
    "Colour",
    "a colour",
    names="colour color farbe",
    words="colour",
    values=(
        EMPTY,
        ValueRule(lambda look: look.share("text") > 0.9, 0.5, "Colours are words."),
        otherwise(-9, "A number of a colour chart."),
    ),
    missing="No colour",
    uses={"interactions": Use("What colour it was.", column="colour", required=True, filled=True)},
)
HEADER = "customer,product,Farbe\n"


@pytest.mark.parametrize("role", registry.ROLES.values(), ids=lambda role: role.name)
def test_a_role_says_what_it_needs_to(role):
    assert registry.ROLES[role.name] is role
    assert role.uses.keys() <= set(KINDS)
    assert all(use.filled or not use.required for use in role.uses.values())
    assert role.missing or not any(use.filled for use in role.uses.values())
    assert role.unreadable or role.becomes in ("text", "words")
    assert all(rule.why.endswith(".") for rule in role.values)
    assert all(name == plain_name(name) for name in role.known_names)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_roles_of_a_table_share_a_column_or_a_place(kind):
    uses = [use for _, use in registry.uses_in(kind)]
    columns = [use.column for use in uses if use.column]
    places = [use.place for use in uses]
    assert len(columns) == len(set(columns))
    assert len(places) == len(set(places))


def test_the_page_on_formats_lists_every_role_and_no_other():
    text = FORMATS.read_text()
    section = text[text.index("| role | what it is") : text.index("Roles are guessed")]
    documented = {}
    for line in section.splitlines()[2:]:
        if line:
            name, title, needed, names = (cell.strip() for cell in line.split("|")[1:5])
            documented[name.strip("`")] = (title, needed, re.findall("`([^`>]+)`", names))
    assert documented.keys() == registry.ROLES.keys()
    for name, (title, needed, names) in documented.items():
        role = registry.ROLES[name]
        required = [kind for kind, use in role.uses.items() if use.required]
        assert (title, needed) == (role.title, ", ".join(required))
        assert {plain_name(each) for each in names} <= set(role.known_names), name


@pytest.fixture
def colour(monkeypatch):
    monkeypatch.setitem(registry.ROLES, COLOUR.name, COLOUR)


@pytest.mark.usefixtures("colour")
def test_a_new_role_is_guessed_by_its_name_and_its_values():
    columns = ["customer", "product", "Farbe"]
    worded = [[f"C{i}", f"P{i}", ["red", "blue"][i % 2]] for i in range(20)]
    found = guess(columns, worded).columns[2]
    assert (found.role, found.evidence[:22]) == ("colour", "Named like a colour; 2")
    numbers = [[f"C{i}", f"P{i}", str(i % 4)] for i in range(20)]
    assert guess(columns, numbers).columns[2].role is None


@pytest.mark.usefixtures("colour")
def test_a_new_role_is_offered_required_and_checked(tmp_path):
    assert ("colour", "Colour", "What colour it was.", True) in choices("interactions")
    assert "colour" not in [choice.name for choice in choices("items")]
    ws = open_workspace(tmp_path / "ws")
    without, coloured = tmp_path / "without.csv", tmp_path / "coloured.csv"
    without.write_text("customer,product,n\n" + "C1,P1,7\n" * 3)
    with pytest.raises(InputError, match="seems to hold the colour"):
        import_files(ws, "interactions", [without])
    coloured.write_text(HEADER + "".join(f"C{i},P{i},red\n" for i in range(20)) + "C1,P9,\n")
    done = import_files(ws, "interactions", [coloured])
    assert (done.rows_accepted, done.rows_quarantined) == (20, 1)
    refused = quarantine_rows(ws, done.import_id)
    assert refused[["column_name", "reason"]].values.tolist() == [["Farbe", "No colour"]]
    other = tmp_path / "other.csv"
    other.write_text("who,what,shade\n" + "".join(f"C{i},P{i},red\n" for i in range(20)))
    mapping = {"user": "who", "item": "what", "colour": "shade"}
    assert import_files(ws, "interactions", [other], mapping=mapping).rows_accepted == 20


def test_without_its_line_in_the_registry_there_is_no_such_role(tmp_path):
    coloured = tmp_path / "coloured.csv"
    coloured.write_text(HEADER + "C1,P1,red\n" * 3)
    ws = open_workspace(tmp_path / "ws")
    with pytest.raises(InputError, match="There is no role 'colour'"):
        import_files(ws, "interactions", [coloured], mapping={"colour": "Farbe"})
