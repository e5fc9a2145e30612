"""Everything the page shows for the choices made, worked out before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from pages.kit import choices, knobs
from pages.kit.list_cache import ListCache
from pages.kit.state import Keys, presenting
from pages.parts.recommendations import controls
from pages.parts.recommendations import messages as m
from pages.parts.recommendations.lists_view import ListColumn
from pages.parts.recommendations.rules.rule_effect import Example
from recsys_core.schema.config import DataSettings
from recsys_core.schema.rules import Rule
from recsys_core.services.customers.history import PastProduct, Product, products
from recsys_core.services.export.long import ExportChoice
from recsys_core.services.recommend import list_words
from recsys_core.services.recommend.lists import ListSettings, lets_bought_in
from recsys_core.services.recommend.recommend import RecommendedItem, RecommendRequest
from recsys_core.services.recommend.side_by_side import OneList, Why, difference, shared, unchanged
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class View:
    """What is on screen. past: of the customer as it was; added, dropped: the what-if.

    lead: the list the first line is about, of the model in use if it is there.  opened: the list,
    row and evidence of the row that was clicked.
    """

    sentence: str
    notes: tuple[str, ...]
    request: RecommendRequest
    columns: tuple[ListColumn, ...]
    lead: str
    opened: tuple[ListColumn, RecommendedItem, Why] | None
    past: tuple[PastProduct, ...]
    added: tuple[Product, ...]
    dropped: tuple[str, ...]
    settings: DataSettings

    @property
    def known_categories(self) -> set[str]:
        """What the customer has bought from, after the changes."""
        gone = set(self.dropped)
        known = {one.category for one in self.past if one.item_id not in gone}
        return known | {one.category for one in self.added}

    @property
    def rated(self) -> bool:
        """Whether the past consists of ratings."""
        return any(one.rating is not None for one in self.past)


def view(kept: ListCache, user: str) -> View:
    """The lists for the choices in the session, with their differences, reasons and first line."""
    choices.reset_for(user)
    trained = kept.models()
    models = controls.order(st.session_state[Keys.MODELS])
    lead = list_words.lead_list(models, kept.in_use(bool(st.session_state[Keys.SEEN])))
    settings = trained[_model(kept, lead)].data_settings
    past = kept.past(user, settings)
    unknown = _settle_changes(kept.ws, past, settings)
    changes = choices.what_if()
    request = RecommendRequest(
        user=user,
        k=int(st.session_state[Keys.K]),
        rerank_config=knobs.rerank_config(kept.rules),
        include_seen=bool(st.session_state[Keys.SEEN]),
        add=changes.add,
        drop=changes.drop,
    )
    columns = tuple(_column(kept, name, _request_for(kept, name, request)) for name in models)
    added = products(kept.ws, changes.add, settings)
    base = _after(past, added, changes.drop)
    first = next(column for column in columns if column.name == lead)
    return View(
        sentence=_sentence(kept, user, first, base, _request_for(kept, lead, request)),
        notes=(*unknown, *_overlap(columns)),
        request=request,
        columns=columns,
        lead=lead,
        opened=_opened(kept, columns, request, first),
        past=past,
        added=added,
        dropped=changes.drop,
        settings=settings,
    )


def export_choices(kept: ListCache, shown: View) -> list[ExportChoice]:
    """How each list on screen would be made for everybody, that of the model in use first."""
    found = []
    for column in sorted(shown.columns, key=lambda column: column.name != shown.lead):
        asked = _request_for(kept, column.name, shown.request)
        settings = ListSettings(asked.k, asked.include_seen, asked.rerank_config)
        scenario = column.title if column.name in kept.scenarios else None
        found.append(ExportChoice(column.title, asked.model, settings, scenario))
    return found


def rule_example(kept: ListCache, shown: View) -> Example:
    """The list on screen that shows what a rule does: that of the model in use, if it is there."""
    asked = replace(_request_for(kept, shown.lead, shown.request), explain=False)

    def under(rules: tuple[Rule, ...]) -> OneList:
        config = asked.rerank_config.model_copy(update={"rules": rules})
        return kept.one_list(replace(asked, rerank_config=config))

    return Example(str(asked.user), kept.options[shown.lead], under)


def _model(kept: ListCache, name: str) -> str:
    """The model behind a list."""
    found = kept.scenarios.get(name)
    return found.choice.model if found else name


def _request_for(kept: ListCache, name: str, request: RecommendRequest) -> RecommendRequest:
    """What a list asks for: a model takes the knobs of the page, a scenario brings its own."""
    found = kept.scenarios.get(name)
    if found is None:
        return replace(request, model=name)
    settings = found.choice.settings
    return replace(
        request,
        model=found.choice.model,
        rerank_config=settings.rerank_config,
        include_seen=settings.include_seen,
    )


def _column(kept: ListCache, name: str, request: RecommendRequest) -> ListColumn:
    shown = kept.one_list(request)
    plain = unchanged(request)
    changed = plain != request
    before = kept.one_list(plain) if changed else shown
    return ListColumn(
        name=name,
        title=kept.options[name],
        shown=shown,
        change=difference(shown, before),
        changed=changed,
        measured=_measured(kept, request),
        bought=lets_bought_in(request.model, request.include_seen),
    )


def _measured(kept: ListCache, request: RecommendRequest) -> str:
    """What the list reaches on purchases nobody had seen: as it is treated, where that is known."""
    line = ""
    if not request.rerank_config.idle:
        line = kept.held_out_line(replace(request, user=None, add=(), drop=(), explain=False))
    if line:
        return line
    bought = lets_bought_in(request.model, request.include_seen)
    protocol = list_words.protocol_of(kept.measured_on_new(), shows_bought=bought)
    return list_words.measured_line(kept.held_out().get(request.model, {}), protocol)


def _sentence(
    kept: ListCache,
    user: str,
    column: ListColumn,
    past: Sequence[PastProduct],
    request: RecommendRequest,
) -> str:
    items = column.shown.result.items
    why = kept.why(request, items[0].item_id) if items else None
    return list_words.headline(user, column.shown, past, why, column.title)


def _opened(
    kept: ListCache, columns: Sequence[ListColumn], request: RecommendRequest, first: ListColumn
) -> tuple[ListColumn, RecommendedItem, Why] | None:
    """The row that was clicked; for an audience without one, the top of the list in use."""
    slot = choices.open_slot()
    if slot is None and presenting() and first.shown.result.items:
        slot = first.name, first.shown.result.items[0].item_id
    for column in columns:
        for item in column.shown.result.items:
            if slot == (column.name, item.item_id):
                asked = _request_for(kept, column.name, request)
                return column, item, kept.why(asked, item.item_id)
    return None


def _after(
    past: Sequence[PastProduct], added: Sequence[Product], dropped: Sequence[str]
) -> list[PastProduct]:
    """The past the lists are made from."""
    gone, had = set(dropped), {one.item_id for one in past}
    new = [
        PastProduct(one.item_id, one.title, one.category, 0, (), None)
        for one in added
        if one.item_id not in had
    ]
    return [one for one in past if one.item_id not in gone] + new


def _settle_changes(
    ws: Workspace, past: Sequence[PastProduct], settings: DataSettings
) -> tuple[str, ...]:
    """Sentences about changes a link asks for that cannot be made here."""
    changes = choices.what_if()
    if not changes:
        return ()
    known = {one.item_id for one in products(ws, changes.add, settings)}
    unknown = choices.keep_known(known, {one.item_id for one in past})
    if not unknown:
        return ()
    return (say(m.LINK_UNKNOWN, products=", ".join(unknown[:3])),)


def _overlap(columns: Sequence[ListColumn]) -> tuple[str, ...]:
    moved = any(column.changed and not column.change.same for column in columns)
    if len(columns) < 2:
        return (say(m.ARROWS),) if moved else ()
    n, same = len(columns), len(shared([column.shown for column in columns]))
    message = m.BOTH_SHARE if n == 2 else m.ALL_SHARE
    words = say(message, n=same, lists=list_words.in_words(n), amount=list_words.in_words(same))
    sentence = say(m.SHARED_AND_JOINED if same or n > 2 else m.SHARED, shared=words)
    return (" ".join([sentence, say(m.BLUE_LABEL), *([say(m.ARROWS)] if moved else [])]),)
