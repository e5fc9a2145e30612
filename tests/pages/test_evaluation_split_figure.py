from pages.parts.evaluation.charts.slices_split import lost_rows, title

INFO = {
    "n_eligible_users": 90,
    "n_test_users": 60,
    "users_left_out": 10,
    "n_test_pairs": 400,
    "n_relevant_pairs": 240,
    "n_repeat_pairs": 150,
    "n_cold_user_pairs": 8,
    "n_cold_item_pairs": 0,
    "n_low_rating_pairs": 0,
}


def test_what_was_kept_and_lost_is_drawn_with_its_share() -> None:
    rows = lost_rows(INFO, new_items_only=True, known_only=True)
    assert rows == [
        ("Customers tested", 60, 0.6, "kept"),
        ("Customers left out", 10, 0.1, "lost"),
        ("Customers not drawn", 30, 0.3, "lost"),
        ("Products that count", 240, 0.6, "kept"),
        ("Lost: had it before", 150, 0.375, "lost"),
        ("Lost: customer is new", 8, 0.02, "lost"),
    ]
    assert title(INFO) == "60 % of what was held back counts, for 60 customers"


def test_what_counts_by_the_settings_is_not_called_lost() -> None:
    labels = [row[0] for row in lost_rows(INFO, new_items_only=False, known_only=False)]
    assert not [label for label in labels if label.startswith("Lost")]
