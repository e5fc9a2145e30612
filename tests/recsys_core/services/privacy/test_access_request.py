"""Everything known of a person is handed over, and nothing of anybody else."""

import io
import zipfile
from pathlib import Path

import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import NotFoundError
from recsys_core.services.audit.reading import audit_entries
from recsys_core.services.privacy.access import PAGE, access_file, known_of, write_access
from recsys_core.services.privacy.certificate import table
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.services.privacy.planted import GO, MAILS, STAY, places


def test_everything_of_a_person_and_nobody_else(persons_workspace: Workspace) -> None:
    ws, user = persons_workspace, GO[0]
    with ws.db.write() as cursor:
        cursor.execute("UPDATE interactions SET order_id = '=1+1' WHERE user_id = ?", [user])
    known = known_of(ws, user)
    rows = {name: len(frame) for name, frame in known.frames.items()}
    assert rows.pop("lists") > 0
    assert rows == {
        "interactions": 8,
        "users": 1,
        "quarantine": 1,
        "repeated": 1,
        "feedback": 1,
        "campaign_targets": 1,
        "segment_members": 1,
        "audience_members": 1,
        "assignments": 1,
    }
    assert known.frames["segment_members"]["of"].tolist() == ["Best ones"]
    content = access_file(known)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    together = "\n".join(texts.values())
    others = {one for one in [*GO[1:], *STAY] if one in together or MAILS[one] in together}
    assert others == set()
    assert MAILS[user] in texts["users.csv"]
    assert user in texts[PAGE]
    assert "src=" not in texts[PAGE]
    assert "'=1+1" in texts["interactions.csv"]
    shown = known_of(ws, GO[1])
    assert shown.frames["pages"]["name"].tolist() == ["Look at her"]
    with pytest.raises(NotFoundError):
        known_of(ws, "nobody-here")


def test_it_is_written_as_a_file_and_by_a_command(
    persons_workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ws = persons_workspace
    found = write_access(ws, STAY[0], tmp_path / "stay.zip")
    assert zipfile.is_zipfile(tmp_path / "stay.zip")
    assert found.to_json()["rows"] == sum(found.to_json()["tables"].values())
    ws.close()
    out = tmp_path / "gone.zip"
    place = ["--workspace", str(ws.path), "--json"]
    assert main(["access", "--user", GO[0], "--out", str(out), *place]) == 0
    assert '"rows"' in capsys.readouterr().out
    certificate = tmp_path / "certificate.html"
    erase = ["erase", "--user", GO[0], "--certificate", str(certificate)]
    assert main([*erase, *place]) == 0
    assert '"rows_removed": 1' in capsys.readouterr().out
    assert b"One person was erased" in certificate.read_bytes()
    assert main(["erase", "--list", *place]) == 0
    assert '"genuine": true' in capsys.readouterr().out
    assert main(["erase", "--lift", GO[0], *place]) == 0
    with open_workspace(ws.path) as again:
        assert [one.action for one in audit_entries(again, GO[0])] == ["access", "change"]
        done = [one.action for one in audit_entries(again)]
    assert done[:2] == ["setting", "erasure"]
    assert places(ws.path, [GO[0]]) == {}
    assert main(["access", "--user", GO[0], "--out", str(tmp_path / "x.zip"), *place]) == 2


def test_cells_of_a_table_are_text_only() -> None:
    assert table(["a"], [["<script>"]]) == (
        "<table><tr><th>a</th></tr><tr><td>&lt;script&gt;</td></tr></table>"
    )
    assert table(["a"], []) == ""
