"""Where the workspace stands: a sentence, a few figures, what happened lately, and what is next."""

from dataclasses import dataclass

import pandas as pd

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.data.health.checkup import Health, activity, health
from recsys_core.services.data.samples import SAMPLES
from recsys_core.services.evaluation.best_model import best_model
from recsys_core.services.evaluation.queue import latest_evaluation
from recsys_core.services.workspace.names import is_reference, short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import imports as import_table
from recsys_core.wording.dates import day, period
from recsys_core.wording.numbers import count, number, plural, share, short


@dataclass(frozen=True)
class Headline:
    """The quiet line on every page; an empty text means there is nothing to say yet."""

    workspace: str
    data_date: str
    source: str
    model: str


@dataclass(frozen=True)
class NextStep:
    """The next sensible thing to do: `page` is the file under `pages/`, `action` the button."""

    title: str
    sentence: str
    page: str
    action: str


@dataclass(frozen=True)
class Step:
    """A station on the way from data to recommendations, done or not, and the page it is on."""

    title: str
    done: bool
    detail: str
    page: str


@dataclass(frozen=True)
class Overview:
    """Everything the Overview page says. `figures` are (label, value, what it counts)."""

    sentence: str
    figures: list[tuple[str, str, str]]
    activity: pd.DataFrame
    steps: list[Step]
    next_step: NextStep
    noun: str


def headline(ws: Workspace) -> Headline:
    """Workspace, how far the data reaches, whose data it is, and the model in use."""
    name = ws.path.name
    if ws.is_empty():
        return Headline(name, "", "", "")
    found = health(ws)
    reach = f"Data to {day(found.last_ts)}" if found.last_ts is not None else "Undated data"
    return Headline(name, reach, _source(ws), _model_in_use(ws))


def noun_of(found: Health) -> str:
    """What the rows are called on screen."""
    return "ratings" if found.kind == "explicit" else "purchases"


def overview(ws: Workspace) -> Overview:
    """The state of a workspace that holds data; `NotReadyError` for an empty one."""
    if ws.is_empty():
        raise NotReadyError("There is no data yet. Load a sample or upload a file.")
    found = health(ws)
    noun = noun_of(found)
    sentence = f"{short(found.interactions)} {noun} by {count(found.users)} customers"
    if found.first_ts is not None:
        sentence += f" over {period(found.first_ts, found.last_ts)}"
    lead = _lead(ws)
    return Overview(
        sentence=". ".join(part for part in (sentence, lead) if part) + ".",
        figures=data_figures(found),
        activity=activity(ws),
        steps=_steps(ws),
        next_step=_next_step(ws),
        noun=noun,
    )


def data_figures(found: Health) -> list[tuple[str, str, str]]:
    """The data in five figures: (label, value, what it counts)."""
    noun = noun_of(found)
    bought = "bought" if noun == "purchases" else "rated"
    returned = f", {short(found.returns)} returns among them" if found.returns else ""
    stored = f"All rows of {noun} that are stored{returned}."
    return [
        (noun.capitalize(), short(found.interactions), stored),
        ("Customers", short(found.users), "Customers with a row, or in the customer list."),
        ("Products", short(found.items), "Products in the product list, or sold without it."),
        (
            "Per customer",
            number(found.median_per_user),
            f"{noun.capitalize()} of a typical customer: half have more, half have fewer.",
        ),
        (
            f"Seldom {bought}",
            share(found.cold_items / found.items if found.items else None),
            f"Share of all products that have fewer than five {noun}: too few to learn from.",
        ),
    ]


def _lead(ws: Workspace) -> str:
    """How far the best model is ahead of simply showing what sells best, if that is certain."""
    board = latest_evaluation(ws)
    if board is None:
        return ""
    if board.leader is None or board.times_popularity is None:
        return "No model is clearly better than showing everybody what sells best"
    times = number(board.times_popularity, 2)
    return f"Best model: {short_title(board.leader)}, {times} times as good as popularity"


def _steps(ws: Workspace) -> list[Step]:
    """The way from data to a list with reasons, and how far along it the workspace is."""
    trained = trained_models(ws)
    names = ", ".join(short_title(name) for name in trained)
    busy = {job.kind for job in ws.jobs.running()}
    board = latest_evaluation(ws)
    compared = set() if board is None else {row.model for row in board.rows}
    measured = plural(sum(not is_reference(name) for name in compared), "model")
    return [
        Step("Data is in", True, _source(ws), "pages/data.py"),
        Step(
            "Models are trained",
            bool(trained),
            names or ("under way" if "train" in busy else "none yet"),
            "pages/models.py",
        ),
        Step(
            "Models are compared",
            board is not None,
            measured if board else "under way" if "evaluate" in busy else "not yet",
            "pages/evaluation.py",
        ),
        Step(
            "A list with reasons",
            False,
            "for any customer" if trained else "once a model is trained",
            "pages/recommendations.py",
        ),
    ]


def _next_step(ws: Workspace) -> NextStep:
    if ws.jobs.running():
        return NextStep(
            "Look up a customer meanwhile",
            "The models are still learning; what a customer buys can be seen already.",
            "pages/customers.py",
            "Look up a customer",
        )
    if not trained_models(ws):
        return NextStep(
            "Train a first model",
            "A model learns from this data what each customer may want next.",
            "pages/models.py",
            "Choose a model",
        )
    if latest_evaluation(ws) is None:
        return NextStep(
            "Find out which model to trust",
            "Measure the trained models on data they have not seen.",
            "pages/evaluation.py",
            "Compare the models",
        )
    return NextStep(
        "See what a customer would be shown",
        "Pick a customer, read the list and the reason for each product.",
        "pages/recommendations.py",
        "Open recommendations",
    )


def _source(ws: Workspace) -> str:
    with ws.db.read() as cursor:
        sources = list(import_table.list_imports(cursor, live_only=True)["source"].unique())
    names = [SAMPLES[s].title if s in SAMPLES else s for s in sources if s != import_table.OWN]
    if not names:
        return "Own data"
    sample = f"Sample: {', '.join(names)}"
    return sample if len(names) == len(sources) else f"{sample}, with own data"


def _model_in_use(ws: Workspace) -> str:
    if not trained_models(ws):
        return ""
    return f"Model: {short_title(best_model(ws))}"
