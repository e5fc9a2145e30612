"""What an audience is for: a product, a category, a brand, an offer or a campaign."""

from dataclasses import dataclass
from typing import Literal

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotFoundError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audience_queries as tables
from recsys_core.storage.segment_queries import were_bought
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

TargetKind = Literal["item", "category", "brand", "offer", "campaign"]
TARGET_KINDS: tuple[TargetKind, ...] = ("item", "category", "brand", "offer", "campaign")
EXAMPLES = 3


@dataclass(frozen=True)
class Target:
    """kind and value: as asked for.  title: what people call it.  products: their numbers."""

    kind: TargetKind
    value: str
    title: str
    products: tuple[str, ...]


_targets: PerWorkspace[tuple[int, TargetKind, str], Target]
_targets = PerWorkspace("what an audience may be for", most=16)
_values: PerWorkspace[tuple[int, TargetKind], list[str]]
_values = PerWorkspace("what audiences are chosen from", most=5)


@needs(Role.VIEWER)
def find_target(ws: Workspace, kind: TargetKind, value: str) -> Target:
    """The products meant. `NotFoundError` where nothing is called so, or an offer or campaign names
    no products.
    """
    value = value.strip()
    return _targets.get(ws, (ws.data_version(), kind, value), lambda: _find(ws, kind, value))


def _find(ws: Workspace, kind: TargetKind, value: str) -> Target:
    with ws.db.read() as cursor:
        if kind == "item":
            titles = cursor.execute(
                "SELECT coalesce(title, '') FROM catalogue WHERE item_id = ?", [value]
            ).fetchall()
            if not titles and not were_bought(cursor, (value,)):
                raise NotFoundError(say(m.NO_SUCH_PRODUCT, item=repr(value)))
            title = titles[0][0] if titles and titles[0][0] else value
            return Target(kind, value, title, (value,))
        if kind in ("category", "brand"):
            name, products = tables.products_by(cursor, kind, value)
            if not products:
                names = tables.names_of(cursor, kind)[:EXAMPLES]
                raise NotFoundError(
                    say(m.NO_SUCH_KIND[kind], name=repr(value), names=and_list(names))
                )
            return Target(kind, name, name, tuple(products))
        campaign, offer = (value, None) if kind == "campaign" else (None, value)
        products = tables.products_offered(cursor, campaign, offer)
    if not products:
        raise NotFoundError(say(m.NO_OFFERED[kind], name=repr(value)))
    return Target(kind, value, say(m.OFFER_TITLES[kind], name=value), tuple(products))


@needs(Role.VIEWER)
def target_values(ws: Workspace, kind: TargetKind) -> list[str]:
    """What there is of a kind, for a box to choose from: products that were bought, the most often
    bought first, or the names of the others.
    """
    with ws.db.read() as cursor:
        if kind in ("category", "brand"):
            return tables.names_of(cursor, kind)
        if kind == "item":
            rows = cursor.execute(
                "SELECT item_id FROM interactions WHERE event = 'purchase' "
                "GROUP BY item_id ORDER BY count(*) DESC, item_id"
            )
        else:
            column = "campaign_id" if kind == "campaign" else "offer_id"
            rows = cursor.execute(
                f"SELECT {column} FROM campaign_offers WHERE item_id IS NOT NULL "
                f"AND {column} IS NOT NULL GROUP BY {column} ORDER BY {column}"
            )
        return [str(value) for (value,) in rows.fetchall()]


@needs(Role.VIEWER)
def product_titles(ws: Workspace) -> dict[str, str]:
    """Number -> title of every product in the list that has one."""
    with ws.db.read() as cursor:
        rows = cursor.execute(
            f"SELECT {Columns.Item}, title FROM catalogue WHERE coalesce(trim(title), '') <> ''"
        ).fetchall()
    return {str(item): str(title) for item, title in rows}
