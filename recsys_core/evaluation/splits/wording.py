"""The sentence that says what a split did."""

from recsys_core.evaluation import messages as m
from recsys_core.wording.messages import say


def sentence(
    *,
    note: str,
    how: str,
    explicit: bool,
    n_train_events: int,
    n_test_users: int,
    n_eligible_users: int,
    n_relevant_pairs: int,
    users_left_out: int,
    new_items_only: bool,
) -> str:
    """One to three plain sentences."""
    event = "rating" if explicit else "purchase"
    held_back = say(
        m.HELD_BACK[event],
        how=how,
        events=say(m.EVENTS[event], n=n_train_events),
        products=say(m.NEW_PRODUCTS if new_items_only else m.PRODUCTS, n=n_relevant_pairs),
        customers=say(m.CUSTOMERS, n=n_test_users),
    )
    parts = [note, held_back] if note else [held_back]
    if n_test_users < n_eligible_users:
        parts.append(say(m.DRAWN, n=n_eligible_users))
    if users_left_out:
        parts.append(say(m.LEFT_OUT[event], n=users_left_out))
    return " ".join(parts)
