import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.reranking.caps import Cap
from recsys_core.reranking.filler import fill_empty
from recsys_core.reranking.filters import fails, filters_of
from recsys_core.schema.histories import NO_TIME, Histories, Moments
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rules import Rule
from recsys_core.wording.dates import SECONDS_PER_DAY as DAY
from tests.recsys_core.reranking.builders import NOW, make_candidates, make_facts


def rule(action, by="all", values=(), **more):
    return Rule(name="x", action=action, by=by, values=values, **more)


@pytest.fixture
def facts(rng):
    found = make_facts(rng, 6, unknown=0.0)
    found.prices[:] = [1, 5, 10, np.nan, 20, 5]
    found.margins[:] = [0.1, 2, np.nan, 3, 1, 1]
    found.stock[:] = [0, 4, np.nan, 1, 0, 2]
    found.categories[:] = ["A", "A", "B", "", "B", "C"]
    return found


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        (rule("exclude", "category", ("A", "C")), [0, 1, 5]),
        (rule("include", "category", ("A",)), [2, 3, 4, 5]),
        (rule("in-stock"), [0, 4]),
        (rule("in-stock", "category", ("B",)), [4]),
        (rule("price-range", low=5, high=10), [0, 4]),
        (rule("price-range", "category", ("A",), low=5), [0]),
        (rule("margin-floor", low=1), [0]),
        (rule("exclude", "product", ("i3",)), [3]),
        (rule("exclude", "brand", ("Nobody",)), []),
        (rule("exclude", "attribute", ("big",), attribute="size"), [0, 3]),
        (rule("exclude", "attribute", ("big",), attribute="colour"), []),
    ],
)
def test_what_each_rule_takes_off_and_that_the_unknown_passes(facts, asked, gone):
    assert np.flatnonzero(fails(asked, facts)).tolist() == gone


def dated(days_ago):
    """One customer who bought product i `days_ago[i]` days ago, None for never."""
    items = [i for i, days in enumerate(days_ago) if days is not None]
    last = np.array([NOW - int(days_ago[i] * DAY) for i in items])
    row = sp.csr_matrix(
        (np.ones(len(items), np.float32), ([0] * len(items), items)), shape=(1, len(days_ago))
    )
    return Histories.of(row, Moments.of_events(last, np.ones(len(items), dtype=np.int32)))


def test_bought_within_looks_at_the_last_purchase(facts, rng):
    past = dated([2, 40, None, 29, 31, 5])
    context = ListContext(facts, np.array([0]), past, NOW)
    (one,) = filters_of([rule("bought-within", days=30)], context)
    off = one.cells(np.array([0]), np.arange(6))[0]
    assert np.flatnonzero(off).tolist() == [0, 3, 5]
    np.testing.assert_array_equal(one.slots(np.arange(6)[None, :])[0], off)
    (some,) = filters_of([rule("bought-within", "category", ("A",), days=30)], context)
    assert np.flatnonzero(some.cells(np.array([0]), np.arange(6))[0]).tolist() == [0]
    undated = ListContext(facts, np.array([0]), sp.csr_matrix(past), NO_TIME)
    (none,) = filters_of([rule("bought-within", days=30)], undated)
    assert not none.cells(np.array([0]), np.arange(6)).any()


def test_filler_follows_its_order_and_respects_all_that_is_barred(rng, facts):
    candidates = make_candidates(rng, 2, 6, 3)
    candidates.items[:] = [[0, EMPTY, EMPTY], [1, 2, EMPTY]]
    candidates.scores[candidates.items == EMPTY] = np.nan
    bought = sp.csr_matrix(([1.0], ([0], [5])), shape=(2, 6), dtype=np.float32)
    context = ListContext(facts, np.arange(2), bought)
    off = filters_of([rule("exclude", "product", ("i4",))], context)
    order = np.array([5, 4, 1, 2, 3, 0])
    out = fill_empty(candidates, 3, order, bought, off)
    assert out.items.tolist() == [[0, 1, 2], [1, 2, 5]]
    filler = (out.items != EMPTY) & np.isnan(out.scores)
    assert filler.tolist() == [[False, True, True], [False, False, True]]
    capped = fill_empty(candidates, 3, order, bought, off, [Cap(facts.category_codes, 1)])
    assert capped.items.tolist() == [[0, 2, 3], [1, 2, 5]]  # 3 has no category
