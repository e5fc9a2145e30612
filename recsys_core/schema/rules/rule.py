"""A business rule, checked by its kind."""

from pydantic import field_validator, model_validator

from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import RuleKind
from recsys_core.schema.rules.registry import RULE_KINDS
from recsys_core.wording.messages import say


class Rule(RuleFields):
    """One rule. `by`, `attribute` and `values` say which products it is about; the kind, named by
    `action`, says what happens to them; `segment` and the dates say for whom and when.
    """

    @field_validator("action")
    @classmethod
    def _known(cls, action: str) -> str:
        if action not in RULE_KINDS:
            raise ValueError(say(m.NO_SUCH_KIND, names=", ".join(RULE_KINDS)))
        return action

    @model_validator(mode="after")
    def _complete(self) -> "Rule":
        if problem := self._problem():
            raise ValueError(problem)
        return self

    @property
    def kind(self) -> RuleKind:
        """What the rule does."""
        return RULE_KINDS[self.action]

    def _problem(self) -> str:
        if self.by != "all" and not self.values:
            return say(m.NO_VALUES)
        if self.by == "attribute" and not self.attribute:
            return say(m.NO_FACT)
        if problem := self.kind.problem(self):
            return problem
        if self.low is not None and self.high is not None and self.high < self.low:
            return say(m.PRICES_CROSSED)
        return say(m.DAYS_CROSSED) if self.start and self.end and self.end < self.start else ""
