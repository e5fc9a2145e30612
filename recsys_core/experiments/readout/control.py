"""Which arm is the control, by what the arms are called."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from recsys_core.schema.campaign_arms import is_control

OLD = (
    "baseline", "base", "original", "old", "oldpage", "olddesign", "current", "existing", "default",
    "standard", "statusquo", "asis", "placebo", "psa", "champion", "before", "alt", "bisher",
    "actuel", "ancien", "actual",
)  # fmt: skip
NEW = (
    "treatment", "treated", "test", "variant", "variation", "exposed", "new", "newpage",
    "challenger", "experiment", "experimental", "intervention", "mailed", "sent", "contacted",
    "ad", "ads", "neu", "nouveau",
)  # fmt: skip
NOT_DONE = ("0", "no", "n", "false", "none", "nein", "non", "off", "nothing", "ninguno")
Rule = Literal["name", "old", "not done", "first letter", "lowest number", "not new"]


class ControlArm(NamedTuple):
    """The place of the control among the names, and by which rule."""

    at: int
    rule: Rule


def control_among(names: Sequence[str]) -> ControlArm | None:
    """The arm that is the control by its name: one called so; one called the old; one called no or
    0; A where there is a B; the lowest number where the names are otherwise alike (gate_30,
    gate_40); the only one of two that is not called new. None where no rule holds for exactly one.
    """
    plain = [re.sub(r"[\W_]", "", name.casefold()) for name in names]
    bare = [re.sub(r"[\W\d_]", "", name.casefold()) for name in names]
    found: list[tuple[Rule, list[bool]]] = [
        ("name", [is_control(name) for name in names]),
        ("old", [one in OLD for one in bare]),
        ("not done", [one in NOT_DONE for one in plain]),
    ]
    letters = sorted(plain)
    if all(one[:-1] == letters[0][:-1] for one in letters) and letters[0][-1:] == "a":
        found.append(("first letter", [one == letters[0] for one in plain]))
    numbers = [re.findall(r"\d+(?:\.\d+)?", name) for name in names]
    if len(set(bare)) == 1 and all(len(one) == 1 for one in numbers):
        values = [float(one[0]) for one in numbers]
        found.append(("lowest number", [one == min(values) for one in values]))
    if len(names) == 2:
        found.append(("not new", [one not in NEW for one in bare]))
    for rule, said in found:
        if sum(said) == 1:
            return ControlArm(said.index(True), rule)
        if any(said) and rule == "name":
            return None
    return None
