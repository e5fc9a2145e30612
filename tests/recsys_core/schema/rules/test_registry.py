"""Promises every kind of rule keeps, and what it takes to add one."""

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from recsys_core.reranking.rerank import rerank
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.registry import RULE_KINDS
from recsys_core.schema.rules.sentence import sentence
from recsys_core.services.rules.rules_file import from_yaml, to_yaml
from tests.recsys_core.reranking.builders import make_candidates, make_context, make_facts

pytest_plugins = ["tests.recsys_core.schema.rules.dearer"]


@pytest.mark.parametrize("name", sorted(RULE_KINDS))
def test_a_kind_names_itself_and_goes_by_fields_of_the_rule(name):
    kind = RULE_KINDS[name]
    assert kind.name == name
    assert kind.title
    for one in kind.settings:
        low, high = one.bounds()
        assert one.field in RuleFields.model_fields
        assert low is not None
        if one.usual is not None:
            assert low <= one.usual <= high


@pytest.mark.parametrize("name", sorted(RULE_KINDS))
def test_a_kind_stands_in_the_documentation_with_its_fields(name):
    text = (Path(__file__).parents[4] / "docs" / "rules.md").read_text(encoding="utf-8")
    table = [line.split("|") for line in text.splitlines() if line.startswith("| `")]
    (row,) = [cells for cells in table if f"`{name}`" in cells[1]]
    for one in RULE_KINDS[name].settings:
        assert f"`{one.field}`" in row[3]


def test_the_documentation_has_no_kind_that_is_not_there():
    text = (Path(__file__).parents[4] / "docs" / "rules.md").read_text(encoding="utf-8")
    table = [line for line in text.splitlines() if line.startswith("| `")]
    cells = [line.split("|")[1] for line in table if "`action`" not in line]
    names = {name.strip(" `") for cell in cells for name in cell.split(",")}
    assert names == set(RULE_KINDS)


def test_a_kind_of_ones_own_is_checked_and_stored(dearer):
    assert from_yaml(to_yaml([dearer])) == (dearer,)
    assert RerankConfig.model_validate(RerankConfig(rules=(dearer,)).changes()).rules == (dearer,)
    with pytest.raises(ValidationError, match="Say how dear"):
        Rule(name="x", action="dearer-than")


def test_it_reads_as_a_sentence(dearer):
    assert sentence(dearer) == "Hide products above 9."


def test_it_acts_on_lists(dearer, rng):
    facts = make_facts(rng, 60, unknown=0.0)
    context, candidates = make_context(rng, 5, 60, facts=facts), make_candidates(rng, 5, 60, 60)
    shown = rerank(candidates, 10, RerankConfig(rules=(dearer,)), context).final.items
    assert (facts.prices > 9).any()
    assert facts.prices[shown[shown != EMPTY]].max() <= 9
    assert np.isin(candidates.items[facts.prices[candidates.items] > 9], shown).sum() == 0
