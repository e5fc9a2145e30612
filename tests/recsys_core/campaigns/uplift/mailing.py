"""Customers of a mail-order house divided by lot into three arms, with known effects.

Rates as published for a test of 64,000 customers (visits of 10.62, 18.28 and 15.14 %); the women's
mail moves those who bought for women before, the men's moves everybody alike.
"""

import numpy as np
import pandas as pd

ARMS = ("No E-Mail", "Mens E-Mail", "Womens E-Mail")
BANDS = [0, 100, 200, 350, 500, 750, 1000, np.inf]
NAMES = [f"{at + 1}) from {low:.0f}" for at, low in enumerate(BANDS[:-1])]


def mailing(n: int = 64_000, seed: int = 0, split: bool = True, odds: bool = False) -> pd.DataFrame:
    """One row a customer. split: whether women's mail moves some more than others; odds: whether a
    mail multiplies the odds of a visit, so that it adds more where visits are frequent anyway.
    """
    rng = np.random.default_rng(seed)
    mens = rng.random(n) < 0.55
    womens = ~mens | (rng.random(n) < 0.18)
    recency = rng.choice(np.arange(1, 13), n, p=_falling(12))
    history = np.maximum(29.99, np.exp(rng.normal(5, 1.05, n))).round(2)
    newbie = rng.random(n) < 0.5
    zip_code = rng.choice(["Surburban", "Urban", "Rural"], n, p=[0.45, 0.40, 0.15])
    channel = rng.choice(["Phone", "Web", "Multichannel"], n, p=[0.438, 0.441, 0.121])
    pull = -0.04 * recency - 0.35 * newbie + 0.3 * (zip_code == "Rural") + 0.12 * np.log(history)
    base = _to_mean(pull, 0.1062)
    arm = rng.integers(3, size=n)
    added = np.select(
        [arm == 1, arm == 2], [0.0766, np.where(womens, 0.0720, 0.0120) if split else 0.0452], 0.0
    )
    added[arm == 2] *= 0.0452 / added[arm == 2].mean()
    chance = base + added
    if odds:
        chance = np.where(arm == 0, base, _to_mean(pull, 0.1062 + 0.0766))
        chance = np.where(arm == 2, _to_mean(pull, 0.1514), chance)
    visit = rng.random(n) < chance
    conversion = visit & (rng.random(n) < 0.06)
    spend = np.where(conversion, np.exp(rng.normal(4.4, 0.7, n)), 0.0).round(2)
    return pd.DataFrame(
        {
            "recency": recency,
            "history_segment": pd.cut(history, BANDS, labels=NAMES).astype(str),
            "history": history,
            "mens": mens.astype(int),
            "womens": womens.astype(int),
            "zip_code": zip_code,
            "newbie": newbie.astype(int),
            "channel": channel,
            "segment": np.array(ARMS, dtype=object)[arm],
            "visit": visit.astype(int),
            "conversion": conversion.astype(int),
            "spend": spend,
        }
    )


def _falling(n: int) -> np.ndarray:
    weights = np.linspace(1.6, 0.6, n)
    return weights / weights.sum()


def _to_mean(pull: np.ndarray, mean: float) -> np.ndarray:
    """Chances of a logistic model whose constant makes them this many on average."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        if (1 / (1 + np.exp(-pull - middle))).mean() > mean:
            high = middle
        else:
            low = middle
    return 1 / (1 + np.exp(-pull - low))
