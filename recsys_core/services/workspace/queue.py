"""What people change of the queue of trainings and evaluations; reading it is `Workspace.jobs`."""

from recsys_core.jobs.job import Job
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.workspace import Workspace


@needs(Role.ANALYST)
def cancel_job(ws: Workspace, job_id: str) -> Job:
    """Stop it, or take it out of the queue; `NotFoundError` for an unknown one."""
    return ws.jobs.cancel(job_id)


@needs(Role.ANALYST)
def put_job_first(ws: Workspace, job_id: str) -> None:
    """Let it be the next one."""
    ws.jobs.put_first(job_id)
