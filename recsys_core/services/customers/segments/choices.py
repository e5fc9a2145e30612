"""What conditions can name in this workspace: the choices of the builder."""

from dataclasses import dataclass

from recsys_core.profiles.lifecycle import STATUSES
from recsys_core.profiles.rfm import SEGMENTS
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import segment_queries

MOST_VALUES = 200
"""A fact with more different values is asked for by numbers, where it has numbers."""
MOST_PRODUCTS = 1_000

_kept: PerWorkspace[int, "SegmentChoices"] = PerWorkspace("choices of segments", most=1)


@dataclass(frozen=True)
class SegmentChoices:
    """Names to choose from. products: number -> title, those most customers bought first.

    facts: name of a fact of the customer list -> its values, none where they are too many to
    choose from.  campaigns: number -> name.
    """

    categories: tuple[str, ...]
    brands: tuple[str, ...]
    products: dict[str, str]
    facts: dict[str, tuple[str, ...]]
    campaigns: dict[str, str]
    rfm: tuple[str, ...]
    statuses: tuple[str, ...]
    dated: bool


@needs(Role.VIEWER)
def segment_choices(ws: Workspace) -> SegmentChoices:
    """Read off the data as it is; `NotReadyError` where there are no customers yet."""
    state = customer_state(ws)
    return _kept.get(ws, state.version, lambda: _read(ws))


def _read(ws: Workspace) -> SegmentChoices:
    state = customer_state(ws)
    with ws.db.read() as cursor:
        categories, brands = segment_queries.names_of_products(cursor)
        products = segment_queries.most_bought(cursor, state.activity, MOST_PRODUCTS)
        campaigns = dict(segment_queries.campaigns_known(cursor))
    facts: dict[str, set[str]] = {}
    for known in state.attributes.values():
        for name, value in known.items():
            facts.setdefault(name, set()).add(value)
    rfm, statuses = (set(state.overview[name]) for name in (Columns.Segment, C.Status))
    return SegmentChoices(
        tuple(categories),
        tuple(brands),
        products,
        {
            name: tuple(sorted(values)) if len(values) <= MOST_VALUES else ()
            for name, values in sorted(facts.items())
        },
        campaigns,
        tuple(name for name in SEGMENTS if name in rfm),
        tuple(name for name in STATUSES if name in statuses),
        state.activity.dated,
    )
