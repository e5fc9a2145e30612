import pytest

from pages.kit.figure import share_axis


@pytest.mark.parametrize(
    ("least", "most", "texts"),
    [
        (0.0, 0.26, ["0 %", "5 %", "10 %", "15 %", "20 %", "25 %"]),
        (0.0, 0.012, ["0.0 %", "0.2 %", "0.4 %", "0.6 %", "0.8 %", "1.0 %", "1.2 %"]),
        (-0.021, 0.034, ["−2 %", "−1 %", "0 %", "1 %", "2 %", "3 %"]),
        (0.0, 1.0, ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]),
    ],
)
def test_shares_on_an_axis_are_written_as_in_sentences(least, most, texts):
    found = share_axis(least, most)
    assert found["ticktext"] == texts
    assert len(set(found["ticktext"])) == len(found["tickvals"]), "no tick is said twice"
    assert found["range"] == [least, most]


def test_an_axis_of_nothing_has_an_end():
    assert share_axis(0.5, 0.5)["ticktext"]
