"""What is said of policies that learn while they show."""

from recsys_core.wording.messages import Plural

BANDIT_TERMS = "There are 2 to {arms} arms with rates between 0 and 1, and between 10 and {rounds} rounds in 2 to {runs} runs."
BANDIT_NEEDS_RATES = "What is to be simulated? Name a log, or two or more rates of clicks."
NOT_CLICKED_OR_NOT = "These policies learn from clicked or not; “{column}” holds other amounts."
ARM_LETTER = "arm {n}"
LEARNER_TITLES = {
    "epsilon-greedy": "Epsilon-greedy",
    "ucb1": "UCB1",
    "thompson": "Thompson sampling",
    "linucb": "LinUCB",
    "linear-thompson": "Linear Thompson sampling",
    "ab-test": "A/B test",
}
LEARNS_CHEAPER = "Simulated: {learner} costs {regret} clicks in {rounds} rounds ({low} to {high}) for learning which of {arms} arms is best, {saved} fewer than an A/B test of {test} rounds ({saved_low} to {saved_high})."
LEARNS_DEARER = "Simulated: {learner} costs {regret} clicks in {rounds} rounds ({low} to {high}) for learning which of {arms} arms is best, more than the {against} of an A/B test of {test} rounds."
LEARNED_IN_FEW_RUNS = "Simulated: {learner} costs {regret} clicks in {rounds} rounds for learning which of {arms} arms is best, an A/B test of {test} rounds {against}; {n} runs are too few to say how sure that is, {least} are needed."
LEARNING_NOT_TOLD = "Simulated: {learner} costs {regret} clicks in {rounds} rounds ({low} to {high}) for learning which of {arms} arms is best; whether that is less than an A/B test of {test} rounds cannot be told."
BEST_KNOWN = "Always showing the best arm would be clicked in {best} of the times, showing all alike in {even}."
PLANTED_RATES = "Rates of clicks are those given."
FITTED_RATES = "Rates of clicks are those a model of outcomes by item and position learned from {n} rows: a simulation is no better than they are."
RUNS_MADE = Plural("Intervals hold the mean of {n} run with 95 %, those against the A/B test for all learners together.", "Intervals hold the mean of {n} runs with 95 %, those against the A/B test for all learners together.")
REPLAY_BETTER = "Replayed: {learner} was clicked in {reward} of the {n} times it agreed with the log ({low} to {high}), more than the {even} of showing all alike."
REPLAY_WORSE = "Replayed: {learner} was clicked in {reward} of the {n} times it agreed with the log ({low} to {high}), less than the {even} of showing all alike."
REPLAY_NOT_TOLD = "Replayed: {learner} was clicked in {reward} of the {n} times it agreed with the log ({low} to {high}), against {even} for showing all alike: whether it is better cannot be told."
REPLAY_TOO_SHORT = "The log cannot be replayed: policies agree with {n} of its rows, and 100 are needed. Simulate instead."
ABOUT_REPLAY = Plural("Only rows in which a policy would have shown what was shown count, as if they had been its own; {n} row was gone through. Intervals hold with 95 % for all policies together.", "Only rows in which a policy would have shown what was shown count, as if they had been its own; {n} rows were gone through. Intervals hold with 95 % for all policies together.")
REPLAY_BLIND = "The log does not say how likely it was that an item was shown; its share of what was shown there is taken for that."
CONTEXT_WORD = "{column}: {word}"
TOO_MANY_CONTEXTS = "The context makes {n} figures, and {most} are the most: choose fewer columns, or some with fewer different words."
NO_SUCH_CONTEXT = "“{name}” is no further column of the log and no fact of the customers it names; there is {known}."
ABOUT_CONTEXT = Plural("LinUCB and linear Thompson sampling learn from the position and {n} figure more: {names}.", "LinUCB and linear Thompson sampling learn from the position and {n} figures more: {names}.")
NO_STATE = "{file} is not what learners know: a file that bandit --state or this page wrote is needed."
STATE_OF_OTHER_ARMS = "What was learned is of other arms ({then}) than these ({now}), so nothing can go on from it."
STATE_OF_OTHER_CONTEXT = "What was learned is of another context than this one, so linear policies cannot go on from it: choose the same columns."
GONE_ON = "All learners went on from what they knew before."
GONE_ON_BUT = "Learners went on from what they knew before, but nothing was known of {names}."
LET_PLAY = "Letting {learner} learn"
SESSION_TERMS = "Between 1 and {most} sessions can be simulated."
SESSIONS_LEARNED = Plural("Simulator only, made-up customers: an order learned by reinforcement in {n} session brings {learned} clicks a session, showing the likeliest next click {greedy}, the best order there is {best}, arms at random {lot}. It says nothing of real customers.", "Simulator only, made-up customers: an order learned by reinforcement in {n} sessions brings {learned} clicks a session, showing the likeliest next click {greedy}, the best order there is {best}, arms at random {lot}. It says nothing of real customers.")
