import pytest

from recsys_core.wording.folding import folded


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Crème BRÛLÉE", "creme brulee"),
        ("Straße", "strasse"),
        ("WINE", "wine"),
        ("ÅNGSTRÖM", "angstrom"),
    ],
)
def test_case_and_accents_do_not_count_and_letters_do(text: str, same: str):
    assert folded(text) == same
    assert folded("Wine") != folded("Vine")
