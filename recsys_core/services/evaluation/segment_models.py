"""Which model serves each of some groups of customers best, by the latest measurement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.verdict import POPULARITY
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.evaluation import ALPHA, REFERENCES
from recsys_core.schema.statistics.means import means_of
from recsys_core.schema.statistics.significance import flips, holm
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.group_choice import in_group
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.results import measured
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

FEWEST = 20
"""With fewer customers tested, the best of many models is the luckiest."""


@dataclass(frozen=True)
class GroupModel:
    """The model with the best mean of the deciding metric over a group's tested customers.

    lead: the model that is best over everybody, and lead_value its mean over the group.  p: of the
    difference, after Holm over the groups; NaN where the best is the lead.  model None: fewer than
    `FEWEST` of the group were tested.
    """

    group: str
    n: int
    metric: str
    model: str | None
    title: str
    value: float
    lead: str
    lead_title: str
    lead_value: float
    p: float

    @property
    def sentence(self) -> str:
        """What to use for this group."""
        if self.model is None:
            return say(m.GROUP_TOO_FEW, group=self.group, n=self.n, least=FEWEST)
        if self.model == self.lead:
            return say(m.GROUP_AS_ALL, group=self.group, title=self.title, n=self.n)
        message = m.GROUP_OTHER if self.p < ALPHA else m.GROUP_MAYBE
        return say(
            message,
            group=self.group,
            title=self.title,
            metric=self.metric,
            value=number(self.value),
            lead=self.lead_title,
            lead_value=number(self.lead_value),
        )


@needs(Role.VIEWER)
def group_models(ws: Workspace, names: Sequence[str]) -> list[GroupModel]:
    """One a group, as named; none where nothing was measured yet."""
    try:
        one = measured(ws)
    except NotReadyError:
        return []
    label = one.deciding
    known = {model: one.customers[model].per_user for model in one.models}
    models = [
        model
        for model, figures in known.items()
        if label in figures and model not in (POPULARITY, *REFERENCES)
    ]
    if not models:
        return []
    values = np.column_stack([known[model][label] for model in models])
    sign = 1 if _higher_is_better(label, one.config.k) else -1
    lead = int(np.nanargmax(sign * means_of(values)))
    tested = one.data.users[Columns.User].to_numpy(dtype=object)[one.customers[models[0]].users]
    found, differences = [], []
    for name in names:
        own = values[in_group(ws, tested, name)]
        enough = len(own) >= FEWEST
        means = means_of(own) if enough else np.full(len(models), np.nan)
        best = int(np.nanargmax(sign * means)) if enough else lead
        differences.append(own[:, best] - own[:, lead])
        found.append((name, len(own), means, best if enough else None))
    p = np.array(
        [
            flips(difference[:, None], one.config.seed)[0] if best not in (None, lead) else np.nan
            for difference, (*_, best) in zip(differences, found, strict=True)
        ]
    )
    p[~np.isnan(p)] = holm(p[~np.isnan(p)])
    title = one.titles
    return [
        GroupModel(
            name,
            n,
            label,
            None if best is None else models[best],
            "" if best is None else title[models[best]],
            float("nan") if best is None else float(means[best]),
            models[lead],
            title[models[lead]],
            float(means[lead]),
            float(each),
        )
        for (name, n, means, best), each in zip(found, p, strict=True)
    ]


def _higher_is_better(label: str, k: int) -> bool:
    return next(one.higher_is_better for one in METRICS.values() if one.label(k) == label)
