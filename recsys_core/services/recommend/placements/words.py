"""A placement in sentences, and what has to be known of it."""

from recsys_core.models.registry import MODELS
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.recommend.placements import messages as m
from recsys_core.services.recommend.placements.kinds import names_any
from recsys_core.services.recommend.placements.placement import Placement, choice_today
from recsys_core.services.recommend.scenarios import in_words
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say


def described(one: Placement) -> str:
    """What it shows, where, and how its lists are made."""
    slots = say(m.SLOTS[one.shows], n=one.slots)
    message = m.WHERE_SPOT if one.spot else m.WHERE
    where = say(message, slots=slots, channel=one.channel, spot=one.spot)
    rules = say(m.WITH_RULES if one.rules else m.WITHOUT_RULES)
    return say(m.IN_WORDS, where=where, how=in_words(one.choice), rules=rules)


@needs(Role.VIEWER)
def remarks(ws: Workspace, one: Placement) -> list[str]:
    """Why it has no lists (`no_lists`), and whether the rules are others than when it was saved."""
    found, changes = no_lists(ws, one), _rules_changed(ws, one)
    said = [found] if found else []
    return [*said, changes] if changes else said


@needs(Role.VIEWER)
def no_lists(ws: Workspace, one: Placement) -> str:
    """Why its lists cannot be made today; "" where they can."""
    model, mix = one.choice.model, one.choice.rerank_config.mix
    trained = trained_models(ws)
    if model not in MODELS:
        return say(m.NO_SUCH_MODEL, model=model, name=one.name)
    if one.shows != "products" and not names_any(ws, one.shows):
        return say(m.NO_KINDS[one.shows], name=one.name)
    if model not in trained:
        return say(m.MODEL_GONE, model=short_title(model), name=one.name)
    if mix and one.choice.rerank_config.mix_share and mix not in trained:
        return say(m.MIX_GONE, model=short_title(mix), name=one.name)
    return ""


def _rules_changed(ws: Workspace, one: Placement) -> str:
    """How the rules that act differ from those that would have acted when it was saved."""
    if not one.rules:
        return ""
    then, now = one.rules_then, choice_today(ws, one).rerank_config.rules
    if then == now:
        return ""
    new, gone = (
        sum(rule not in old for rule in rules) for rules, old in ((now, then), (then, now))
    )
    said = [say(text, n=n) for text, n in ((m.NEW_RULES, new), (m.GONE_RULES, gone)) if n]
    return say(m.RULES_CHANGED, name=one.name, changes=and_list(said) or say(m.OTHER_ORDER))
