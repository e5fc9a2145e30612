"""How it was measured, on which data, with which settings, and what the figures mean."""

from datetime import datetime
from typing import Any

from recsys_core.services.report.blocks import (
    Block,
    Cell,
    Chart,
    Facts,
    Section,
    Table,
    Text,
)
from recsys_core.services.report.charts import periods
from recsys_core.services.report.sections.found import Found
from recsys_core.services.workspace.names import (
    is_reference,
)
from recsys_core.wording.dates import day
from recsys_core.wording.numbers import UNKNOWN, count, share


def protocol(found: Found) -> Section | None:
    """What was held back, drawn, and who was left out."""
    board, info = found.measurement.board, found.split
    blocks: list[Block] = [Text(info["sentence"])]
    names = ("train_first_ts", "train_last_ts", "test_first_ts", "test_last_ts")
    moments = [info[name] for name in names]
    learnt, tested = info["n_train_events"], info["n_test_events"]
    if all(moment is not None for moment in moments):
        first, last, test_first, test_last = moments
        blocks.append(
            Chart(
                periods((first, last), (test_first, test_last), learnt, tested, found.noun),
                "When the models learnt and when they were tested",
                f"{learnt:,} {found.noun} to learn from, {tested:,} to test on",
            )
        )
    if len(board.protocol["splits"]) > 1:
        rounds = len(board.protocol["splits"])
        blocks.append(Text(f"Drawn is the first of {rounds} rounds; the figures are over all."))
    held = info["n_test_pairs"]
    blocks += [
        Facts(
            [
                ("Customers tested", count(info["n_test_users"])),
                ("Customers left out", count(info["users_left_out"])),
                ("of them newcomers", count(info["users_without_training"])),
                ("Products not counted", count(info["items_without_training"])),
                ("Right answers to be found", count(info["n_relevant_pairs"])),
                ("Chosen before", share(info["n_repeat_pairs"] / held if held else None)),
                ("Products on a list", count(found.k)),
                ("Bought products", _bought(board.protocol)),
                ("Intervals", str(board.protocol.get("interval", UNKNOWN))),
                ("Differences", str(board.protocol.get("test", UNKNOWN))),
                ("Random seed", str(board.protocol.get("seed", UNKNOWN))),
            ]
        ),
    ]
    return Section("protocol", "How it was measured", blocks)


def data(found: Found) -> Section | None:
    """Which data, so that anybody can tell whether it was the same."""
    about = found.card["data"]
    rows = [("Fingerprint", about["fingerprint"])]
    if "rows" in about:
        rows += [
            (about["kind"].capitalize(), count(about["rows"])),
            ("Customers", count(about["customers"])),
            ("Products", count(about["products"])),
        ]
        if about["first"]:
            first, last = (datetime.fromisoformat(about[name]) for name in ("first", "last"))
            rows.append(("Reach", f"{day(first)} to {day(last)}"))
    changed = about["settings_changed"]
    rows.append(
        ("Settings of the data", "; ".join(f"{n} = {v}" for n, v in changed.items()) or "defaults")
    )
    blocks: list[Block] = [Facts(rows)]
    files = about.get("files", [])
    if files:
        table = [[f["name"], f["kind"], count(f["rows_accepted"]), f["sha256"][:16]] for f in files]
        header = ["File", "Holds", "Rows used", "Fingerprint of the file"]
        blocks.append(Table(header, table, frozenset({2})))
    return Section(
        "data",
        "The data",
        blocks,
        "The same fingerprint means the same rows and the same settings of the data.",
    )


def settings(found: Found) -> Section | None:
    """Models with their settings, and how to repeat it."""
    rows = []
    for one in found.card["models"]:
        own = {name: value for name, value in one["settings"].items() if name != "seed"}
        text = ", ".join(f"{n} = {'not set' if v is None else v}" for n, v in own.items())
        rows.append([one["title"], text or UNKNOWN, str(one["seed"])])
    versions = ", ".join(f"{name} {number_}" for name, number_ in found.card["versions"].items())
    measured = [m["model"] for m in found.card["models"] if not is_reference(m["model"])]
    command = f"python -m recsys_core evaluate {' '.join(measured)} -k {found.k}"
    command += f" --split {found.measurement.board.protocol['requested_split']}"
    return Section(
        "settings",
        "Settings and versions",
        [
            Table(["Model", "Settings", "Random seed"], rows),
            Facts(
                [
                    ("Run", found.measurement.run_id),
                    ("Measured again with", command),
                    ("Time it took", f"{found.measurement.seconds:,.0f} seconds"),
                    (f"Software ({found.card['versions_of']})", versions),
                ]
            ),
        ],
    )


def glossary(found: Found) -> Section | None:
    """What every metric means."""
    rows: list[list[str | Cell]] = [
        [
            Cell(metric.title, metric.label(found.k)),
            metric.meaning + (f" ({metric.long_form.capitalize()}.)" if metric.long_form else ""),
            metric.direction.removesuffix(" is better").lower(),
        ]
        for metric in found.metrics
    ]
    return Section(
        "glossary", "What the figures mean", [Table(["Figure", "Meaning", "Better when"], rows)]
    )


def _bought(given: dict[str, Any]) -> str:
    return "neither shown nor counted" if given["new_items_only"] else "may be on the lists"
