"""Segments, as an analyst without a browser would use them."""

from pathlib import Path

import pytest

from recsys_core.cli.main import main

LINES = [f"c{n % 12:03d},p{(n * 5 + n // 12) % 7},2024-01-{n % 28 + 1:02d},3" for n in range(150)]
OFTEN = """
name: Often
conditions:
- {kind: figure, figure: visits, low: 5}
"""


def test_segments_are_kept_shown_handed_over_and_taken_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    def run(*words: object, code: int = 0):
        done = main(["--workspace", str(tmp_path / "ws"), *map(str, words), "--json"])
        said = capsys.readouterr()
        assert done == code, said.err
        return json.loads(said.out) if code == 0 else said.err.strip().splitlines()[-1]

    shop, file, out = tmp_path / "shop.csv", tmp_path / "often.yaml", tmp_path / "often.csv"
    shop.write_text("\n".join(["customer,product,date,amount", *LINES]), encoding="utf-8")
    run("import", "interactions", shop)
    assert run("segments") == []
    file.write_text(OFTEN, encoding="utf-8")
    (kept,) = run("segments", "--save", file)
    assert (kept["name"], kept["kind"]) == ("Often", "dynamic")
    assert kept["definition"]["conditions"] == [{"kind": "figure", "low": 5.0}]
    assert 0 < kept["size"] <= 12
    assert "There is a segment “Often” already" in run("segments", "--save", file, code=2)
    (fixed,) = run("segments", "--save", file, "--fixed", "--replace")
    assert (fixed["kind"], fixed["size"]) == ("fixed", kept["size"])
    members = tmp_path / "mine.yaml"
    members.write_text("members: [c001, c002, nobody]", encoding="utf-8")
    (mine,) = run("segments", "--save", members)
    assert (mine["name"], mine["size"], mine["definition"]) == ("mine", 2, None)
    assert "A group of 2 is not handed over" in run(
        "segments", "--export", "mine", "--out", out, code=2
    )
    run("hand-over", "--smallest-group", "2")
    (shown,) = run("segments", "--export", "mine", "--out", out)
    assert (shown["rows"], shown["file"]) == (2, str(out))
    assert set(out.read_text("utf-8-sig").split()) == {"user_id", "c001", "c002"}
    assert [one["name"] for one in run("segments")] == ["mine", "Often"]
    assert run("segments", "--show", "Often")[0]["size"] == kept["size"]
    assert "belong together" in run("segments", "--export", "mine", code=2)
    assert "There is no segment “x”" in run("segments", "--show", "x", code=2)
    assert [one["name"] for one in run("segments", "--delete", "mine")] == ["Often"]
