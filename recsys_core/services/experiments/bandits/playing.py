"""Every learner at work in a simulated world or on a log."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recsys_core.experiments.bandits.learners import LEARNERS, PLAIN_TEST, Learner, plain_test
from recsys_core.experiments.bandits.playing import Played, Replayed, World, replay, simulate
from recsys_core.experiments.bandits.sessions import SessionOrders, learn_sessions, made_up
from recsys_core.experiments.off_policy.logs import Logged
from recsys_core.experiments.off_policy.reward_model import expected_rewards
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray
from recsys_core.services.experiments.bandits import messages as m
from recsys_core.services.experiments.bandits.contexts import Contexts
from recsys_core.services.experiments.bandits.learned import LearnedState, going_on
from recsys_core.services.experiments.off_policy.policies import logged
from recsys_core.services.experiments.off_policy.shown_logs import ShownLog
from recsys_core.storage.output import complete_file
from recsys_core.wording.messages import say

MOST_ARMS, MOST_ROUNDS, MOST_RUNS = 500, 200_000, 200
LEAST_AGREED = 100


@dataclass(frozen=True)
class BanditChoices:
    """rounds: how often something is shown in a simulation.  runs: independent repetitions.
    test: rounds of the A/B test that learners are compared with, `rounds` at most; None for
    half of them.  start: what they knew before.
    """

    rounds: int = 5_000
    runs: int = 30
    test: int | None = None
    seed: int = 0
    start: LearnedState | None = None

    @property
    def tested(self) -> int:
        return self.rounds // 2 if self.test is None else min(self.test, self.rounds)


USUAL = BanditChoices()


@dataclass(frozen=True)
class SimulatedBandits:
    """arms: their names.  world: what they are really worth here.  played: by learner, the A/B test
    last.  rows: of the log that rates were learned from; None for rates that were given.
    columns: what linear learners see of a context, by name.
    """

    choices: BanditChoices
    arms: tuple[str, ...]
    world: World
    played: dict[str, Played]
    rows: int | None = None
    columns: tuple[str, ...] = ()

    @property
    def cheapest(self) -> str:
        """The learner with the least regret."""
        return min(LEARNERS, key=lambda name: float(self.played[name].regret[:, -1].mean()))


@dataclass(frozen=True)
class ReplayedBandits:
    """rows: gone through.  even: what showing all arms alike would have been clicked, by the
    rows of a lot.  knows_chances: whether the log says how likely what was shown was.
    columns: what linear learners see of a context, by name.
    """

    choices: BanditChoices
    arms: tuple[str, ...]
    replayed: dict[str, Replayed]
    even: float
    rows: int
    knows_chances: bool
    contexts: Contexts | None = None
    columns: tuple[str, ...] = ()

    @property
    def context(self) -> tuple[str, ...]:
        """Figures that linear learners had beside the position."""
        return () if self.contexts is None else self.contexts.names

    @property
    def agreed(self) -> float:
        """Rows the learners agreed with on average."""
        return float(np.mean([one.accepted.mean() for one in self.replayed.values()]))

    @property
    def best(self) -> str:
        """The learner that earned most of the rows it agreed with."""
        return max(self.replayed, key=lambda name: float(np.nanmean(self.replayed[name].reward)))


def simulate_rates(
    rates: Sequence[float], choices: BanditChoices, progress: Progress = silent
) -> SimulatedBandits:
    """Learners where each arm is clicked at a given rate. `InputError` outside the limits."""
    chances = np.array([list(rates)], dtype=float)
    if chances.size < 2:
        raise InputError(say(m.BANDIT_NEEDS_RATES))
    world = World(np.ones((1, 1)), np.ones(1), chances)
    arms = tuple(say(m.ARM_LETTER, n=at + 1) for at in range(chances.size))
    return SimulatedBandits(choices, arms, world, _all(world, choices, progress, arms))


def simulate_log(
    shown: ShownLog, choices: BanditChoices, progress: Progress = silent
) -> SimulatedBandits:
    """Learners where each item is clicked at the rate that a log tells for it and its position; the
    position is the context. `InputError` for outcomes that are amounts.
    """
    log = _clicks(shown)
    chances = np.clip(expected_rewards(log, np.ones(len(log.action), dtype=bool)), 0, 1)
    shares = np.bincount(log.place, minlength=log.places) / len(log.place)
    world = World(_features(log), shares, chances)
    arms, columns = tuple(str(name) for name in shown.item.categories), _columns(shown)
    played = _all(world, choices, progress, arms, columns)
    return SimulatedBandits(choices, arms, world, played, shown.rows, columns)


def replay_log(
    shown: ShownLog,
    choices: BanditChoices,
    progress: Progress = silent,
    contexts: Contexts | None = None,
) -> ReplayedBandits:
    """Learners on the rows of a log that they agree with. contexts: what is known of the customers.
    `InputError` for amounts.
    """
    log = _clicks(shown)
    _check(log.actions, choices)
    features = _features(log)[log.place]
    context = () if contexts is None else contexts.names
    if contexts is not None:
        features = np.column_stack([features, contexts.values])
    arms = tuple(str(name) for name in shown.item.categories)
    makers = going_on(LEARNERS, choices.start, arms, _columns(shown, context))
    weight = 1 / log.propensity
    done = {}
    for at, (name, make) in enumerate(makers.items()):
        report = _reporter(progress, at, len(LEARNERS), name)
        done[name] = replay(
            log.action,
            log.reward,
            log.propensity,
            features,
            log.actions,
            make,
            choices.runs,
            choices.seed,
            report,
        )
    even = float((weight * log.reward).sum() / weight.sum())
    told = ReplayedBandits(choices, arms, done, even, shown.rows, shown.knows_chances, contexts)
    return replace(told, columns=_columns(shown, context))


def session_orders(told: SimulatedBandits, sessions: int) -> SessionOrders:
    """An order within sessions learned by reinforcement, on made-up customers who click each arm at
    its rate in this world. `InputError` for fewer than 1 session or more than 200,000.
    """
    if not 1 <= sessions <= MOST_ROUNDS:
        raise InputError(say(m.SESSION_TERMS, most=MOST_ROUNDS))
    rates = told.world.shares @ told.world.chances
    seed = told.choices.seed
    return learn_sessions(made_up(rates, seed), sessions, seed)


def state_json(told: SimulatedBandits | ReplayedBandits) -> str:
    """What every learner of the first run knows at the end: arms, seed, learners by name."""
    done: dict[str, Played] | dict[str, Replayed]
    done = told.played if isinstance(told, SimulatedBandits) else told.replayed
    contexts = told.contexts if isinstance(told, ReplayedBandits) else None
    scales = {} if contexts is None else contexts.scales
    document = {
        "arms": list(told.arms),
        "context": list(told.columns),
        "scales": {name: list(one) for name, one in scales.items()},
        "seed": told.choices.seed,
        "learners": {name: one.learner.state() for name, one in done.items()},
    }
    return json.dumps(document, indent=1)


def write_state(told: SimulatedBandits | ReplayedBandits, out: Path) -> None:
    """`state_json` as a file."""
    with complete_file(out) as temporary:
        temporary.write_text(state_json(told), encoding="utf-8")


def _clicks(shown: ShownLog) -> Logged:
    log = logged(shown)
    if not log.is_rate:
        raise InputError(say(m.NOT_CLICKED_OR_NOT, column=shown.columns.clicked))
    return log


def _features(log: Logged) -> FloatArray:
    """(places, places): 1, and whether it is each place but the first."""
    features = np.eye(log.places)
    features[:, 0] = 1.0
    return features


def _columns(shown: ShownLog, context: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Positions but for the first, then the context."""
    return (*(str(one) for one in shown.position.categories[1:]), *context)


def _all(
    world: World,
    choices: BanditChoices,
    progress: Progress,
    arms: tuple[str, ...],
    columns: tuple[str, ...] = (),
) -> dict[str, Played]:
    chances = world.chances
    _check(chances.shape[1], choices)
    if not ((chances >= 0) & (chances <= 1)).all():
        raise InputError(_terms())
    makers: dict[str, Callable[..., Learner]] = {**LEARNERS, PLAIN_TEST: plain_test(choices.tested)}
    makers = going_on(makers, choices.start, arms, columns)
    done = {}
    for at, (name, make) in enumerate(makers.items()):
        report = _reporter(progress, at, len(makers), name)
        done[name] = simulate(world, make, choices.rounds, choices.runs, choices.seed, report)
    return done


def _reporter(progress: Progress, at: int, of: int, name: str) -> Callable[[float], None]:
    words = say(m.LET_PLAY, learner=say(m.LEARNER_TITLES[name]))
    return lambda done: progress((at + done) / of, words)


def _check(arms: int, choices: BanditChoices) -> None:
    fits = 2 <= arms <= MOST_ARMS and 2 <= choices.runs <= MOST_RUNS
    if not fits or not 10 <= choices.rounds <= MOST_ROUNDS or not choices.tested >= 0:
        raise InputError(_terms())


def _terms() -> str:
    return say(m.BANDIT_TERMS, arms=MOST_ARMS, rounds=MOST_ROUNDS, runs=MOST_RUNS)
