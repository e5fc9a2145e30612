"""Which groups of products get the places of the lists, beside the right answers."""

from dataclasses import dataclass

from recsys_core.evaluation.exposure import RIGHT, Exposure, exposure
from recsys_core.evaluation.slices import SliceRow
from recsys_core.evaluation.slices_tests import CellTest
from recsys_core.evaluation.slices_wording import brief
from recsys_core.schema.errors import InputError
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.results import measured
from recsys_core.services.evaluation.slice_groups import product_groups
from recsys_core.services.evaluation.slices import leading_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share


@dataclass(frozen=True)
class ShownProducts:
    """Shares of the places by group of products (`names`), and a sentence on the leading model.

    kind: how products are divided (`product_groups`).  rows: every model in every group, the right
    answers first; tests: model less right answers.  catalogue: share of the products by group.
    """

    kind: str
    rows: tuple[SliceRow, ...]
    tests: tuple[CellTest, ...]
    catalogue: dict[str, float]
    sentence: str


@needs(Role.VIEWER)
def shown_products(ws: Workspace, kind: str, run_id: str | None = None) -> ShownProducts:
    """Exposure by group of products in a measurement: every model that knows its customers, and
    the bestsellers. `InputError` for a kind that does not divide products.
    """
    one = measured(ws, run_id)
    known = product_groups(ws, run_id)
    groups = next((groups for groups in known if groups.kind.lower() == kind.lower()), None)
    if groups is None:
        raise InputError(say(m.NOT_OF_PRODUCTS, kinds=", ".join(groups.kind for groups in known)))
    lists = {model: one.customers[model].lists for model in one.models if model not in REFERENCES}
    found = exposure(lists, one.splits, groups, one.config.k, one.config.seed)
    lead = leading_model(one, one.deciding, higher_is_better=True)
    catalogue = dict(zip(found.names, found.catalogue.tolist(), strict=True))
    sentence = _sentence(found, lead, one.titles)
    return ShownProducts(groups.kind, found.rows, found.tests, catalogue, sentence)


def _sentence(found: Exposure, lead: str | None, titles: dict[str, str]) -> str:
    """Which groups the leading model shows more, or less, than they are right."""
    own = [test for test in found.tests if test.model == lead]
    if lead is None or not own:
        return say(m.NO_PLACES_TO_COMPARE)
    real = sorted((test for test in own if test.real), key=lambda test: -abs(test.difference))
    model = titles[lead]
    if not real:
        least = number(100 * min(test.missed for test in own))
        return say(m.AS_RIGHT, model=model, least=least)
    widest = real[0]
    same = [test for test in real if (test.difference > 0) == (widest.difference > 0)]
    names = and_list(_apart(found, test) for test in same[:3])
    message = m.MORE_THAN_RIGHT if widest.difference > 0 else m.LESS_THAN_RIGHT
    return say(message, model=model, groups=names)


def _apart(found: Exposure, test: CellTest) -> str:
    value = {(row.model, row.slice): row.value for row in found.rows}
    shown, right = value[test.model, test.slice], value[RIGHT, test.slice]
    group = brief(test.slice)
    return say(m.SHARE_APART, group=group, shown=share(shown), right=share(right))
