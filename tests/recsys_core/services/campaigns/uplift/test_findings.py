"""Two questions, each answered by itself: sending to all, and sending to some."""

import numpy as np
import pytest

from recsys_core.campaigns.uplift.curves import CurveBand, Ranked
from recsys_core.campaigns.uplift.divided import ArmDifference, ArmFigures, Divided
from recsys_core.campaigns.uplift.policy import PolicyTrial
from recsys_core.campaigns.uplift.study import TOGETHER, ArmTargeting, UpliftStudy
from recsys_core.services.campaigns.uplift.arm_files import ReadyArms
from recsys_core.services.campaigns.uplift.findings import (
    control_line,
    curve_finding,
    formulas,
    sent_to_all,
    uplift_finding,
    uplift_line,
)
from recsys_core.services.campaigns.uplift.study import ToldUplift, moved
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.services.campaigns.past.conftest import fill

SHARE = np.linspace(0, 1, 101)


def band(middle: float, end: float) -> CurveBand:
    """Straight to `middle` at a half and on to `end`."""
    value = np.interp(SHARE, [0, 0.5, 1], [0, middle, end])
    return CurveBand(SHARE, value, value - 0.01, value + 0.01)


def planted(
    whole: tuple[float, float, float],
    middle: float,
    *,
    signal: bool,
    is_rate: bool = True,
    learned: bool = True,
) -> ToldUplift:
    """One arm: its difference with the ends, what half of the customers gain, and the verdict."""
    curve = band(middle, whole[0])
    figures = (0.01, 0.006, 0.014, -0.002, 0.002, 0.09)
    ranking = Ranked(*figures, curve, band(whole[0] / 2, whole[0]), curve, 0.5, 0.0)
    rest = 2 * (whole[0] - middle)
    tried = PolicyTrial(
        900, 0.5, (2 * middle, 0.05, 0.09), (rest, -0.02, 0.02),
        0.14, 0.12, 0.16, 0.15, 0.1, 0.02, 0.01, 0.03,
    )  # fmt: skip
    nobody = np.zeros(4, dtype=bool)
    learners = {TOGETHER: ranking} if learned else {}
    one = ArmTargeting("Mail", "" if signal else "No.", np.zeros(4), nobody, learners,
                       tried if signal else None)  # fmt: skip
    arms = [ArmFigures(name, 5_000, 600, rate, rate - 0.01, rate + 0.01)
            for name, rate in (("Control", 0.1), ("Mail", 0.1 + whole[0]))]  # fmt: skip
    study = UpliftStudy(arms, 0.5, "", is_rate, [ArmDifference("Mail", *whole)], [one])
    data = Divided(np.array([0, 1, 0, 1]), ("Control", "Mail"), 0, np.zeros(4), np.empty((4, 0)))
    return ToldUplift(ReadyArms(data, None, ()), study)


UP, DOWN, NOT_TOLD = (0.04, 0.03, 0.05), (-0.04, -0.05, -0.03), (0.004, -0.01, 0.018)


@pytest.mark.parametrize(
    ("whole", "middle", "signal", "title", "line"),
    [
        (UP, 0.03, True, "bring 75 % of what sending to all brings", "the others by 2.00 points"),
        (UP, 0.06, True, "more than all of them: 150 % of what", "the others by −4.00 points"),
        (NOT_TOLD, 0.03, True, "to all brings nothing that was told from chance; the first 50 %",
         "“Mail” moves 50 % of the customers by 6.00 points"),
        (DOWN, 0.01, True, "to all takes away 4.00 points; the first 50 %", "moves 50 %"),
        (UP, 0.02, False, "Sending to all brings 4.00 points; no order", "to all or to none: it"),
        (NOT_TOLD, 0.002, False, "Neither sending to all nor an order", "brings nothing that was"),
        (DOWN, -0.02, False, "Sending to all takes away 4.00 points; no", "“Mail” to nobody"),
    ],
)  # fmt: skip
def test_what_all_bring_and_whom_to_send_to_are_two_questions(
    whole: tuple[float, float, float], middle: float, signal: bool, title: str, line: str
) -> None:
    told = planted(whole, middle, signal=signal)
    found = curve_finding(told, "Mail")
    assert title in found
    assert line in uplift_line(told)
    brings_nothing = sent_to_all(told, "Mail") == "open"
    assert ("brings nothing" in found or "Neither" in found) == brings_nothing
    assert ("than a random one" in found or "Neither" in found) == (not signal)


def test_money_is_written_as_money() -> None:
    told = planted((0.4, 0.3, 0.5), 0.3, signal=True, is_rate=False)
    assert "points" not in uplift_line(told)
    assert moved(told, (0.4, 0.3, 0.5)) == ("0.400", "0.300", "0.500")
    assert moved(planted(UP, 0.02, signal=False), (0.04, 0.03)) == ("4.00", "3.00")
    assert "by 0.600 (" in uplift_line(told)
    assert uplift_finding(told, "Mail").startswith("The first 50 % are 0.600 ahead, all")
    assert uplift_finding(planted(UP, 0.02, signal=False), "Mail") == (
        "All of them are 4.00 points ahead of the control group"
    )


def test_formulas_come_with_what_they_are_held_against() -> None:
    qini, uplift, held = formulas(planted(UP, 0.03, signal=True), "Mail")
    assert qini.startswith("Qini: the area between q(x)")
    assert uplift.startswith("Uplift curve: u(x)")
    assert "a Qini of 0.0900" in held
    assert "between −0.00200 and 0.00200" in held


def test_where_nothing_was_learned_the_difference_alone_is_told() -> None:
    line = uplift_line(planted(UP, 0.02, signal=False, learned=False))
    assert line.startswith("“Mail”: 14.0 % responded against 10.0 % of the control group")


def test_campaigns_without_a_control_group_are_counted(ws: Workspace) -> None:
    assert control_line(ws) == ""
    fill(ws)
    assert "left anybody out at random" in control_line(ws) or "left nobody out" in control_line(ws)
