"""Which columns of an export tell what became of messages to customers."""

from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.concepts import stems
from recsys_core.ingestion.message_words import EVENT_OF, MAILS_ONLY, told_by
from recsys_core.ingestion.roles.column_look import ColumnLook, epoch_like
from recsys_core.ingestion.roles.names import name_tokens, plain_name
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.table_rules import NO_NUMBER, numbers_things, take_first
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOSTLY, SOME, MOST_EVENTS = 0.8, 0.3, 40
BOUGHT = frozenset({"item", "quantity", "price", "revenue", "order", "rating"})
"""Columns of purchases: what was sent and delivered there are parcels."""
OF_ALL_TIME = frozenset(
    {"last", "latest", "recent", "lifetime", "letzte", "letzter", "letzten", "dernier", "ultimo"}
)
"""Words by which a list of customers sums up all that was ever sent to them."""
PERSONS = frozenset(stems("recipient recipients subscriber contact empfänger destinatario"))
NO_RECIPIENTS = frozenset({"bounced", "soft_bounced", "unsubscribed", "complained"})
"""What a list of customers says of each of them too."""
_MAILINGS = (
    stems("campaign kampagne campagne campana campanha kampania kampanj mailing"),
    stems("sendid jobid launchid broadcastid blastid messagename emailname broadcast newsletter"),
    stems("""subject sub subjectline emailsubject betreff asunto objet oggetto assunto onderwerp
        temat тема 件名 主题 主旨 제목"""),
)
"""What names a mailing, in the order of trust; a subject may be made for each recipient."""


def tells_of_messages(columns: Sequence[str], looks: Sequence[ColumnLook], named: set[str]) -> bool:
    """Whether a table has a row for each recipient of messages, or for each thing that became of
    one. named: the roles that names alone give away.
    """
    if named & BOUGHT or not _persons(columns, looks):
        return False
    of_campaigns = bool(named & {"campaign", "campaign_name"})
    if _event_column(columns, looks, SOME if of_campaigns else MOSTLY) is not None:
        return True
    found = _told_columns(columns, looks)
    if any(OF_ALL_TIME & set(name_tokens(columns[at])) for at in found.values()):
        return False
    of_mails = found.keys() & (MAILS_ONLY | {"clicked"})
    if of_campaigns:
        return bool(of_mails)
    return len(found) > 1 and bool(of_mails) and not found.keys() <= NO_RECIPIENTS


def settle_messages(
    columns: Sequence[str], looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Find, in place, the columns of a table of campaigns that tell what became of messages, to
    whom, when and of which campaign; what to say of it.
    """
    event, told = _event_column(columns, looks, SOME), _told_columns(columns, looks)
    answered = {at for at, name in enumerate(columns) if plain_name(name) in ("response", "label")}
    for at in [at for at, role in chosen.items() if role in EVENT_OF or role == "event"]:
        del chosen[at]
    if event is not None:
        chosen[event] = "event"
    for role, at in told.items():
        # Where a word says what happened, a moment is the one when it did.
        moment = event is not None and _dated(looks[at])
        if at not in answered and not moment and chosen.get(at, "time") in ("time", "start"):
            chosen[at] = role
    take_first(chosen, "converted", sorted(answered))
    if not {"event", *EVENT_OF} & set(chosen.values()):
        take_first(chosen, "user", _persons(columns, looks))
        return []
    _recipient(columns, looks, chosen)
    moments = [at for at, look in enumerate(looks) if look.share("date") > MOSTLY]
    take_first(chosen, "time", moments)
    if "user" not in chosen.values():
        names = [columns[at] for at, role in sorted(chosen.items()) if role in EVENT_OF]
        for at in [at for at, role in chosen.items() if role in EVENT_OF]:
            del chosen[at]
        return [say(m.TOTALS_OF_CAMPAIGNS, columns=and_list(names), n=len(names))] if names else []
    _campaign(columns, looks, chosen)
    return []


def _event_column(columns: Sequence[str], looks: Sequence[ColumnLook], least: float) -> int | None:
    """The column with a word for each row of what became of a message; least: of so many rows, the
    others tell of orders and visits.
    """
    fit = [
        at
        for at, look in enumerate(looks)
        if look.messages >= least
        and look.distinct <= MOST_EVENTS
        and look.filled >= MOSTLY * max(each.filled for each in looks)
    ]
    named = [at for at in fit if ROLES["event"].words_in(name_tokens(columns[at]))]
    return next(iter([*named, *fit]), None)


def _told_columns(columns: Sequence[str], looks: Sequence[ColumnLook]) -> dict[str, int]:
    """Role -> column: of several that tell the same, one with moments, else the first."""
    found: dict[str, int] = {}
    for at, name in enumerate(columns):
        role = told_by(name)
        if role is None or not _tells(name, looks[at]):
            continue
        before = found.get(role)
        if before is None or (_dated(looks[at]) and not _dated(looks[before])):
            found[role] = at
    return found


def _tells(name: str, look: ColumnLook) -> bool:
    """Yes and no, moments or counts; nobody did it where the column is empty. No number of one."""
    if not look.filled or look.switches > MOSTLY or _dated(look):
        return not numbers_things(name) or look.switches > MOSTLY
    counts = look.numeric > MOSTLY and look.whole == 1.0 and look.low >= 0
    return counts and not numbers_things(name)


def _dated(look: ColumnLook) -> bool:
    return look.share("date") > 0.5 or epoch_like(look)


def _persons(columns: Sequence[str], looks: Sequence[ColumnLook]) -> list[int]:
    """The columns that may say to whom a message went, the likeliest first: no account and no
    sender, who are the same on all rows.
    """

    def rank(at: int) -> int:
        name, mail = columns[at], looks[at].share("email") > MOSTLY
        if ROLES["user"].is_name(name) and not mail:
            return 3
        if mail:
            return 2
        known = ROLES["user"].words_in(name_tokens(name)) or PERSONS & set(name_tokens(name))
        return int(bool(known) and numbers_things(name) and NO_NUMBER.isdisjoint(name_tokens(name)))

    found = [at for at, look in enumerate(looks) if look.filled and rank(at)]
    alone = [at for at in found if looks[at].distinct > 1]
    return sorted(alone or found, key=lambda at: (-rank(at), -looks[at].distinct, at))


def _recipient(columns: Sequence[str], looks: Sequence[ColumnLook], chosen: dict[int, str]) -> None:
    for at in [at for at, role in chosen.items() if role in ("user", "contact")]:
        del chosen[at]
    persons = _persons(columns, looks)
    take_first(chosen, "user", persons)
    user = next((at for at, role in chosen.items() if role == "user"), None)
    if user is not None and looks[user].share("email") <= MOSTLY:
        take_first(chosen, "contact", (at for at in persons if looks[at].share("email") > MOSTLY))


def _campaign(columns: Sequence[str], looks: Sequence[ColumnLook], chosen: dict[int, str]) -> None:
    """What names the mailing, where no column is named for a campaign: its name, a number of the
    sending, or a subject that comes back.
    """
    if "campaign" in chosen.values():
        return
    name = next((at for at, role in chosen.items() if role == "campaign_name"), None)
    if name is not None:
        chosen[name] = "campaign"
        return
    for names in _MAILINGS:
        known = set(names)
        fit = [
            at
            for at, column in enumerate(columns)
            if (plain_name(column) in known or known & set(name_tokens(column)))
            and looks[at].filled
            and (looks[at].distinct == 1 or 2 * looks[at].distinct <= looks[at].filled)
            and looks[at].share("email", "date") < 0.5
        ]
        take_first(chosen, "campaign", fit)
