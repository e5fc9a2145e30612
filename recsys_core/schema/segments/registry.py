"""Every kind of condition: add yours with one line."""

from typing import Annotated, get_args

from pydantic import Field

from recsys_core.schema.segments.attributes import HasAttribute
from recsys_core.schema.segments.bought import Bought
from recsys_core.schema.segments.campaigns import CampaignHistory
from recsys_core.schema.segments.condition import Condition
from recsys_core.schema.segments.feedback import GaveFeedback
from recsys_core.schema.segments.figures import FigureBetween
from recsys_core.schema.segments.inside import InSegment
from recsys_core.schema.segments.named import HasStatus, InCluster, InRfmSegment
from recsys_core.schema.segments.scores import ScoreBetween
from recsys_core.schema.segments.worth import WorthBetween

Conditions = (
    Bought
    | FigureBetween
    | HasStatus
    | InRfmSegment
    | ScoreBetween
    | HasAttribute
    | WorthBetween
    | CampaignHistory
    | GaveFeedback
    | InCluster
    | InSegment
)
"""In the order in which they are offered."""
AnyCondition = Annotated[Conditions, Field(discriminator="kind")]
CONDITION_KINDS: dict[str, type[Condition]] = {
    one.model_fields["kind"].default: one for one in get_args(Conditions)
}
