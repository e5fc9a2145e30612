"""Which models can be trained, and which to trust."""

from pages.kit import errors, failures, guard, jobs_panel, layout, snapshot
from pages.parts.models import in_use, rows, runs_table, words
from pages.parts.models import messages as m
from recsys_core.services.training.queue import retry
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, say(m.QUESTION))
    if ws.is_empty():
        title, sentence = say(m.LEARN_FROM_PURCHASES), say(m.BRING_A_FILE)
        layout.no_data(page, say(m.NOTHING_TO_LEARN), title, sentence)
        return
    with errors.shown_here():
        _content(ws, page)


def _content(ws: Workspace, page: layout.Page) -> None:
    infos = snapshot.models(ws)
    found = snapshot.measurement(ws)
    used = (*snapshot.in_use(ws), "")[0]
    page.answer(words.answer(infos, found, len(snapshot.under_way(ws)), used))
    layout.quiet(words.figures_behind(found))
    jobs_panel.jobs(ws)
    failures.show(ws, "train", lambda job_id: retry(ws, job_id))
    in_use.show(ws)
    rows.show(ws, infos, found)
    runs_table.show(ws)


main()
