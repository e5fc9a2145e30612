import threading
from datetime import datetime

import pytest

from recsys_core.wording.dates import moment
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import Plural, say, speaking

LEADS = "{model} leads with {share}."
BOUGHT = Plural("{n} customer has bought it.", "{n} customers have bought it.")


def test_fields_are_filled_in_and_whole_numbers_have_their_thousands_separated() -> None:
    assert say(LEADS, model="EASE", share="12 %") == "EASE leads with 12 %."
    assert say("{n} rows", n=1469307) == "1,469,307 rows"


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 customers have"), (1, "1 customer has"), (2469, "2,469 customers have")],
)
def test_number_chooses_the_sentence(n: int, text: str) -> None:
    assert say(BOUGHT, n=n) == f"{text} bought it."


def test_text_with_braces_and_no_fields_is_left_alone() -> None:
    assert say("{not a field}") == "{not a field}"
    assert say("{title} sold", title="{0}") == "{0} sold"


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        say(LEADS, model="EASE")


def test_a_catalogue_replaces_sentences_in_its_own_thread_only() -> None:
    elsewhere = []
    german = {LEADS: "Mit {share} führt {model}.", BOUGHT.other: "Gekauft von {n}."}
    with speaking(german):
        assert say(LEADS, model="EASE", share="12 %") == "Mit 12 % führt EASE."
        assert say(BOUGHT, n=1) == "Gekauft von 1."
        other = threading.Thread(target=lambda: elsewhere.append(say("{n} rows", n=1)))
        other.start()
        other.join()
    assert say(BOUGHT, n=1) == "1 customer has bought it."
    assert elsewhere == ["1 rows"]


@pytest.mark.parametrize(
    ("names", "joined"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_names_in_a_row(names: list[str], joined: str) -> None:
    assert and_list(names) == joined
    assert or_list(names) == joined.replace("and", "or")


def test_moments_get_shorter_the_nearer_they_are() -> None:
    today = datetime(2026, 5, 12, 18, 0)
    assert moment(datetime(2026, 5, 12, 14, 2), today) == "today at 14:02"
    assert moment(datetime(2026, 3, 1, 9, 5), today) == "1 Mar at 09:05"
    assert moment(datetime(2025, 3, 1, 9, 5), today) == "1 Mar 2025"
