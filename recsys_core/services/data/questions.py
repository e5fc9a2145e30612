"""What a file leaves open: asked with what each answer would come to, before anything counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.joined import grouped
from recsys_core.ingestion.validate import ACCEPTED
from recsys_core.ingestion.validate_kinds import Validated, validate
from recsys_core.schema.questions import Answer, Figures, Question, UnansweredError
from recsys_core.services.data import messages as m
from recsys_core.services.data.belonging import stage_groups
from recsys_core.services.data.first_rows import STAGED
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given

BOUGHT = "event IN ('purchase', 'return')"
PIECES = "coalesce(quantity, CASE WHEN event = 'return' THEN -1 ELSE 1 END)"


def checked(
    cursor: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: str,
    mapping: Mapping[str, str],
    options: ReadOptions,
) -> Validated:
    """Like `validate`. Raises UnansweredError while a question is open whose answer would change
    what the import comes to.
    """
    found = validate(cursor, staged, kind, mapping, options)
    still = [one for one in found.questions if one.open]
    if not still:
        return found
    asked = _matters(cursor, staged, kind, mapping, options, still)
    if asked:
        raise UnansweredError(_in_words(asked[0]), _all(found.questions, asked))
    found = validate(cursor, staged, kind, mapping, options)
    return replace(found, questions=tuple(_all(found.questions, [])))


def look_at_questions(
    paths: Sequence[Path], kind: str, mapping: Mapping[str, str], options: ReadOptions | None = None
) -> tuple[list[Question], list[str]]:
    """What files of one kind leave open or decide by their figures, and what an import would say
    of them; nothing is stored.
    """
    options = options or ReadOptions()
    with grouped([Path(path) for path in paths], options) as groups, duckdb.connect() as cursor:
        staged, belonging = stage_groups(cursor, groups, STAGED)
        options = belonging.options(options)
        found = validate(cursor, staged, kind, mapping, options)
        answered = options.answers or {}
        still = [one for one in found.questions if one.open or one.key in answered]
        asked = _matters(cursor, staged, kind, mapping, options, still)
        return _all(found.questions, asked), [*found.evidence, *found.warnings]


def _all(questions: Sequence[Question], asked: Sequence[Question]) -> list[Question]:
    """The questions that are settled, and the open ones that matter."""
    keys = {one.key for one in asked}
    return [*asked, *(one for one in questions if not one.open and one.key not in keys)]


def _matters(
    cursor: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: str,
    mapping: Mapping[str, str],
    options: ReadOptions,
    questions: Sequence[Question],
) -> list[Question]:
    """The questions whose answers come to different figures, with those figures."""

    def come_to(key: str, choice: Answer) -> Answer:
        answers = {**(options.answers or {}), key: choice.name}
        validate(cursor, staged, kind, mapping, replace(options, answers=answers))
        return replace(choice, figures=_figures(cursor))

    measured = [
        replace(one, choices=tuple(come_to(one.key, choice) for choice in one.choices))
        for one in questions
    ]
    return [one for one in measured if _differ(one)]


def _differ(question: Question) -> bool:
    """Whether the answers come to different figures. As much money in one currency as in another
    is not the same.
    """
    choices = question.choices
    return len({one.figures for one in choices}) > 1 or any(one.rates for one in choices)


def _figures(cursor: duckdb.DuckDBPyConnection) -> Figures:
    """What the rows that would be stored come to; customers and orders are those who kept
    something, or did anything but buy.
    """
    there = {str(row[0]) for row in cursor.execute(f"DESCRIBE {ACCEPTED}").fetchall()}
    if "event" not in there:
        rows = int(cursor.execute(f"SELECT count(*) FROM {ACCEPTED}").fetchall()[0][0])
        return Figures(None, float(rows), 0, 0, rows)
    wanted = ("user_id", "item_id", "order_id", "quantity", "revenue")
    listed = ", ".join(name if name in there else f"NULL AS {name}" for name in wanted)
    found = cursor.execute(
        "SELECT sum(money), sum(pieces), count(DISTINCT user_id) FILTER (kept), "
        "count(DISTINCT order_id) FILTER (kept), coalesce(sum(rows), 0) FROM ("
        f"SELECT user_id, order_id, sum(revenue) FILTER ({BOUGHT}) AS money, sum({PIECES}) FILTER "
        f"({BOUGHT}) AS pieces, coalesce(pieces > 0, false) OR NOT bool_and({BOUGHT}) AS kept, "
        f"count(*) AS rows FROM (SELECT event, {listed} FROM {ACCEPTED}) "
        "GROUP BY user_id, item_id, order_id)"
    ).fetchall()
    revenue, units, customers, orders, rows = found[0]
    money = None if revenue is None else round(float(revenue), 4)
    return Figures(money, float(units or 0), int(customers), int(orders), int(rows))


def _in_words(question: Question) -> str:
    """The question with every answer and what it comes to, as one sentence for the terminal."""
    answers = or_list([_answer(question.key, choice) for choice in question.choices])
    return say(m.QUESTION, question=question.sentence, answers=answers)


def _answer(key: str, choice: Answer) -> str:
    answer, figures = f"{key}={choice.name}", choice.figures
    if figures is None:
        return answer
    counts = {"units": given(figures.units), "customers": figures.customers}
    if figures.revenue is None:
        return say(m.ANSWER_WITHOUT_MONEY, answer=answer, label=choice.label, **counts)
    money = f"{figures.revenue:,.2f}"
    return say(m.ANSWER, answer=answer, label=choice.label, revenue=money, **counts)
