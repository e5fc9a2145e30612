from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.explanations.reason_words import Crowd, by_title, reason
from recsys_core.schema.evidence import Evidence

TITLES = ["Organic whole milk", "Greek yoghurt", "Yoghurt", "Yoghurt", "Yoghurt", "Beer", "Bread"]


def evidence(shares: dict[int, float], base: float = 0.0, method: str = "exact") -> Evidence:
    values = np.array(list(shares.values()), dtype=float)
    return Evidence(6, base + values.sum(), base, np.array(list(shares), int), values, method)


def test_names_the_two_strongest_with_their_shares():
    line = reason(evidence({0: 0.41, 1: 0.22, 2: 0.19, 5: 0.18}), TITLES)
    assert line == (
        "Because of Organic whole milk (41 % of what speaks for it) and Greek yoghurt (22 %)."
    )


def test_a_product_bought_before_is_its_own_reason():
    line = reason(evidence({0: 0.0, 6: 2.5}, base=1e-6), TITLES)
    assert line == "Bought before: this customer's own purchases of it are what speaks for it."


def test_products_of_one_title_are_named_once():
    line = reason(evidence({2: 0.2, 3: 0.15, 4: 0.06, 0: 0.59}), TITLES)
    assert line == (
        "Because of Organic whole milk (59 % of what speaks for it) and Yoghurt (3 products, 41 %)."
    )


def test_three_may_be_asked_for():
    line = reason(evidence({0: 0.5, 1: 0.3, 2: 0.2}), TITLES, most=3)
    assert line == (
        "Because of Organic whole milk (50 % of "
        "what speaks for it), Greek yoghurt (30 %) and Yoghurt (20 %)."
    )


def test_a_second_reason_that_hardly_counts_is_left_out():
    line = reason(evidence({0: 0.97, 1: 0.03}), TITLES)
    assert line == "Because of Organic whole milk (97 % of what speaks for it)."


def test_a_product_without_a_crowd_is_said_not_to_be_personal():
    line = reason(evidence({}, base=3.0, method="none"), TITLES)
    assert line == "Not based on this customer's own purchases."


def test_a_product_with_a_crowd_names_the_number():
    counts = np.array([0, 0, 0, 0, 0, 0, 1240])
    crowd = Crowd(counts, " in the last 12 months")
    none = evidence({0: 0.0}, base=3.0, method="none")
    assert reason(none, TITLES, crowd=crowd) == (
        "Bought by 1,240 customers in the last 12 months; "
        "not based on this customer's own purchases."
    )
    rated = reason(none, TITLES, crowd=Crowd(counts // 1240), past="rating")
    assert rated == "Rated by 1 customer; not based on this customer's own ratings."


def test_only_negative_evidence_is_admitted():
    line = reason(evidence({0: -0.1, 5: -0.3}, base=1.0), TITLES)
    assert line == (
        "Nothing among this customer's past purchases speaks for it; Beer speaks against it most."
    )


@pytest.mark.parametrize(("against", "said"), [(0.30, False), (0.34, True)])
def test_what_speaks_against_is_named_from_a_third_on(against, said):
    line = reason(evidence({0: 0.6, 1: 0.4, 5: -against}), TITLES)
    assert line.startswith("Because of Organic whole milk (60 % of what speaks for it) and ")
    assert line.endswith(" Beer speaks against it most.") == said


def test_what_speaks_against_small_hints_and_bestsellers_is_named_too():
    titles = [f"Product {i}" for i in range(100)]
    hints = reason(evidence({**dict.fromkeys(range(99), 1.0), 99: -40.0}), titles)
    assert hints.endswith(" Product 99 speaks against it most.")
    well = reason(evidence({0: 0.2, 5: -0.1}, base=4.0), TITLES)
    assert well.startswith("Mostly because it does well with everybody (97.6 % of its score ")
    assert well.endswith(" Beer speaks against it most.")


@pytest.mark.parametrize(("base", "mostly"), [(2.9, False), (3.1, True)])
def test_what_mostly_does_well_with_everybody_is_said_to(base, mostly):
    line = reason(evidence({0: 1.0, 5: 2.0}, base=base), TITLES)
    assert line.startswith("Mostly because") == mostly
    if mostly:
        assert line == (
            "Mostly because it does well with everybody (50.8 % of its score without any past); "
            "among past purchases Beer speaks for it most."
        )


def test_what_everybody_gives_all_products_alike_is_no_reason():
    """A mean that every product starts from says nothing for one of them."""
    shares = evidence({0: 0.5}, base=4.0, method="occlusion")
    assert reason(replace(shares, level=4.0), TITLES).startswith("Because of Organic whole milk")
    assert reason(replace(shares, level=3.0), TITLES).startswith("Mostly because")


def test_scores_below_nothing_have_no_share():
    shares = replace(evidence({0: 0.5}, base=-2.0, method="occlusion"), level=-4.0)
    assert reason(shares, TITLES) == (
        "Mostly because it does well with everybody; "
        "among past purchases Organic whole milk speaks for it most."
    )


def test_what_was_rated_low_is_said_wherever_it_is_named():
    low = {0: 2.0, 2: 1.0, 5: 1.5}
    line = reason(evidence({0: 0.6, 2: 0.2, 3: 0.2, 5: -0.5}), TITLES, past="rating", low=low)
    assert line == (
        "Because of Organic whole milk (rated 2, 60 % of what speaks for it) and "
        "Yoghurt (2 products, rated as low as 1, 40 %). Beer (rated 1.5) speaks against it most."
    )


def test_what_leaving_out_found_is_about():
    line = reason(evidence({0: 0.6, 1: 0.4}, method="occlusion"), TITLES)
    assert line == (
        "Because of Organic whole milk (about 60 % of what speaks for it) "
        "and Greek yoghurt (about 40 %)."
    )


def test_evidence_spread_thin_is_said_to_be():
    titles = [f"Product {i}" for i in range(100)]
    line = reason(evidence({i: 1.0 + (i == 50) for i in range(100)}), titles)
    assert line == (
        "Many small hints from 100 past purchases, most from Product 50 (1.98 % of "
        "what speaks for it)."
    )


def test_evidence_spread_thin_names_the_kinds_that_stand_out():
    titles = [f"Product {i}" for i in range(100)]
    kinds = ["Cheese"] * 30 + ["Bread"] * 10 + [f"Kind {i}" for i in range(60)]
    found = evidence(dict.fromkeys(range(100), 1.0))
    assert reason(found, titles, categories=kinds) == (
        "Many small hints from 100 past purchases, above all Cheese (30 % of "
        "what speaks for it) and Bread (10 %)."
    )
    alone = reason(found, titles, categories=[f"Kind {i}" for i in range(100)])
    assert alone == (
        "Many small hints from 100 past purchases, most from Product 0 (1 % of what speaks for it)."
    )


@pytest.mark.parametrize(("small", "text"), [(0.0001, "over 99.9 %"), (0.2, "83.3 %")])
def test_a_part_is_never_called_everything(small, text):
    assert reason(evidence({0: 1.0, 5: small}), TITLES).startswith(
        f"Because of Organic whole milk ({text} of what speaks for it)"
    )


@given(
    values=st.lists(st.floats(-5, 5, allow_subnormal=False), min_size=1, max_size=12),
    titles=st.lists(st.sampled_from(["A", "B", "C", "D"]), min_size=12, max_size=12),
    base=st.floats(-3, 3),
)
@settings(max_examples=200, deadline=None)
def test_shares_add_up_and_a_line_always_comes_out(values, titles, base):
    found = evidence(dict(enumerate(values)), base=base)
    shares = by_title(found, titles)
    assert sum(s.contribution for s in shares) == pytest.approx(sum(values), abs=1e-9)
    assert len({s.title for s in shares}) == len(shares)
    positive = [s.share for s in shares if s.contribution > 0]
    if positive:
        assert sum(positive) == pytest.approx(1)
    line = reason(found, titles)
    assert line.endswith(".")
    assert line.count("\n") == 0
    assert "nan" not in line
