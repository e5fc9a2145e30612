"""What measuring knobs on held-out purchases says."""

from recsys_core.wording.messages import Plural

SAMPLE_RANGE = "The sample holds between {least} and {most} customers; {n} were asked for."
HOW_MANY_SCENARIOS = "Choose two to four scenarios to compare."
HELD_OUT = "Held-out figures of {n} customers: {figures}."
HELD_OUT_OWN_ORDER = "Held-out figures of {n} customers: {figures}, the model's own order."
HELD_OUT_GROUP = "Held-out figures of {n} customers of “{group}”: {figures}."
HELD_OUT_GROUP_OWN_ORDER = "Held-out figures of {n} customers of “{group}”: {figures}, the model's own order."
FEW_OF_GROUP = Plural("{n} of the customers tested is in “{group}”; knobs are measured on {least} or more.", "{n} of the customers tested are in “{group}”; knobs are measured on {least} or more.")
ACCURACY, VARIETY = "accuracy {value}", "variety {value}"
ACCURACY_CHANGED = "accuracy {value}, {change} ({low} to {high})"
VARIETY_CHANGED = "variety {value}, {change} ({low} to {high})"
ACCURACY_BY_CHANCE = "accuracy {value}, {change} ({low} to {high}, may be chance)"
VARIETY_BY_CHANCE = "variety {value}, {change} ({low} to {high}, may be chance)"

MEASURE_AGAIN = "The last measurement kept no shortlists to try knobs on, for it was made by an earlier version: measure the models again on the Evaluation page."
NOT_MEASURED = "{model} was not among the models measured last: measure it on the Evaluation page to try knobs on it."
NOTHING_MEASURED = "No model has been measured yet, so nobody knows what a knob costs: measure the models on the Evaluation page, or with: python -m recsys_core evaluate"

UNKNOWN_GOAL = "Accuracy cannot be held against {goal} here. Choose from: {goals}."
TRYING, TRIED = "{done} of {n} settings tried", "{n} settings tried"
GAINS = {
    "diversity": "more variety",
    "novelty": "more novelty",
    "coverage": "more of the catalogue shown",
    "revenue": "more revenue from hits",
    "margin": "more margin from hits",
}
NONE_SHOWN = "With {customers} customers none of the {settings} settings tried could be shown to bring {gain}."
NONE_BEYOND_CHANCE = "With {customers} customers none of the {settings} settings tried could be shown to bring {gain}; a gain under {least} % would be missed more than one time in five."
NONE_CHANGES = "No setting tried changes the lists, so nothing brings {gain}."
WITH_SCENARIO, AT_KNOBS = "with “{name}”", "at {knobs}"
COSTS_NOTHING = "{much} {gain} shows no loss of accuracy {where}; a loss of up to {most} cannot be ruled out."
COSTS_SURELY_NOTHING = "{much} {gain} costs no accuracy {where}."
COSTS = "{much} {gain} costs {cost} accuracy {where}."
COSTS_BY_CHANCE = "{much} {gain} costs {cost} accuracy (may be chance) {where}."
