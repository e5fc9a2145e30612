import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from recsys_core.schema.errors import InputError
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.saved import find_saved, save, save_ids
from recsys_core.services.customers.segments.segment_file import (
    definition_yaml,
    from_yaml,
    save_file,
    to_yaml,
)
from tests.recsys_core.services.customers.segments.conftest import define
from tests.recsys_core.services.customers.segments.test_members import some
from tests.recsys_core.storage.builders import add, bought

WINE = {"kind": "bought", "values": ["Wine"]}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(a=some, b=some)
def test_a_file_gives_back_the_same_customers(shop, a, b):
    definition = define(*a, {"kind": "group", "match": "none", "conditions": b}, match="any")
    text = definition_yaml({"name": "x", **definition.plain()})
    read = from_yaml(text)
    assert read.definition == definition
    np.testing.assert_array_equal(members(shop, read.definition), members(shop, definition))


def test_kept_ones_go_out_and_come_back(shop):
    save(shop, "Wine", define(WINE))
    add(shop.db, "interactions", [bought("00123", "p1"), bought("yes", "p1")])
    save_ids(shop, "Mine", ["00123", "yes", "c1"])
    for name in ("Wine", "Mine"):
        before, text = find_saved(shop, name), to_yaml(shop, name)
        assert save_file(shop, text.replace(f"name: {name}", "name: Again"), "", replace=True) == (
            "Again",
            0,
        )
        again = find_saved(shop, "Again")
        assert (again.kind, again.definition) == (before.kind, before.definition)
        np.testing.assert_array_equal(members(shop, "Again"), members(shop, name))


def test_numbers_keep_their_zeros_and_names_without_quotes_are_text():
    read = from_yaml("conditions:\n- {kind: bought, by: product, values: [00123, yes, 1e5]}")
    assert read.definition.conditions[0].values == ("00123", "yes", "1e5")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [", "The file is not YAML: see line 1."),
        ("- a", "The file is not a segment in YAML."),
        ("name: x", "The file has no conditions"),
        ("conditions: []", "A segment needs at least one condition."),
        ("conditions: &a\n- *a", "Line 2 has a tag or a reference"),
        ("colour: red", "“colour” is not understood; a segment in a file has name, kind, match"),
        ("conditions:\n- {kind: shoe}", "Condition 1: the kind must be bought, figure"),
        ("conditions:\n- {low: 3}", "Condition 1: the kind must be bought, figure"),
        ("conditions:\n- {kind: figure}", "Condition 1: Give a lowest or a highest figure."),
        ("conditions:\n- {kind: figure, low: x}", "Condition 1: “low” cannot be “x”."),
        ("conditions:\n- {kind: figure, low: nan}", "Condition 1: “low” cannot be “nan”."),
        ("conditions:\n- {kind: figure, low: 3, high: 2}", "Condition 1: The highest figure lies"),
        ("conditions:\n- {kind: figure, low: 1}\n- {kind: rfm}", "Condition 2: Choose at least on"),
        ("conditions:\n- {kind: figure, low: 1, days: 3}", "Condition 1: “days” is not understo"),
        ("conditions:\n- {kind: bought}", "Condition 1: Name at least one product, category or"),
        ("match: most\nconditions:\n- {kind: figure, low: 1}", "“match” cannot be “most”."),
        (
            "conditions:\n- kind: group\n  conditions:\n  - {kind: group, conditions: []}",
            "Condition 1: the kind must be",
        ),
        ("members: c1", "“members” must be a list of customer numbers."),
        (b"\xff\xfe\x00", "The file is not UTF-8 text."),
    ],
)
def test_what_is_wrong_with_a_file_is_one_sentence(text, sentence):
    with pytest.raises(InputError) as error:
        from_yaml(text)
    assert str(error.value).startswith(sentence)
    assert "\n" not in str(error.value)
