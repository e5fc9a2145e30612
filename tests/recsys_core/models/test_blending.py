import numpy as np
import pytest

from recsys_core.models.blending import Calibration, calibrated, parse_weights
from recsys_core.schema.errors import InputError

KNOWN = ["ease", "content", "als"]


def test_standing_is_measured_in_standard_deviations() -> None:
    found = calibrated(np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]]), Calibration("standing"))
    np.testing.assert_allclose(found[0], [-1.2247449, 0, 1.2247449], rtol=1e-6)
    np.testing.assert_array_equal(found[1], 0)


def test_the_scale_of_a_model_does_not_matter_to_standing_and_ranks() -> None:
    scores = np.array([[0.3, 0.1, 0.9, 0.2]])
    for blend in ("standing", "ranks"):
        how = Calibration(blend)
        np.testing.assert_allclose(calibrated(scores * 50, how), calibrated(scores, how), rtol=1e-6)


def test_chances_are_taken_by_their_logarithm() -> None:
    chances = np.array([[0.9, 0.09, 0.009]])
    found = calibrated(chances, Calibration("standing", chances=True))
    np.testing.assert_allclose(found[0], [1.2247449, 0, -1.2247449], rtol=1e-5)


def test_ranks_are_reciprocal() -> None:
    found = calibrated(np.array([[0.2, 0.9, 0.2]]), Calibration("ranks"))
    np.testing.assert_allclose(found[0], [61 / 62, 1, 61 / 63], rtol=1e-6)


def test_weights_sum_to_one() -> None:
    assert parse_weights("ease=3; content = 1", KNOWN) == {"ease": 0.75, "content": 0.25}
    assert parse_weights("ease, als=0", KNOWN) == {"ease": 1.0}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("eas=1", "There is no model 'eas' to take part. Choose among: ease, content, als."),
        ("ease=much", "The weight of ease must be a number of at least 0; 'much' is not."),
        ("ease=-1", "The weight of ease must be a number of at least 0"),
        ("ease=nan", "The weight of ease must be a number of at least 0"),
        ("ease=0", "Give at least one model a weight above 0"),
        (" , ", "Give at least one model a weight above 0"),
    ],
)
def test_unusable_weights_are_refused_in_words(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_weights(text, KNOWN)
    assert sentence in str(refused.value)
