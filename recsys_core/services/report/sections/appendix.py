"""How it was measured, on which data, with which settings, and what the figures mean."""

from collections.abc import Iterable
from datetime import datetime

from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import Block, Cell, Chart, Facts, Section, Table, Text
from recsys_core.services.report.charts import periods
from recsys_core.services.report.sections.found import Found
from recsys_core.services.workspace.names import is_reference
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, count, share


def protocol(found: Found) -> Section | None:
    """What was held back, drawn, and who was left out."""
    given, info = found.measurement.board.protocol, found.split
    blocks: list[Block] = [Text(info["sentence"]), *_drawn(found)]
    rounds, held = len(given["splits"]), info["n_test_pairs"]
    blocks += [Text(sentence) for sentence in given.get("denominators", {}).values()]
    if rounds > 1:
        blocks.append(Text(say(m.FIRST_ROUND, n=rounds)))
    rows = [
        (m.TESTED, count(info["n_test_users"])),
        (m.LEFT_OUT, count(info["users_left_out"])),
        (m.RIGHT_ANSWERS, count(info["n_relevant_pairs"])),
        (m.CHOSEN_BEFORE, share(info["n_repeat_pairs"] / held if held else None)),
        (m.ON_A_LIST, count(found.k)),
        (m.BOUGHT, say(m.BOUGHT_OUT if given["new_items_only"] else m.BOUGHT_IN)),
        (m.INTERVALS, str(given.get("interval", UNKNOWN))),
        (m.DIFFERENCES, str(given.get("test", UNKNOWN))),
        (m.SEED, str(given.get("seed", UNKNOWN))),
    ]
    return Section("protocol", say(m.HOW_MEASURED), [*blocks, _facts(rows)])


def _drawn(found: Found) -> list[Block]:
    """Both periods as a chart, where the data has dates."""
    info = found.split
    moments = [info[f"{part}_{end}_ts"] for part in ("train", "test") for end in ("first", "last")]
    if None in moments:
        return []
    learnt, tested = info["n_train_events"], info["n_test_events"]
    first, last, test_first, test_last = moments
    chart = periods((first, last), (test_first, test_last), learnt, tested, found.noun)
    alt = say(m.TO_LEARN_AND_TEST, learnt=learnt, noun=found.noun, tested=tested)
    return [Chart(chart, say(m.LEARNT_AND_TESTED), alt)]


def _facts(rows: Iterable[tuple[str, str]]) -> Facts:
    """Names are messages."""
    return Facts([(say(name), value) for name, value in rows])


def data(found: Found) -> Section | None:
    """Which data, so that anybody can tell whether it was the same."""
    about = found.card["data"]
    rows = [(m.FINGERPRINT, about["fingerprint"])]
    if "rows" in about:
        rows.append((about["kind"].capitalize(), count(about["rows"])))
        rows.append((m.CUSTOMERS, count(about["customers"])))
        rows.append((m.PRODUCTS, count(about["products"])))
        if about["first"]:
            first, last = (day(datetime.fromisoformat(about[name])) for name in ("first", "last"))
            rows.append((m.REACH, say(m.PERIOD, first=first, last=last)))
    changed = about["settings_changed"].items()
    settings = "; ".join(say(m.SETTING, name=n, value=str(v)) for n, v in changed)
    blocks: list[Block] = [_facts([*rows, (m.DATA_SETTINGS, settings or say(m.DEFAULTS))])]
    files = about.get("files", [])
    if files:
        table = [[f["name"], f["kind"], count(f["rows_accepted"]), f["sha256"][:16]] for f in files]
        header = [say(name) for name in (m.FILE, m.HOLDS, m.ROWS_USED, m.FILE_FINGERPRINT)]
        blocks.append(Table(header, table, frozenset({2})))
    blocks.append(Text(say(m.SAME_FINGERPRINT), quiet=True))
    return Section("data", say(m.THE_DATA), blocks)


def settings(found: Found) -> Section | None:
    """Models with their settings, and how to repeat it."""
    table = []
    for one in found.card["models"]:
        own = {name: value for name, value in one["settings"].items() if name != "seed"}
        words = {n: say(m.NOT_SET) if v is None else str(v) for n, v in own.items()}
        text = ", ".join(say(m.SETTING, name=n, value=v) for n, v in words.items())
        table.append([one["title"], text or UNKNOWN, str(one["seed"])])
    versions = ", ".join(f"{name} {version}" for name, version in found.card["versions"].items())
    measured = [one["model"] for one in found.card["models"] if not is_reference(one["model"])]
    command = f"python -m recsys_core evaluate {' '.join(measured)} -k {found.k}"
    command += f" --split {found.measurement.board.protocol['requested_split']}"
    rows = [
        (m.RUN, found.measurement.run_id),
        (m.AGAIN_WITH, command),
        (m.TIME, say(m.SECONDS, n=round(found.measurement.seconds))),
        (say(m.SOFTWARE, of=found.card["versions_of"]), versions),
    ]
    header = [say(name) for name in (m.MODEL, m.SETTINGS, m.SEED)]
    return Section("settings", say(m.SETTINGS_AND_VERSIONS), [Table(header, table), _facts(rows)])


def glossary(found: Found) -> Section | None:
    """What every metric means."""
    rows: list[list[str | Cell]] = [
        [
            Cell(say(metric.title), metric.label(found.k)),
            say(metric.meaning)
            + (f" ({say(metric.long_form).capitalize()}.)" if metric.long_form else ""),
            metric.direction.removesuffix(" is better").lower(),
        ]
        for metric in found.metrics
    ]
    header = [say(name) for name in (m.FIGURE, m.MEANING, m.BETTER_WHEN)]
    return Section("glossary", say(m.WHAT_FIGURES_MEAN), [Table(header, rows)])
