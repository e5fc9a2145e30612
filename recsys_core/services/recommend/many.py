"""The lists of many customers, block by block so that memory stays flat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from recsys_core.explanations.evidence import explain_list
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import Histories
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.feedback import apply_feedback, liked_by_all
from recsys_core.services.customers.rule_groups import list_context
from recsys_core.services.evaluation.model_in_use import named_model
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.lists import Lists, ListSettings, make_lists
from recsys_core.services.recommend.reasons import reasons_for
from recsys_core.services.recommend.scenarios import Choice, in_words
from recsys_core.services.recommend.second_model import partner_of
from recsys_core.services.workspace.runs import TrainedModel, fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

BLOCK_BYTES = 32 * 2**20


@dataclass(frozen=True)
class ListBlock:
    """Some customers' lists with what they were made from. reasons: a line for each filled place,
    in order; empty when they were not asked for.
    """

    lists: Lists
    histories: Histories
    reasons: list[str]


@dataclass(frozen=True)
class Source:
    """What lists for many are made with: the model, the data its codes belong to, and how.

    scenario: the name of the way lists are made, or that way in words.  made_at: ISO, in universal
    time.
    """

    trained: TrainedModel
    model: Recommender
    data: Dataset
    settings: ListSettings
    scenario: str
    made_at: str

    @classmethod
    @needs(Role.VIEWER)
    def of(
        cls, ws: Workspace, model: str, settings: ListSettings, scenario: str | None = None
    ) -> "Source":
        """Load the model; `scenario` None describes the settings."""
        trained = trained_model(ws, named_model(ws, model, settings.include_seen))
        fitted_model, data = fitted(ws, trained)
        words = in_words(Choice(trained.model, settings)) if scenario is None else scenario
        made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return cls(trained, fitted_model, data, settings, words, made)

    def codes(self, users: Sequence[str] | None) -> IntArray:
        """Codes of the customers named, of all of them when None; `NotFoundError` for one the
        model does not know.
        """
        if users is None:
            return np.arange(self.data.n_users)
        return np.array([self.data.user_code(user) for user in users], dtype=np.int64)


@needs(Role.VIEWER)
def blocks(
    ws: Workspace, source: Source, codes: IntArray, report: Progress, *, reasons: bool
) -> Iterator[ListBlock]:
    """The lists of the customers `codes`, so many at a time that memory stays flat."""
    data, settings = source.data, source.settings
    partner = partner_of(ws, settings.rerank_config, data)
    ids = data.users[Columns.User].to_numpy(dtype=object)
    per_block = max(1, BLOCK_BYTES // (4 * max(data.n_items, 1)))
    for start in range(0, len(codes), per_block):
        block = codes[start : start + per_block]
        report(start / len(codes), say(m.CUSTOMERS_SO_FAR, done=start, n=len(codes)))
        bought = data.histories(block)
        histories = liked_by_all(ws, block, bought, data)
        context = list_context(ws, data, block, histories, settings.rerank_config.rules)
        context = apply_feedback(ws, data, context, bought, ids[block].tolist())
        made = make_lists(source.model, source.trained.model, context, settings, partner)
        lines = _reasons(made, source, histories, bought) if reasons else []
        yield ListBlock(made, histories, lines)
    report(1.0, say(m.CUSTOMERS, n=len(codes)))


def _reasons(made: Lists, source: Source, histories: Histories, bought: Histories) -> list[str]:
    lists, lines = made.final, []
    for row in range(len(lists)):
        filled = np.flatnonzero(lists.items[row] != EMPTY)
        chosen, scores = lists.items[row, filled], lists.scores[row, filled]
        found = explain_list(source.model, histories.row(row), chosen, scores)
        lines += reasons_for(found, source.data, bought.row(row))
    return lines
