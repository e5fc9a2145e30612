"""What a trial of models found: in a sentence, as tables, and as the command line's keys."""

from typing import Any

import pandas as pd

from recsys_core.campaigns.response.registry import BASE, LOGISTIC, PAST, RESPONSE_MODELS
from recsys_core.campaigns.response.trial import ResponseTrial
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.services.campaigns.response import messages as m
from recsys_core.services.campaigns.response.study import ResponseStudy
from recsys_core.wording.dates import day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit, alike, count, number, share, short, significant

TENTH = 0.1


def title_of(model: str) -> str:
    """A model's name on screen."""
    return say(RESPONSE_MODELS[model].title)


def what_came(study: ResponseStudy) -> str:
    """What it is a chance of, in the plural."""
    if study.clicks:
        return say(m.PURCHASES if study.bought else m.CLICKS)
    return say(m.ANSWERS)


def how_many(trial: ResponseTrial, value: float) -> str:
    """`counted`, in words."""
    return (short if trial.drawn else count)(counted(trial, value))


def counted(trial: ResponseTrial, value: float) -> int:
    """A count of what was kept back, to three digits where it is counted up from rows drawn."""
    return round(significant(value) if trial.drawn else value)


def study_sentence(study: ResponseStudy) -> str:
    """The finding: what the model to be used foretold, what came, and which models do not beat the
    simple ones.
    """
    verdict = study.verdict
    best = study.trial(verdict.best)
    auc = best.figures["auc"]
    parts = [
        say(
            _CAME[study.clicks, study.bought],
            model=title_of(best.model),
            sent=how_many(best, best.rows),
            day=day(study.cut),
            expected=how_many(best, best.expected),
            actual=how_many(best, best.actual),
            auc=number(auc.value),
            low=number(auc.low),
            high=number(auc.high),
        ),
        say(m.FIRST_TENTH, share=share(held_by(best, TENTH)), what=what_came(study)),
        say(_BEATEN[BASE in verdict.beaten, PAST in verdict.beaten]),
    ]
    for message, models in (
        (m.AHEAD_OF_LOGISTIC, verdict.ahead),
        (m.NOT_AHEAD, verdict.level),
        (m.WORSE_THAN_LOGISTIC, verdict.behind),
    ):
        if models:
            names = and_list(title_of(model) for model in models)
            parts.append(say(message, models=names))
    if best.drawn:
        parts.append(say(m.DRAWN, lines=count(best.lines)))
    if study.bought:
        parts.append(say(m.NOT_BY_LOT))
    return " ".join(parts)


_CAME = {(False, False): m.CAME, (True, False): m.CLICKS_CAME, (True, True): m.BOUGHT_CAME}
_BEATEN = {
    (True, True): m.BEATS_BOTH,
    (True, False): m.BEATS_BASE,
    (False, True): m.BEATS_PAST,
    (False, False): m.BEATS_NEITHER,
}


def held_by(trial: ResponseTrial, sent: float) -> float:
    """The share of all answers that the likeliest `sent` (a share) of the rows hold."""
    return min(trial.gain, key=lambda point: abs(point[0] - sent))[1]


def standing(study: ResponseStudy, model: str) -> str:
    """How a model stands beside the logistic one: simple, yardstick, better, level or worse."""
    verdict = study.verdict
    if model in (BASE, PAST):
        return "simple"
    if model == LOGISTIC:
        return "yardstick"
    if model in verdict.ahead:
        return "better"
    return "worse" if model in verdict.behind else "level"


def references(study: ResponseStudy) -> list[ResponseTrial]:
    """What a model is drawn beside: the logistic one and past responders."""
    return [study.trial(name) for name in (LOGISTIC, PAST)]


def bin_rows(trial: ResponseTrial) -> pd.DataFrame:
    """rows, expected, answered, low, high: a line for each group by chance, with Wilson's interval
    of the share that answered. Where rows were drawn it is as wide as the answers drawn make it.
    """
    frame = pd.DataFrame(trial.bins, columns=["rows", "expected", "answered"])
    low, high = wilson(frame["answered"].to_numpy(), frame["rows"].to_numpy() / trial.stands)
    return frame.assign(low=low, high=high)


def tenth_rows(trial: ResponseTrial) -> pd.DataFrame:
    """Tenth (the likeliest is 1), rate, times, low, high, held: how many times the average rate of
    answers each tenth has, and the share of all answers it and those above it hold.
    """
    times = [one.value for one in trial.tenths]
    return pd.DataFrame(
        {
            "tenth": range(1, len(times) + 1),
            "rate": [one * trial.actual / trial.rows for one in times],
            "times": times,
            "low": [one.low for one in trial.tenths],
            "high": [one.high for one in trial.tenths],
            "held": [sum(times[: at + 1]) / len(times) for at in range(len(times))],
        }
    )


def figure_rows(trial: ResponseTrial) -> pd.DataFrame:
    """figure, value, low, high: every figure of `MEASURES` by name with its interval, written out;
    the calibration error as a share.
    """
    rows = []
    for name, one in trial.figures.items():
        unit: Unit = "share" if name == "ece" else "number"
        rows.append((name, *alike(one.value, one.low, one.high, unit=unit)))
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high"])


def study_json(study: ResponseStudy) -> dict[str, Any]:
    """The keys of the command line's `response-models`. low, high: the interval of the AUC; those
    of every other figure stand beside it.
    """
    return {
        "test_from": study.cut.date().isoformat(),
        "campaigns_learned": study.campaigns[0],
        "campaigns_tried": study.campaigns[1],
        "of": what_came(study),
        "best": study.verdict.best,
        "rows": [_row(one) for one in study.trials],
        "sentence": study_sentence(study),
    }


def _row(trial: ResponseTrial) -> dict[str, Any]:
    found: dict[str, Any] = {"model": trial.model, "sent": trial.rows, "lines": trial.lines}
    for name, figure in trial.figures.items():
        found |= {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}
    return found | {
        "expected": trial.expected,
        "actual": trial.actual,
        "low": trial.figures["auc"].low,
        "high": trial.figures["auc"].high,
        "corrected": trial.calibration.needed,
        "calibration": [
            {"rows": n, "expected": chance, "answered": came} for n, chance, came in trial.bins
        ],
        "gain": [{"sent": sent, "answers": held} for sent, held in trial.gain],
        "tenths": tenth_rows(trial).to_dict("records"),
    }
