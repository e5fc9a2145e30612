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

# Placements.
PLACEMENTS_UNMEASURED = "Not measured: {why}"
TRAINED_OTHERWISE = "{model} is trained with other settings than it was measured with."
PRODUCTS_ONLY = "Not measured: only placements that show products are compared by their figures."
KINDS_ONLY = "Not measured: this placement shows products."
NO_KIND_BOUGHT = "no test customer bought anything that has one."
AND_REPEATS = "{sentence} Buying a product again counted as right."
PAIR_MEASURED = Plural("On {n} test customer, first {k}: accuracy {value} with “{a}”, {other} with “{b}” (difference {low} to {high}).", "On {n} test customers, first {k}: accuracy {value} with “{a}”, {other} with “{b}” (difference {low} to {high}).")
PAIR_BY_CHANCE = Plural("On {n} test customer, first {k}: accuracy {value} with “{a}”, {other} with “{b}”; the difference ({low} to {high}) may be chance.", "On {n} test customers, first {k}: accuracy {value} with “{a}”, {other} with “{b}”; the difference ({low} to {high}) may be chance.")
KIND_SLOTS = {
    "categories": Plural("{n} category", "{n} categories"),
    "brands": Plural("{n} brand", "{n} brands"),
}
KINDS_BETTER = Plural("{n} test customer: {hit} ({low} to {high}) bought something from the {kinds} of “{name}”, {popular} ({popular_low} to {popular_high}) from the most popular ones.", "Of {n} test customers {hit} ({low} to {high}) bought something from the {kinds} of “{name}”, {popular} ({popular_low} to {popular_high}) from the most popular ones.")
KINDS_WORSE = Plural("{n} test customer: {hit} ({low} to {high}) bought something from the {kinds} of “{name}”, {popular} ({popular_low} to {popular_high}) from the most popular ones: show everybody those.", "Of {n} test customers {hit} ({low} to {high}) bought something from the {kinds} of “{name}”, {popular} ({popular_low} to {popular_high}) from the most popular ones: show everybody those.")
KINDS_ALIKE = Plural("{n} test customer: {hit} ({low} to {high}) bought something from the {kinds} of “{name}”, {popular} ({popular_low} to {popular_high}) from the most popular ones; the difference may be chance.", "Of {n} test customers {hit} ({low} to {high}) bought something from the {kinds} of “{name}”, {popular} ({popular_low} to {popular_high}) from the most popular ones; the difference may be chance.")
