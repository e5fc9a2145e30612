"""Who was shown a campaign and who answered."""

from typing import ClassVar, Literal

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.condition import Condition, quoted
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


class CampaignHistory(Condition):
    """Targeted, responded, or targeted without a response; a response to any of the campaigns. Who
    was left out as a control, or to whom nothing got through, was not targeted.
    """

    title: ClassVar[str] = m.CAMPAIGN_KIND
    kind: Literal["campaign"] = "campaign"
    did: Literal["targeted", "responded", "silent"] = setting("responded", "What", words=m.DID_WHAT)
    """Silent: targeted, but without a response."""
    campaigns: tuple[str, ...] = setting((), "Any of")
    """Numbers of campaigns. Empty: all of them."""

    def mask(self, facts: CustomerFacts) -> BoolArray:
        if self.did != "silent":
            return facts.campaign(self.did, self.campaigns)
        answered = facts.campaign("responded", self.campaigns)
        return facts.campaign("targeted", self.campaigns) & ~answered

    def clause(self, words: Words) -> str:
        if not self.campaigns:
            return say(m.ANY_CAMPAIGN[self.did])
        return say(m.SOME_CAMPAIGN[self.did], names=quoted(self.campaigns))
