"""Order within a session, learned by reinforcement: in a simulator only, on made-up customers."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import FloatArray, IntArray

TIRED, LEAST_STAY, MOST_STAY, UNCLICKED_STAY = 0.3, 0.2, 0.9, 0.5
STEPS, EXPLORED = 200, 0.2
"""No session is longer; this often Q-learning tries something by lot."""


@dataclass(frozen=True)
class SessionWorld:
    """click: (1 + arms, arms) chance that an arm is clicked, by what was clicked last (0: nothing
    yet, 1 + arm).  stay: (arms,) chance that a customer stays after clicking it.
    """

    click: FloatArray
    stay: FloatArray


@dataclass(frozen=True)
class SessionOrders:
    """Clicks a session expected of what was learned, of the likeliest next click, of the best there
    is and of a lot.
    """

    learned: float
    greedy: float
    best: float
    lot: float


def made_up(rates: FloatArray, seed: int) -> SessionWorld:
    """Customers who click each arm at its rate, at 0.3 of it once they have just clicked it, and
    who stay after it with a chance drawn between 0.2 and 0.9.
    """
    arms = len(rates)
    click = np.tile(rates, (arms + 1, 1))
    click[np.arange(1, arms + 1), np.arange(arms)] *= TIRED
    stay = np.random.default_rng([seed, 41]).uniform(LEAST_STAY, MOST_STAY, arms)
    return SessionWorld(click, stay)


def learn_sessions(world: SessionWorld, sessions: int, seed: int) -> SessionOrders:
    """Tabular Q-learning over so many sessions (Watkins and Dayan, 1992), then what the learned
    policy is really worth in this world.
    """
    rng = np.random.default_rng([seed, 42])
    states, arms = world.click.shape
    worth, tried = np.zeros((states, arms)), np.zeros((states, arms))
    for _ in range(sessions):
        state = 0
        for _ in range(STEPS):
            lot = rng.random() < EXPLORED
            arm = int(rng.integers(arms)) if lot else int(np.argmax(worth[state]))
            clicked = rng.random() < world.click[state, arm]
            stays = rng.random() < (world.stay[arm] if clicked else UNCLICKED_STAY)
            after = 1 + arm if clicked else state
            tried[state, arm] += 1
            aim = clicked + (worth[after].max() if stays else 0.0)
            worth[state, arm] += (aim - worth[state, arm]) / tried[state, arm] ** 0.7
            if not stays:
                break
            state = after
    return SessionOrders(
        value_of(world, np.argmax(worth, axis=1)),
        value_of(world, np.argmax(world.click, axis=1)),
        float(_best(world)[0]),
        float(_worth(world, np.full((states, arms), 1 / arms))[0]),
    )


def value_of(world: SessionWorld, arm: IntArray) -> float:
    """Clicks a session of showing `arm` (states,) in each state, exactly."""
    return float(_worth(world, np.eye(world.click.shape[1])[arm])[0])


def _worth(world: SessionWorld, chances: FloatArray) -> FloatArray:
    """(states,) clicks to come when arms are shown with these chances (states, arms)."""
    states = len(world.click)
    clicked = chances * world.click
    onwards = np.zeros((states, states))
    onwards[:, 1:] = clicked * world.stay
    onwards[np.arange(states), np.arange(states)] += UNCLICKED_STAY * (
        chances * (1 - world.click)
    ).sum(axis=1)
    return np.asarray(np.linalg.solve(np.eye(states) - onwards, clicked.sum(axis=1)))


def _best(world: SessionWorld) -> FloatArray:
    """(states,) clicks to come under the best policy, by value iteration."""
    worth = np.zeros(len(world.click))
    for _ in range(2_000):
        after = 1 + world.stay * worth[1:]
        every = world.click * after + (1 - world.click) * UNCLICKED_STAY * worth[:, None]
        worth = every.max(axis=1)
    return worth
