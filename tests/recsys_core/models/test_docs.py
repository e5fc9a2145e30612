"""docs/models.md keeps up with the registry."""

from pathlib import Path

import pytest

from recsys_core.models.registry import trainable

PAGE = Path(__file__).parents[3] / "docs" / "models.md"


@pytest.mark.parametrize("name", sorted(trainable()))
def test_every_model_has_a_section_with_all_its_settings(name: str) -> None:
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(f"\n## {name}\n")
    assert rest, f"docs/models.md has no section {name}"
    section = rest.split("\n## ")[0]
    model = trainable()[name]
    assert model.card.title in section
    missing = [field for field in model.Config.model_fields if f"`{field}`" not in section]
    assert missing in ([], ["seed"])
