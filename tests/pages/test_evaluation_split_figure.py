from pages.parts.evaluation.charts.slices_split import lost_rows, title

INFO = {
    "n_eligible_users": 90,
    "n_test_users": 60,
    "users_left_out": 10,
    "n_test_pairs": 400,
    "n_relevant_pairs": 160,
    "pairs": {"newcomer": 8, "had_before": 150, "outside": 2, "rated_low": 0, "counted": 240},
    "customers": {"newcomer": 4, "had_before": 5, "outside": 1, "rated_low": 0},
}


def test_what_was_kept_and_lost_is_drawn_by_reason_and_adds_up() -> None:
    rows = lost_rows(INFO)
    assert rows == [
        ("Customers tested", 60, 0.6, "kept"),
        ("Left out: newcomers", 4, 0.04, "lost"),
        ("Left out: nothing new", 5, 0.05, "lost"),
        ("Left out: new products outside the catalogue", 1, 0.01, "lost"),
        ("Customers not drawn", 30, 0.3, "lost"),
        ("Products that count", 240, 0.6, "kept"),
        ("Lost: customer is new", 8, 0.02, "lost"),
        ("Lost: had it before", 150, 0.375, "lost"),
        ("Lost: outside the catalogue", 2, 0.005, "lost"),
    ]
    assert sum(n for _, n, _, _ in rows) == 100 + 400
    assert title(INFO) == "60 % of what was held back counts, for 60 customers"


def test_a_measurement_of_an_earlier_version_has_no_reasons() -> None:
    old = {name: value for name, value in INFO.items() if name not in ("pairs", "customers")}
    assert [row[:2] for row in lost_rows(old)] == [
        ("Customers tested", 60),
        ("Customers left out", 10),
        ("Customers not drawn", 30),
        ("Products that count", 160),
    ]
