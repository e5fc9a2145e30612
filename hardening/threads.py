"""Sixteen threads ask one workspace at once; every answer equals that of a thread alone."""

import random
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hardening.scoring import Outcome, cases
from hardening.shop import trained_shop
from recsys_core.services.data.imports import list_imports
from recsys_core.services.data.summary import first_line
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.workspace.workspace import Workspace, open_workspace

THREADS, QUERIES = 16, 1000


def questions(ws: Workspace) -> list[Callable[[], str]]:
    """Lists of customers by two models, the data in a sentence, the imports, a count by SQL."""

    def listed(user: str, model: str) -> Callable[[], str]:
        return lambda: recommend(ws, RecommendRequest(user, model)).to_frame().to_csv()

    def counted(product: str) -> Callable[[], str]:
        def ask() -> str:
            with ws.db.read() as cursor:
                sql = "SELECT count(*), sum(quantity) FROM interactions WHERE item_id = ?"
                return str(cursor.execute(sql, [product]).fetchall())

        return ask

    asked = [listed(f"{n:05d}", model) for n in range(12) for model in ("popularity", "ease")]
    asked += [counted(f"P{n:03d}") for n in range(24)]
    return [*asked, lambda: first_line(ws), lambda: list_imports(ws).to_csv()]


def measure(share: float) -> Outcome:
    """Each thread asks in an order of its own."""
    queries = cases(QUERIES, share)
    with tempfile.TemporaryDirectory() as place:
        folder = trained_shop(Path(place))
        with open_workspace(folder) as ws:
            asked = questions(ws)
            right = [ask() for ask in asked]

            def work(seed: int) -> int:
                order = random.Random(seed).choices(range(len(asked)), k=queries)
                return sum(asked[one]() != right[one] for one in order)

            with ThreadPoolExecutor(THREADS) as pool:
                wrong = sum(pool.map(work, range(THREADS)))
    return Outcome(f"{THREADS} x {queries:,} questions: {wrong} wrong", wrong == 0)
