"""What is being worked on: bar, elapsed and remaining time, and a cancel button.

Drawn as a fragment that runs by itself twice a second while something is under way, and not at all
otherwise. When the last job ends, the whole page runs again and sees the result.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from pages.kit import background, errors
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.services.workspace.job_folder import Expected, expected
from recsys_core.services.workspace.queue import cancel_job, put_job_first
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import seconds

EVERY = 0.5
UNDER_WAY = ("queued", "running")


def jobs(ws: Workspace, kind: str | None = None) -> None:
    """The queue of trainings and evaluations, or one kind of them; nothing when nothing runs."""
    going = [j.job_id for j in ws.jobs.list() if _shown(j, kind)]
    if going:
        st.fragment(_jobs, run_every=EVERY)(ws, kind, going)


def task(ws: Workspace, kind: str) -> None:
    """The progress of a task of this server (a sample being loaded, a file being imported)."""
    if background.tasks(ws).running(kind):
        st.fragment(_task, run_every=EVERY)(ws, kind)


def failed(ws: Workspace, kind: str) -> None:
    """A task that went wrong or was cancelled says so until it is closed."""
    ended = background.tasks(ws).latest(kind)
    if ended is not None and ended.state in ("failed", "cancelled"):
        outcome(ws, kind, str)


def outcome(ws: Workspace, kind: str, sentence: Callable[[Any], str]) -> None:
    """How the latest task of this kind ended, until somebody closes it.

    `sentence` makes words of what the task returned.
    """
    ended = background.tasks(ws).latest(kind)
    if ended is None or ended.state == "running":
        return
    with st.container(key=f"outcome-{kind}", horizontal=True, vertical_alignment="center"):
        if ended.state == "done":
            st.success(plain(sentence(ended.result)))
        elif ended.state == "cancelled":
            st.info(plain(ended.error))
        else:
            st.error(plain(ended.error))
        st.button(
            say(m.CLOSE),
            key=f"close-{kind}",
            on_click=background.tasks(ws).dismiss,
            args=(kind,),
        )


def _jobs(ws: Workspace, kind: str | None, before: list[str]) -> None:
    queue = ws.jobs.list()
    in_turn = sorted(queue, key=lambda job: (job.state == "queued", job.turn))
    going = [j for j in in_turn if _shown(j, kind)]
    if {j.job_id for j in going} != set(before):
        st.rerun()
    times = expected(queue)
    turns = sorted(job.turn for job in queue if job.state == "queued")
    with st.container(key=f"jobs-{kind or 'all'}", border=True):
        for job in going:
            waiting = job.state == "queued"
            _line(
                say(m.WAITING, title=job.title) if waiting else _at_work(job),
                job.fraction,
                _when(times[job.job_id]) if waiting else _so_far(job.elapsed, job.seconds_left),
                key=job.job_id,
                cancel=partial(_cancel, ws, job.job_id),
                first=partial(put_job_first, ws, job.job_id)
                if waiting and job.turn != turns[0] and not job.payload.get("after")
                else None,
            )


def _task(ws: Workspace, kind: str) -> None:
    going = background.tasks(ws).running(kind)
    if going is None:
        st.rerun()
    with st.container(key=f"task-{kind}", border=True):
        _line(
            _at_work(going),
            going.fraction,
            _so_far(going.elapsed, going.seconds_left),
            key=kind,
            cancel=lambda: setattr(going, "cancel_asked", True),
            cancelling=going.cancel_asked,
        )


def _at_work(job: Any) -> str:
    message = m.AT_WORK if job.message else m.STARTING
    return say(message, title=job.title, message=job.message)


def _line(
    text: str,
    fraction: float,
    times: str,
    *,
    key: str,
    cancel: Callable[[], None],
    cancelling: bool = False,
    first: Callable[[], None] | None = None,
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            st.progress(min(max(fraction, 0.0), 1.0), plain(text))
            if times:
                st.caption(plain(times))
        if first is not None:
            st.button(
                say(m.DO_FIRST),
                key=f"first-{key}",
                on_click=first,
                help=plain(say(m.DO_FIRST_HELP)),
            )
        st.button(
            say(m.CANCELLING if cancelling else m.CANCEL),
            key=f"cancel-{key}",
            on_click=cancel,
            disabled=cancelling,
        )


def _so_far(elapsed: float, left: float | None) -> str:
    so_far = say(m.SO_FAR, time=seconds(elapsed))
    return so_far if left is None else f"{so_far}, {say(m.TO_GO, time=seconds(left))}"


def _when(times: Expected) -> str:
    """When a waiting job is expected to begin and to end."""
    if times.begins is None:
        return say(m.BEGINS_AFTER)
    now = times.begins < 1
    if times.ends is None:
        return say(m.BEGINS_NOW if now else m.BEGINS, begins=seconds(times.begins))
    return say(
        m.NOW_ENDS if now else m.BEGINS_ENDS, begins=seconds(times.begins), ends=seconds(times.ends)
    )


def _cancel(ws: Workspace, job_id: str) -> None:
    try:
        cancel_job(ws, job_id)
    except errors.EXPECTED as error:
        errors.show(error)


def _shown(job: Any, kind: str | None) -> bool:
    return job.state in UNDER_WAY and kind in (None, job.kind)
