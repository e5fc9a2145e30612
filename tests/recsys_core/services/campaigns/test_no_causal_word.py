"""Without a control group nothing says that a campaign brought something about."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
ROOMS = ("recsys_core/campaigns", "recsys_core/services/campaigns", "pages/parts/campaigns")
CAUSAL = re.compile(
    r"\b(?:caus(?:e[ds]?|al\w*|ing)|uplift\w*|lift(?:s|ed)?|incremental\w*|effects? of"
    r"|due to|thanks to|because of|drove|driven|led to|boost\w*)\b",
    re.IGNORECASE,
)
ALLOWED = ("CONTROLLED", "UPLIFT")


def messages() -> Iterator[tuple[str, str, str]]:
    """File, name of the constant, each text in it."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("messages.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.Assign):
                    yield from _texts(path.relative_to(ROOT).as_posix(), node)


def _texts(path: str, node: ast.Assign) -> Iterator[tuple[str, str, str]]:
    names, values = [node.targets[0]], [node.value]
    if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
        names, values = node.targets[0].elts, node.value.elts
    for name, value in zip(names, values, strict=True):
        for part in ast.walk(value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield path, ast.unparse(name), part.value


def test_no_message_of_campaigns_says_what_only_a_control_group_can_show():
    found = list(messages())
    assert len(found) > 20
    wrong = [
        (path, name, text)
        for path, name, text in found
        if CAUSAL.search(text) and not any(word in name for word in ALLOWED)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text", ["It caused 12 orders.", "Lift: 1.3", "Incremental revenue", "The effect of the mail"]
)
def test_a_causal_word_is_found(text):
    node = ast.parse(f"A, B = {text!r}, 'Nothing of the kind'").body[0]
    assert isinstance(node, ast.Assign)
    assert [bool(CAUSAL.search(said)) for _, _, said in _texts("", node)] == [True, False]
