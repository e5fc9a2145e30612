"""What came out of a study: in words, arm by arm, ranking by ranking, and who is moved."""

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.text import plain
from pages.parts.campaigns.uplift import messages as m
from pages.parts.campaigns.uplift.charts import curve, uplift_curve
from recsys_core.services.campaigns.uplift.findings import curve_finding, formulas, uplift_finding
from recsys_core.services.campaigns.uplift.study import (
    ArmTargeting,
    ToldUplift,
    save_persuadables,
    uplift_frame,
    uplift_sentences,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace, told: ToldUplift) -> None:
    """Sentences, arms, curves and rankings of one arm, and the customers to take along."""
    for sentence in uplift_sentences(told):
        st.text(sentence)
    _arms(told)
    learned = [one.arm for one in told.study.targeting if one.learners]
    if not learned:
        return
    chosen = [one.arm for one in told.study.targeting if one.policy is not None]
    with layout.controls("uplift-which"):
        arm = st.radio(
            plain(say(m.WHICH_ARM)),
            [*chosen, *(one for one in learned if one not in chosen)],
            format_func=plain,
            key="uplift-which",
            horizontal=True,
        )
    one = told.targeting(arm)
    _curves(told, one)
    _rankings(one)
    for sentence in formulas(told, arm):
        layout.quiet(sentence)
    if one.policy is not None and told.ready.users is not None:
        _keep(ws, told, arm)
    elif one.policy is not None:
        layout.quiet(say(m.NOT_NAMED))
    frame = uplift_frame(told)
    layout.table_downloads(say(m.EVERY_CUSTOMER), lambda: frame, "uplift.csv", key="uplift-csv")


def _curves(told: ToldUplift, one: ArmTargeting) -> None:
    left, right = st.columns(2, gap="large")
    is_rate = told.study.is_rate
    with left:
        title = curve_finding(told, one.arm)
        figure = curve(one, is_rate, title)
        layout.chart(figure, "uplift-curve", alt=say(m.CURVE_ALT, finding=title))
    with right:
        title = uplift_finding(told, one.arm)
        figure = uplift_curve(one, is_rate, title)
        layout.chart(figure, "uplift-among", alt=say(m.UPLIFT_ALT, finding=title))


def _rankings(one: ArmTargeting) -> None:
    """Every learner beside the others and beside rankings by lot."""
    names = ("qini", "low", "high", "random_low", "random_high", "perfect")
    frame = pd.DataFrame(
        [
            {"learner": say(m.LEARNER_NAMES[name]), "stands_out": found.stands_out}
            | {each: getattr(found, each) for each in names}
            for name, found in one.learners.items()
        ]
    )
    columns = {
        "learner": tables.text(say(m.RANKED_BY), width="medium"),
        "qini": tables.decimal(say(m.QINI), say(m.QINI_HELP)),
        "low": tables.decimal(say(m.FROM), say(m.BAND_HELP)),
        "high": tables.decimal(say(m.TO), say(m.BAND_HELP)),
        "random_low": tables.decimal(say(m.LOT_FROM), say(m.LOT_HELP)),
        "random_high": tables.decimal(say(m.LOT_TO), say(m.LOT_HELP)),
        "perfect": tables.decimal(say(m.PERFECT), say(m.PERFECT_HELP)),
        "stands_out": tables.yes_no(say(m.STANDS_OUT), say(m.STANDS_OUT_HELP)),
    }
    tables.show(frame, columns, key="uplift-rankings", alt=say(m.RANKINGS_ALT))


def _arms(told: ToldUplift) -> None:
    study = told.study
    against = {one.arm: one for one in study.comparisons}
    ends = [against.get(one.arm) for one in study.arms]
    figure, moved = (
        (tables.share, tables.decimal) if study.is_rate else (tables.money, tables.money)
    )
    times = 100 if study.is_rate else 1
    frame = pd.DataFrame(
        {
            "arm": [one.arm for one in study.arms],
            "n": [one.n for one in study.arms],
            "responded": [one.responders for one in study.arms],
            "rate": [one.rate for one in study.arms],
            "difference": [one and one.difference * times for one in ends],
            "low": [one and one.low * times for one in ends],
            "high": [one and one.high * times for one in ends],
        }
    )
    columns = {
        "arm": tables.text(say(m.ARM_NAME), width="medium"),
        "n": tables.count(say(m.CUSTOMERS)),
        "responded": tables.count(say(m.RESPONDED)),
        "rate": figure(say(m.RATE if study.is_rate else m.MEAN)),
    }
    if against:
        columns |= {
            "difference": moved(say(m.IN_POINTS if study.is_rate else m.DIFFERENCE)),
            "low": moved(say(m.FROM), say(m.INTERVAL_HELP)),
            "high": moved(say(m.TO), say(m.INTERVAL_HELP)),
        }
    frame = frame.astype({name: float for name in ("difference", "low", "high")})
    tables.show(frame, columns, key="uplift-arms", alt=say(m.ARMS_ALT))


def _keep(ws: Workspace, told: ToldUplift, arm: str) -> None:
    """Those who are moved, under a name, as a segment of their own."""
    with (
        layout.controls("uplift-keep"),
        st.form("uplift-keep", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        label = plain(say(m.SEGMENT_NAME))
        name = st.text_input(label, width=320, placeholder=say(m.SEGMENT_EXAMPLE))
        asked = st.form_submit_button(plain(say(m.KEEP_THEM)))
    if asked:
        with errors.shown_here():
            unknown = save_persuadables(ws, told, arm, name)
            if unknown:
                st.success(plain(say(m.KEPT_SOME, name=name.strip(), n=unknown)))
            else:
                st.success(plain(say(m.KEPT_THEM, name=name.strip())))
