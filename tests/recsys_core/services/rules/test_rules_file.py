from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.schema.errors import InputError
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.registry import RULE_KINDS
from recsys_core.services.rules.rules_file import LARGEST, from_yaml, to_yaml

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).filter(
    lambda text: text.strip() == text
)


@st.composite
def rules(draw):
    action = draw(st.sampled_from(["exclude", "boost", "pin", "cap", "in-stock", "margin-floor"]))
    return Rule(
        name=draw(texts.map(lambda t: t[:120])),
        action=action,
        by="category",
        values=tuple(draw(st.lists(texts, min_size=1, max_size=3))),
        strength=draw(st.floats(0, 1)),
        limit=draw(st.integers(0, 9)),
        low=draw(st.floats(0, 1e6)),
        segment=draw(st.sampled_from(["", "Segment: Loyal", "a: 'b' #c"])),
        start=draw(st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))),
        enabled=draw(st.booleans()),
    )


@given(st.lists(rules(), max_size=4))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back_unchanged(found):
    assert from_yaml(to_yaml(found)) == tuple(found)
    assert from_yaml(to_yaml(found).encode()) == tuple(found)


def test_a_file_written_by_hand_is_understood_and_numbers_keep_their_zeros():
    text = """
    # what we agreed in March
    rules:
      - name: No wine
        action: exclude
        by: category
        values: [Wine, Beer]
        segment: "Segment: Loyal"
        end: 2026-05-03
        low:
      - {name: Hero, action: pin, by: product, values: 00123, place: 2, enabled: no}
    """
    first, second = from_yaml(text)
    assert first.values == ("Wine", "Beer")
    assert first.end == date(2026, 5, 3)
    assert second.values == ("00123",)
    assert second.place == 2
    assert not second.enabled
    assert from_yaml("- name: x\n  action: in-stock\n")[0].action == "in-stock"
    assert from_yaml("rules:\n") == ()


GOOD = "rules:\n  - name: a\n    action: in-stock\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rules:\n  - name: a\n   action: in-stock", "Line 3 of the file is not YAML"),
        (GOOD + "    colour: red\n", "Line 4: a rule has no “colour”. It may have: name, action"),
        (GOOD + "    name: b\n", "Line 4: “name” stands twice in rule 1."),
        ("rules:\n  - name: a\n    action: forbid\n", "Line 3: “action” must be one of exclude,"),
        (GOOD + "    place: first\n", "Line 4: “place” must be a whole number from 1 to 100; “fir"),
        (GOOD + "    end: soon\n", "Line 4: “end” must be a day, as in 2026-05-03; “soon” is not."),
        ("rules:\n  - action: in-stock\n", "Line 2: rule 1 has no “name”."),
        (
            "rules:\n  - name: a\n    action: in-stock\n  - name: b\n    action: exclude\n",
            "Line 4: rule 2: Say which products the rule is about.",
        ),
        (GOOD + "    start: 2026-02-02\n    end: 2026-01-01\n", "Line 2: rule 1: The rule ends"),
        ("rules:\n  - No wine\n", "Line 2: rule 1 is not a list of names with values"),
        ("", "The file has no list of rules."),
        ("hello", "The file has no list of rules."),
        ("rule:\n  - name: a\n", "“rule” is not understood."),
        ("rules: &a [*a]\n", "Line 1: references"),
        ("rules: [[[[[[[[[]]]]]]]]]\n", "Line 1: lists inside lists"),
        ("rules: !!python/object/apply:os.system [ls]\n", "Line 1: tags"),
        (GOOD + "    segment: [a]\n", "Line 4: “segment” takes one value"),
        (GOOD + "    values: [[a]]\n", "Line 4: “values” is a plain list"),
        ("x" * (LARGEST + 1), "holds at most 512 KB"),
        (b"\xff\xfe\x00", "not written in UTF-8"),
        ("rules:\n" + "  - {name: a, action: in-stock}\n" * 201, "The file has 201 rules"),
        ("a: \x00", "not YAML"),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(text, words):
    with pytest.raises(InputError) as problem:
        from_yaml(text)
    assert words in str(problem.value)
    assert "\n" not in str(problem.value)


def test_the_example_of_the_documentation_is_understood_and_every_field_described():
    text = (Path(__file__).parents[4] / "docs" / "rules.md").read_text()
    example = text[text.index("```yaml\n") + 8 :]
    first, second = from_yaml(example[: example.index("```")])
    assert (first.action, second.values) == ("exclude", ("00123",))
    for name in (*Rule.model_fields, *RULE_KINDS):
        assert f"`{name}`" in text or f"{name}:" in text, name
