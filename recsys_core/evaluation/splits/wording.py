"""The sentence that says what a split did."""

from datetime import UTC, datetime


def day(ts: int) -> str:
    """20 October 2017, from seconds since 1970."""
    moment = datetime.fromtimestamp(ts, tz=UTC)
    return f"{moment.day} {moment:%B %Y}"


def count(n: int, word: str) -> str:
    """1 customer, 2,301 customers."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


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
    did = "rated" if explicit else "bought"
    new = "new " if new_items_only else ""
    parts = [note] if note else []
    parts.append(
        f"Held back: {how}. The models learnt from {count(n_train_events, event)} and were tested "
        f"on the {count(n_relevant_pairs, new + 'product')} that "
        f"{count(n_test_users, 'customer')} {did} in the part held back."
    )
    if n_test_users < n_eligible_users:
        parts.append(f"These customers were drawn by lot from {n_eligible_users:,}.")
    if users_left_out:
        one = users_left_out == 1
        parts.append(
            f"{count(users_left_out, 'customer')} with held-back {event}s but nothing "
            f"to be right about {'was' if one else 'were'} left out, not counted as "
            f"{'a miss' if one else 'misses'}."
        )
    return " ".join(parts)
