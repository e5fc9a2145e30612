"""What stands in a part that is about the data's own customers where there are none."""

from pages.kit import layout
from pages.kit import messages as kit
from pages.parts.experiments import messages as m
from recsys_core.wording.messages import say


def show(sentence: str) -> None:
    """What to do, and the way there."""
    layout.empty_state(say(m.NOBODY_TO_SPLIT), sentence, say(kit.BRING_IN_DATA), "pages/data.py")
