"""Next basket: what a customer will buy on the next visit, again or for the first time."""

from pathlib import Path
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp

from recsys_core.models import messages as m
from recsys_core.models.histories import linked, require_width
from recsys_core.models.next_basket_search import TRIED, BasketBlend, BasketFacts, Chosen, choose
from recsys_core.models.readiness import first_refusal, need_days, need_purchases, need_repeats
from recsys_core.models.state import join_sparse, load_arrays, save_arrays, sparse_parts
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import moments_of
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

LEAST_REPEATS = 20


def chosen_field(title: str, description: str, low: float, high: float) -> float | None:
    """A setting that is found on the customers' last visits where it is left empty."""
    found: float | None = setting(
        None,
        title,
        f"{description} Empty: what foretells customers' last visits best.",
        ge=low,
        le=high,
    )
    return found


class NextBasketConfig(ModelConfig):
    """Settings of the next basket; what is empty is chosen on the data."""

    visit_decay: float | None = chosen_field(
        "A visit counts", "What a visit counts of the one after it, within a group.", 0.1, 1.0
    )
    group_decay: float | None = chosen_field(
        "A group counts", "What a group of visits counts of the group after it.", 0.1, 1.0
    )
    visit_days: float | None = chosen_field(
        "Forgetting, in days",
        "A visit so many days before the last one counts half as much besides.",
        1.0,
        3650.0,
    )
    group_size: int = setting(7, "Visits in a group", ge=1, le=100, advanced=True)
    """How many visits make a group."""
    coming_back: float | None = chosen_field(
        "Products people come back for",
        "0: a purchase counts alike, whatever it was of. 1: in proportion to the share of the "
        "product's customers who bought it again.",
        0.0,
        2.0,
    )
    neighbour_weight: float | None = chosen_field(
        "Weight of related products",
        "What products with the same customers say, against the product's own purchases.",
        0.0,
        10.0,
    )
    popularity_weight: float | None = chosen_field(
        "Weight of the other customers",
        "What the share of all visits with the product counts, against the customer's own share.",
        0.001,
        10.0,
    )
    popularity_days: float | None = chosen_field(
        "Forgetting of the other customers' visits, in days",
        "A visit of another customer counts half after so many days.",
        1.0,
        3650.0,
    )
    neighbours: int = setting(100, "Related products", ge=1, le=1000, advanced=True)
    """How many related products of each product are looked at."""


class NextBasket(Recommender):
    """score(u, i) = sum over products j in u's history of f(u, j) * L(j, i), plus w p(i).

    f(u, j): the share of u's visits on which u bought j, a visit counting r_b^(a mod m) *
    r_g^(a div m) * 0.5^(d / h) when a visits came after it, the last of them d days later; a visit
    is a customer's day.  L(i, i) = (b_i / b)^c
    with b_i the share of the product's customers who bought it on a later day again, and b that of
    all.  L(j, i) = v cos(j, i), the cosine of their customers, for the nearest products of j.
    p(i): the share of all customers' visits with i, fading by days.  r_b, r_g, h, c, v, w and
    that fading are chosen by NDCG@10 on customers' last visits unless they are given. Unit: share
    of visits. Linear in f, so contributions are exact; an empty history gets the recent
    bestsellers.

    Source: Hu, He, Gao, Zhang, "Modeling Personalized Item Frequency Information for Next-basket
    Recommendation" (TIFU-KNN), SIGIR 2020; Faggioli, Polato, Aiolli, "Recency Aware Collaborative
    Filtering for Next Basket Recommendation" (UP-CF), UMAP 2020. Their neighbours are customers;
    ours are products, which keeps the score linear (docs/adr/0024).
    """

    card = ModelCard(
        name="next-basket",
        title="Next basket",
        family="implicit",
        summary="Counts on how many of a customer's latest visits each product was bought, and "
        "adds what related products and the other customers' latest visits say.",
        trust_when="Customers come back and may be shown what they had: groceries, cosmetics, pet "
        "food, office supplies.",
        careful_when="You want new products only: most of what it knows is what the customer had, "
        "which stays on the list even when bought products are left out elsewhere.",
        hue="green",
        shade=0.35,
        drawing="rhythm",
    )
    Config = NextBasketConfig
    config: NextBasketConfig
    recommends_bought: ClassVar[bool] = True

    chosen: Chosen = Chosen(BasketBlend())
    links: CSR = sp.csr_matrix((0, 0), dtype=np.float32)
    popularity: FloatArray = np.empty(0, dtype=np.float32)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        checks = need_purchases(data, 1), need_days(data, 2), need_repeats(data, LEAST_REPEATS)
        return first_refusal(*checks)

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.TRYING_LAST_VISITS))
        config = self.config
        given = {
            n: v
            for n, v in config.model_dump(exclude={"seed", "neighbours"}).items()
            if v is not None
        }
        self.chosen = choose(
            data,
            BasketBlend(**given),
            TRIED.keys() - given.keys(),
            config.neighbours,
            config.seed,
            lambda done, _="": report(0.8 * done, say(m.TRYING_LAST_VISITS)),
        )
        blend = self.chosen.blend
        facts = BasketFacts.of(
            data, config.neighbours, lambda done, text="": report(0.8 + 0.2 * done, text)
        )
        own = sp.diags(facts.back**blend.coming_back)
        self.links = sp.csr_matrix(own + blend.neighbour_weight * facts.near, dtype=np.float32)
        self.links.sort_indices()
        self.popularity = np.float32(blend.popularity_weight) * facts.popularity(
            blend.popularity_days
        )

    def score(self, histories: CSR) -> FloatArray:
        scores: FloatArray = (self._shares(histories) @ self.links).toarray()
        scores += self.popularity
        return scores

    def contributions(self, history: CSR, item: int) -> FloatArray:
        return np.asarray(self.contributions_of(history, np.array([item]))[0])

    def contributions_of(self, history: CSR, items: IntArray) -> FloatArray:
        shares: FloatArray = self._shares(history).data
        return linked(self.links, history.indices, items) * shares

    def base(self, item: int) -> float:
        return float(self.popularity[item])

    def remark(self) -> str:
        chosen = self.chosen
        if not chosen.customers:
            return ""
        return say(
            m.CHOSEN_ON_LAST_VISITS,
            n=chosen.customers,
            value=f"{chosen.value:.3f}",
            visit=f"{chosen.blend.visit_decay:g}",
            group=f"{chosen.blend.group_decay:g}",
            own=f"{chosen.blend.visit_days:g}",
            back=f"{chosen.blend.coming_back:g}",
            near=f"{chosen.blend.neighbour_weight:g}",
            all=f"{chosen.blend.popularity_weight:g}",
            days=f"{chosen.blend.popularity_days:g}",
        )

    def save(self, folder: Path) -> None:
        fading = self.chosen.blend.fading
        save_arrays(
            folder,
            fading=np.array([fading.by_visit, fading.by_group, fading.days]),
            popularity=self.popularity,
            **sparse_parts("links", self.links),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        arrays = load_arrays(folder)
        model.links, model.popularity = join_sparse("links", arrays), arrays["popularity"]
        by_visit, by_group, days = (float(one) for one in arrays["fading"])
        model.chosen = Chosen(BasketBlend(by_visit, by_group, days, model.config.group_size))
        return model

    def _shares(self, histories: CSR) -> CSR:
        rows = require_width(histories, len(self.popularity))
        dated = moments_of(histories) is not None
        return self.chosen.blend.fading.shares(histories if dated else rows)
