"""Which models can be trained, and which to trust."""

from pages.kit import errors, failures, guard, jobs_panel, layout, snapshot
from pages.parts.models import rows, runs_table, words
from recsys_core.services.training.queue import retry
from recsys_core.services.workspace.workspace import Workspace


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, "Which model can I train, and which do I trust?")
    if ws.is_empty():
        page.answer("No data yet, so there is nothing a model could learn from.")
        layout.empty_state(
            "Models learn from purchases",
            "Bring a file of purchases, clicks or ratings, or load the sample. Training takes "
            "seconds to minutes and runs in the background.",
            "Bring in data",
            "pages/data.py",
        )
        return
    with errors.shown_here():
        _content(ws, page)


def _content(ws: Workspace, page: layout.Page) -> None:
    infos = snapshot.models(ws)
    found = snapshot.measurement(ws)
    page.answer(words.answer(infos, found, len(snapshot.under_way(ws))))
    jobs_panel.jobs(ws)
    failures.show(ws, "train", lambda job_id: retry(ws, job_id))
    rows.show(ws, infos, found)
    runs_table.show(ws)


main()
