"""A `Treatment` as the steps of a pipeline: the one way candidates become a list."""

from recsys_core.reranking import pipeline
from recsys_core.reranking.mmr import MMRConfig
from recsys_core.schema.item_facts import Audience, ItemFacts
from recsys_core.schema.recommendations import Recommendations
from recsys_core.schema.treatment import Treatment
from recsys_core.schema.types import CSR


def treat(
    candidates: Recommendations,
    k: int,
    treatment: Treatment,
    facts: ItemFacts,
    audience: Audience,
    barred: CSR | None = None,
    trace: bool | None = None,
) -> Recommendations:
    """The first `k` slots after everything the treatment asks for.

    barred: (n, n_items) what filler must not use (bought already), None for nothing.  `trace` None
    records only a list of one customer; the record goes on from that of the candidates.
    """
    chain = steps(treatment, facts, audience, barred)
    return pipeline.apply(candidates, chain, k, facts.vectors, trace)


def steps(
    treatment: Treatment, facts: ItemFacts, audience: Audience, barred: CSR | None = None
) -> list[pipeline.Step]:
    """What the treatment does, in the order in which it acts; idle knobs have no step."""
    found = []
    if treatment.diversity:
        found.append(pipeline.diversity_step(MMRConfig(diversity=treatment.diversity)))
    if treatment.fill:
        found.append(pipeline.filler_step(facts.bestsellers, barred))
    return found
