"""A file laid out as the published test of 64,000 customers, its columns told by nobody."""

import numpy as np
import pytest

from recsys_core.services.campaigns.uplift.arm_files import ArmChoice, ArmTable, read_arms, ready
from recsys_core.services.campaigns.uplift.likely import likely_arm, likely_outcome
from recsys_core.services.campaigns.uplift.study import uplift_json, uplift_of, uplift_sentences
from tests.recsys_core.campaigns.uplift.mailing import ARMS, mailing

LAYOUT = [
    "recency", "history_segment", "history", "mens", "womens", "zip_code", "newbie", "channel",
    "segment", "visit", "conversion", "spend",
]  # fmt: skip


@pytest.fixture(scope="module")
def mail_order(tmp_path_factory: pytest.TempPathFactory) -> ArmTable:
    frame = mailing(12_000, seed=5)
    assert list(frame.columns) == LAYOUT
    path = tmp_path_factory.mktemp("mail-order") / "mail.csv"
    frame.to_csv(path, index=False)
    return read_arms(path)


def test_arm_and_outcome_are_found(mail_order: ArmTable) -> None:
    assert likely_arm(mail_order) == "segment"
    assert likely_outcome(mail_order, "segment") == "visit"
    # Thousands of amounts are no arms.
    assert likely_outcome(mail_order, "history") is None


def test_spend_is_money_and_texts_become_columns(mail_order: ArmTable) -> None:
    found = ready(mail_order, ArmChoice("segment", "spend"))
    assert (found.data.arms[found.data.control or 0], found.data.is_rate) == (ARMS[0], False)
    assert {one.column for one in found.left_out} == {"visit", "conversion"}
    # Five columns of numbers; seven, three and three texts.
    assert found.data.features.shape == (12_000, 18)
    told = uplift_of(found)
    spend = mail_order.numbers["spend"]
    for one in uplift_json(told)["arms"]:
        mine = mail_order.texts["segment"].to_numpy() == one["arm"]
        assert one["rate"] == pytest.approx(np.mean(spend[mine]))
    said = uplift_sentences(told)
    assert f"“{ARMS[1]}”: " in said[0]
    assert "for each customer against" in said[0]
    # 12,000 customers buy too seldom to tell whom it moves; the difference is told all the same.
    assert "customers who responded; telling who is moved needs 100" in said[1]


def test_without_a_control_no_arm_is_guessed(mail_order: ArmTable) -> None:
    texts = mail_order.texts.replace({"segment": {ARMS[0]: "Letter"}})
    assert likely_arm(ArmTable("f", texts, mail_order.numbers, None)) is None
