"""Where the workspace stands: a sentence, a few figures, what happened lately, and what is next."""

from dataclasses import dataclass

from recsys_core.schema.errors import NotReadyError
from recsys_core.services import messages as m
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.summary import overdue_answer
from recsys_core.services.data.health.checkup import Health, health
from recsys_core.services.data.samples import SAMPLES
from recsys_core.services.evaluation.findings import people
from recsys_core.services.evaluation.model_in_use import model_in_use, proposal
from recsys_core.services.evaluation.queue import latest_evaluation
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.names import is_reference, short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import imports as import_table
from recsys_core.wording.dates import day, period
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share, short


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
class GuideStep:
    """A station on the way from data to recommendations, done or not, and the page it is on."""

    title: str
    done: bool
    detail: str
    page: str


@dataclass(frozen=True)
class Overview:
    """Everything the Overview page says. `figures` are (label, value, what it counts); `overdue` is
    the second line, empty where nobody is.
    """

    sentence: str
    overdue: str
    figures: list[tuple[str, str, str]]
    steps: list[GuideStep]
    next_step: NextStep
    noun: str


@needs(Role.VIEWER)
def headline(ws: Workspace) -> Headline:
    """Workspace, how far the data reaches, whose data it is, and the model in use."""
    name = ws.path.name
    if ws.is_empty():
        return Headline(name, "", "", "")
    found = health(ws)
    dated = found.last_ts is not None
    reach = say(m.DATA_TO, day=day(found.last_ts)) if dated else say(m.UNDATED)
    return Headline(name, reach, _source(ws), _model_in_use(ws))


def noun_of(found: Health) -> str:
    """What the rows are called on screen."""
    return say(m.RATINGS if found.kind == "explicit" else m.PURCHASES)


@needs(Role.VIEWER)
def overview(ws: Workspace) -> Overview:
    """The state of a workspace that holds data; `NotReadyError` for an empty one."""
    if ws.is_empty():
        raise NotReadyError(say(m.NO_DATA))
    found = health(ws)
    noun = noun_of(found)
    sentence = say(
        m.ROWS if found.first_ts is None else m.ROWS_OVER,
        rows=short(found.interactions - found.returns),
        noun=noun,
        customers=found.users,
        period=period(found.first_ts, found.last_ts),
    )
    sentence, lead = (f"{part}." if part else "" for part in (sentence, _lead(ws)))
    return Overview(
        sentence=" ".join(part for part in (sentence, lead) if part),
        overdue=_overdue(ws),
        figures=data_figures(found),
        steps=_steps(ws),
        next_step=_next_step(ws),
        noun=noun,
    )


def data_figures(found: Health) -> list[tuple[str, str, str]]:
    """The data in five figures: (label, value, what it counts)."""
    noun = noun_of(found)
    stored = m.ALL_ROWS_RETURNS if found.returns else m.ALL_ROWS
    seldom = m.SELDOM_RATED if found.kind == "explicit" else m.SELDOM_BOUGHT
    return [
        (
            noun.capitalize(),
            short(found.interactions - found.returns),
            say(stored, noun=noun, returns=short(found.returns)),
        ),
        (say(m.CUSTOMERS), short(found.users), say(m.WHO_COUNTS)),
        (say(m.PRODUCTS), short(found.items), say(m.WHAT_COUNTS, noun=noun)),
        (
            say(m.PER_CUSTOMER),
            number(found.median_per_user),
            say(m.TYPICAL, noun=noun.capitalize()),
        ),
        (
            say(seldom),
            share(found.cold_items / found.items if found.items else None),
            say(m.ABOUT_SELDOM, noun=noun),
        ),
    ]


def _overdue(ws: Workspace) -> str:
    """Who is overdue, as the Customers page says it."""
    state = customer_state(ws)
    return overdue_answer(state.overview, state.before)


def _lead(ws: Workspace) -> str:
    """What the newest measurement says of the model in use, in customers."""
    if not trained_models(ws):
        return ""
    used, board = model_in_use(ws), latest_evaluation(ws)
    words = people(board, used) if board else ""
    message = m.IN_USE_FOUND if words else m.IN_USE_UNMEASURED
    return say(message, model=short_title(used), people=words)


def _steps(ws: Workspace) -> list[GuideStep]:
    """The way from data to a list with reasons, and how far along it the workspace is."""
    trained = trained_models(ws)
    names = ", ".join(short_title(name) for name in trained)
    busy = {job.kind for job in ws.jobs.running()}
    board = latest_evaluation(ws)
    compared = set() if board is None else {row.model for row in board.rows}
    measured = say(m.MODELS, n=sum(not is_reference(name) for name in compared))
    return [
        GuideStep(say(m.DATA_IS_IN), True, _source(ws), "pages/data.py"),
        GuideStep(
            say(m.MODELS_TRAINED),
            bool(trained),
            names or say(m.UNDER_WAY if "train" in busy else m.NONE_YET),
            "pages/models.py",
        ),
        GuideStep(
            say(m.MODELS_COMPARED),
            board is not None,
            measured if board else say(m.UNDER_WAY if "evaluate" in busy else m.NOT_YET),
            "pages/evaluation.py",
        ),
        GuideStep(
            say(m.LIST_WITH_REASONS),
            False,
            say(m.FOR_ANYBODY if trained else m.ONCE_TRAINED),
            "pages/recommendations.py",
        ),
    ]


def _next_step(ws: Workspace) -> NextStep:
    if ws.jobs.running():
        return NextStep(
            say(m.MEANWHILE),
            say(m.STILL_LEARNING),
            "pages/customers.py",
            say(m.LOOK_UP),
        )
    if not trained_models(ws):
        return NextStep(
            say(m.TRAIN_FIRST),
            say(m.WHAT_A_MODEL_LEARNS),
            "pages/models.py",
            say(m.CHOOSE_A_MODEL),
        )
    if latest_evaluation(ws) is None:
        return NextStep(
            say(m.FIND_OUT),
            say(m.MEASURE),
            "pages/evaluation.py",
            say(m.COMPARE),
        )
    if found := proposal(ws):
        model = short_title(found.model)
        return NextStep(
            say(m.BETTER_MODEL, model=model), found.sentence, "pages/models.py", say(m.DECIDE)
        )
    return NextStep(
        say(m.SEE_A_LIST),
        say(m.PICK_A_CUSTOMER),
        "pages/recommendations.py",
        say(m.OPEN_LISTS),
    )


def _source(ws: Workspace) -> str:
    with ws.db.read() as cursor:
        sources = list(import_table.list_imports(cursor, live_only=True)["source"].unique())
    names = [say(SAMPLES[s].title) if s in SAMPLES else s for s in sources if s != import_table.OWN]
    if not names:
        return say(m.OWN_DATA)
    message = m.SAMPLE if len(names) == len(sources) else m.SAMPLE_AND_OWN
    return say(message, names=", ".join(names))


def _model_in_use(ws: Workspace) -> str:
    if not trained_models(ws):
        return ""
    return say(m.MODEL_IN_USE, model=short_title(model_in_use(ws)))
