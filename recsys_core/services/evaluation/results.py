"""What an evaluation was measured on, brought back: data, split, every customer's figures."""

from dataclasses import dataclass

from recsys_core.evaluation.board_files import CUSTOMER_FOLDER, load, load_customers
from recsys_core.evaluation.leaderboard import CustomerFigures, Leaderboard
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.splits import EvaluationConfig, Split
from recsys_core.jobs.job import Job
from recsys_core.schema.checksums import UNREADABLE
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.job import splits_of
from recsys_core.services.evaluation.queue import evaluations
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER
from recsys_core.services.workspace.names import DECIDING, short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

_kept: PerWorkspace[str, "Measured"] = PerWorkspace("measurements", most=2, megabytes=1024)


@dataclass(frozen=True)
class Measured:
    """One evaluation with everything it rests on.

    splits: cut again from the same data with the same settings, one per round.  same: whether
    they are the very training parts the models learnt from (by fingerprint).
    """

    job: Job
    config: EvaluationConfig
    board: Leaderboard
    customers: dict[str, CustomerFigures]
    data: Dataset
    splits: tuple[Split, ...]
    same: bool

    @property
    def run_id(self) -> str:
        return self.job.job_id

    @property
    def models(self) -> tuple[str, ...]:
        """In the order of the board."""
        named = dict.fromkeys(row.model for row in self.board.rows)
        return tuple(name for name in named if name in self.customers)

    @property
    def titles(self) -> dict[str, str]:
        return {model: short_title(model) for model in self.models}

    @property
    def deciding(self) -> str:
        """The label of the metric that decides: `NDCG@10`."""
        return METRICS[DECIDING].label(self.config.k)


@needs(Role.VIEWER)
def measured(ws: Workspace, run_id: str | None = None) -> Measured:
    """The newest evaluation, or the one named; kept in memory, two at most.

    `NotReadyError` if nothing was measured yet, or its data is gone.
    """
    done = evaluations(ws)
    jobs = [job for job in done if run_id in (None, job.job_id)]
    if not jobs:
        raise NotReadyError(say(m.NOTHING_MEASURED))
    job = jobs[0]
    try:
        return _kept.get(ws, job.job_id, lambda: _read(ws, job))
    except UNREADABLE:
        ws.jobs.set_aside(job.job_id, CUSTOMER_FOLDER)
        return measured(ws, run_id)


def _read(ws: Workspace, job: Job) -> Measured:
    config = EvaluationConfig(**job.payload["config"])
    folder = job.folder / EVALUATION_FOLDER
    board, data = load(folder), data_of(ws, job)
    splits = tuple(splits_of(job, data, config))
    prints = [split.train.fingerprint for split in splits]
    same = prints == board.protocol.get("train_fingerprints")
    return Measured(job, config, board, load_customers(folder), data, splits, same)


@needs(Role.VIEWER)
def data_of(ws: Workspace, job: Job) -> Dataset:
    """The data an evaluation was given; `NotReadyError` when it can no longer be read."""
    settings = DataSettings(**job.payload["data_settings"])
    if ws.fingerprint(settings) == job.payload["fingerprint"]:
        return ws.dataset(settings)
    try:
        return Dataset.load(ws.path / "datasets" / job.payload["fingerprint"])
    except NotReadyError as error:
        raise NotReadyError(say(m.DATA_GONE)) from error
