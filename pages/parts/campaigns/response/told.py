"""What a trial of models found: a sentence, figures, the table, pictures of one model."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.parts.campaigns.response import messages as m
from pages.parts.campaigns.response.charts import chances, gains, times_average
from recsys_core.services.campaigns.response.findings import (
    TENTH,
    counted,
    figure_rows,
    held_by,
    how_many,
    references,
    standing,
    study_sentence,
    tenth_rows,
    title_of,
    what_came,
)
from recsys_core.services.campaigns.response.study import ResponseStudy, ResponseTrial
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, number, share

STANDINGS = {"simple": m.SIMPLE, "yardstick": m.YARDSTICK, "better": m.BETTER, "level": m.LEVEL,
             "worse": m.WORSE}  # fmt: skip
GAIN_AT = 0.2
FIGURES = {
    "auc": (m.AUC, m.TOLD_APART_SHORT),
    "average_precision": (m.PRECISION, m.PRECISION_HELP),
    "log_loss": (m.LOSS, m.LOSS_SAYS),
    "normalised_entropy": (m.ENTROPY, m.ENTROPY_SAYS),
    "brier": (m.SQUARED, m.SQUARED_HELP),
    "ece": (m.CALIBRATION, m.CALIBRATION_SAYS),
    "ratio": (m.RATIO, m.RATIO_HELP),
}


def show_study(study: ResponseStudy, key: str) -> None:
    """All of it; key tells the parts of the page apart."""
    best, what = study.trial(study.verdict.best), what_came(study)
    auc = best.figures["auc"]
    st.text(study_sentence(study))
    between = {"low": number(auc.low), "high": number(auc.high)}
    came = say(m.DID_COME_HELP if study.clicks else m.DID_ANSWER_HELP, what=what)
    held = say(m.IN_FIRST_TENTH_HELP, what=what)
    expected = say(m.EXPECTED_TO_ANSWER_HELP, model=title_of(best.model))
    layout.figures(
        [
            (say(m.EXPECTED_TO_COME, what=what), how_many(best, best.expected), expected),
            (say(m.DID_COME), how_many(best, best.actual), came),
            (say(m.TOLD_APART), number(auc.value), say(m.TOLD_APART_HELP, **between)),
            (say(m.IN_FIRST_TENTH), share(held_by(best, TENTH)), held),
        ],
        key=key,
    )
    _pictures(study, _models(study, key), key)


def _models(study: ResponseStudy, key: str) -> ResponseTrial:
    """The table; the model whose line was clicked, else the one to be used."""
    figures = [one.figures for one in study.trials]
    frame = pd.DataFrame(
        {
            "model": [title_of(one.model) for one in study.trials],
            "auc": [one["auc"].value for one in figures],
            "low": [one["auc"].low for one in figures],
            "high": [one["auc"].high for one in figures],
            "precision": [one["average_precision"].value for one in figures],
            "loss": [one["log_loss"].value for one in figures],
            "entropy": [one["normalised_entropy"].value for one in figures],
            "ece": [share(one["ece"].value) for one in figures],
            "expected": [counted(one, one.expected) for one in study.trials],
            "came": [counted(one, one.actual) for one in study.trials],
            "beside": [say(STANDINGS[standing(study, one.model)]) for one in study.trials],
        }
    )
    columns = {
        "model": tables.text(say(m.MODEL), width="medium"),
        "auc": tables.decimal(say(m.AUC), say(m.TOLD_APART_SHORT)),
        "low": tables.decimal(say(m.FROM), say(m.INTERVAL_HELP)),
        "high": tables.decimal(say(m.TO), say(m.INTERVAL_HELP)),
        "precision": tables.decimal(say(m.PRECISION), say(m.PRECISION_HELP, base=_base(study))),
        "loss": tables.decimal(say(m.LOSS), say(m.LOSS_HELP)),
        "entropy": tables.decimal(say(m.ENTROPY), say(m.ENTROPY_HELP)),
        "ece": tables.text(say(m.CALIBRATION), say(m.CALIBRATION_HELP)),
        "expected": tables.count(say(m.EXPECTED)),
        "came": tables.count(say(m.DID_COME_SHORT)),
        "beside": tables.text(say(m.BESIDE), say(m.BESIDE_HELP)),
    }
    layout.quiet(say(m.CLICK_A_MODEL))
    chosen = tables.show(
        frame,
        columns,
        key=f"{key}-models",
        alt=say(m.MODELS_ALT),
        file_name=f"{key}_models.csv",
        rows=len(frame),
        select="single-row",
    )
    return study.trials[chosen[0]] if chosen else study.trial(study.verdict.best)


def _base(study: ResponseStudy) -> str:
    return number(study.trials[0].actual / study.trials[0].rows)


def _pictures(study: ResponseStudy, trial: ResponseTrial, key: str) -> None:
    model, what = title_of(trial.model), what_came(study)
    curve, gain = st.columns(2, gap="large")
    with curve:
        expected, actual = (how_many(trial, one) for one in (trial.expected, trial.actual))
        title = say(m.CURVE_TITLE, model=model, expected=expected, actual=actual, what=what)
        alt = say(m.CURVE_ALT, finding=title)
        layout.chart(chances(trial, title), f"{key}-chances", alt=alt)
        layout.quiet(say(m.ABOUT_CURVE))
    with gain:
        held = share(held_by(trial, GAIN_AT))
        title = say(m.GAIN_TITLE, sent=share(GAIN_AT), model=model, held=held, what=what)
        beside = [one for one in references(study) if one.model != trial.model]
        alt = say(m.GAIN_ALT, finding=title, what=what)
        layout.chart(gains([trial, *beside], title, what), f"{key}-gain", alt=alt)
    times, table = st.columns(2, gap="large")
    with times:
        rows = tenth_rows(trial)
        first = number(float(rows["times"].iloc[0]))
        title = say(m.TENTHS_TITLE, model=model, times=first, what=what)
        alt = say(m.TENTHS_ALT, finding=title, what=what)
        layout.chart(times_average(rows, title), f"{key}-tenths", alt=alt)
        layout.quiet(say(m.ABOUT_TENTHS))
    with table:
        _tenths(rows, what, key)
    _figures(study, trial, key)


def _tenths(rows: pd.DataFrame, what: str, key: str) -> None:
    times = [alike(row.times, row.low, row.high) for row in rows.itertuples()]
    frame = pd.DataFrame(times, columns=["times", "low", "high"]).assign(
        tenth=rows["tenth"], rate=rows["rate"].map(share), held=rows["held"].map(share)
    )
    columns = {
        "tenth": tables.whole(say(m.TENTH)),
        "rate": tables.text(say(m.DID_COME_SHORT)),
        "times": tables.text(say(m.TIMES), say(m.TIMES_HELP)),
        "low": tables.text(say(m.FROM), say(m.INTERVAL_HELP)),
        "high": tables.text(say(m.TO), say(m.INTERVAL_HELP)),
        "held": tables.text(say(m.HELD), say(m.HELD_HELP, what=what)),
    }
    layout.quiet(say(m.BY_TENTH))
    alt, name = say(m.TENTHS_TABLE_ALT), f"{key}_tenths.csv"
    tables.show(frame, columns, key=f"{key}-by-tenth", alt=alt, file_name=name)


def _figures(study: ResponseStudy, trial: ResponseTrial, key: str) -> None:
    """Every figure of one model with its interval, and what it says."""
    layout.section(say(m.EVERY_FIGURE, model=title_of(trial.model)), say(m.ABOUT_FIGURES))
    written = figure_rows(trial)
    names, means = zip(*(FIGURES[one] for one in written["figure"]), strict=True)
    frame = written.assign(
        figure=[say(one) for one in names], means=[_means(one, study) for one in means]
    )
    columns = {
        "figure": tables.text(say(m.FIGURE_NAME), width=210),
        "value": tables.text(say(m.FIGURE_VALUE), width=90),
        "low": tables.text(say(m.FROM), say(m.INTERVAL_HELP), width=90),
        "high": tables.text(say(m.TO), say(m.INTERVAL_HELP), width=90),
        "means": tables.text(say(m.FIGURE_MEANS)),
    }
    alt = say(m.FIGURES_ALT)
    tables.show(frame, columns, key=f"{key}-figures", alt=alt, file_name=f"{key}_figures.csv")


def _means(meaning: str, study: ResponseStudy) -> str:
    return say(meaning, base=_base(study)) if meaning == m.PRECISION_HELP else say(meaning)
