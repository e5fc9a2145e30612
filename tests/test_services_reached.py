"""Every public function of the services is called by a test of its own, not only by others."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SERVICES = ROOT / "recsys_core" / "services"
# Public functions that tests reach only through others today. It only shrinks.
THROUGH_OTHERS = """
customers.customer_figures.lifecycle_figures
customers.customer_figures.recent_columns
customers.customer_figures.rfm_figures
customers.customer_words.times
customers.feedback.apply_feedback
data.corrections.corrected_import
data.corrections.refused_table
data.corrections.without_notes
data.corrections.write_refused
data.health.findings.duplicate_products
data.health.findings.findings
data.health.meaning.meaning
data.health.unusual_customers.duplicate_findings
data.mapping.plan
data.mapping.remember
data.mapping.saved_mapping
data.mapping.set_options
data.preview.cells
data.preview.guess_roles
data.preview.matrix_look
evaluation.job.splits_of
evaluation.queue.leaderboard_of
evaluation.queue.reason_scores
evaluation.queue.start_evaluation
evaluation.reason_quality.check_reasons
evaluation.reason_quality.load_reason_scores
evaluation.reason_quality.save_reason_scores
evaluation.results.data_of
evaluation.shuffled_labels.shuffle
export.long.blocks
export.long.list_writer
first_start.first_start
first_start.start_first_models
items.item.model_words
recommend.lists.barring
recommend.lists.best_left
recommend.lists.lists_of_scores
recommend.reasons.reasons_for
recommend.scenarios.knobs_in_words
recommend.visitor.encoder.encode
recommend.visitor.encoder.stop
recommend.visitor.text.fit_of
recommend.visitor.text.word_index
report.charts.periods
report.charts.ranking
report.sections.appendix.data
report.sections.appendix.glossary
report.sections.appendix.protocol
report.sections.appendix.settings
report.sections.groups.groups
report.sections.knobs.knobs
report.sections.leaderboard.differences
report.sections.leaderboard.families
report.sections.leaderboard.leaders
report.sections.trust.reasons
report.sections.trust.trust
training.job.train
what_if.frontier.settings
worker.work
workspace.customer_state.average_shares
workspace.runs.sync_runs
"""


def public() -> set[str]:
    """`data.mapping.column_of` for every function without an underscore at the top of a module."""
    return {
        ".".join((*path.relative_to(SERVICES).with_suffix("").parts, node.name))
        for path in SERVICES.rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def asked(tree: ast.AST) -> set[str]:
    """What a test file takes from the services: imported by name, or as `module.function`."""
    found, modules = set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "recsys_core.services"
        ):
            inner = (node.module or "").removeprefix("recsys_core.services").lstrip(".")
            for alias in node.names:
                name = f"{inner}.{alias.name}".lstrip(".")
                found.add(name)
                modules[alias.asname or alias.name] = name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{modules.get(node.value.id, '')}.{node.attr}")
    return found


def handed_on() -> dict[str, str]:
    """`data.imports.preview_file` -> `data.preview.preview_file`, where one module imports it."""
    found = {}
    for path in SERVICES.rglob("*.py"):
        here = ".".join(path.relative_to(SERVICES).with_suffix("").parts)
        for name in asked(ast.parse(path.read_text("utf-8"))):
            found[f"{here}.{name.rpartition('.')[2]}"] = name
    return found


def reached() -> set[str]:
    """What tests call, by where it is written."""
    files = (ROOT / "tests").rglob("*.py")
    found = set().union(*(asked(ast.parse(path.read_text("utf-8"))) for path in files))
    elsewhere = handed_on()
    return found | {elsewhere[name] for name in found if name in elsewhere}


def test_every_public_function_of_the_services_has_a_test_of_its_own() -> None:
    missing = public() - reached()
    known = set(THROUGH_OTHERS.split())
    assert not missing - known, "write a test that calls these"
    assert not known - missing, "take these off the list"


def test_a_function_is_reached_by_name_or_through_its_module() -> None:
    text = "from recsys_core.services.a import b\nfrom recsys_core.services.a.c import d\nb.f()\n"
    assert asked(ast.parse(text)) >= {"a.b", "a.c.d", "a.b.f"}
