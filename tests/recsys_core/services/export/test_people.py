"""Groups of customers as files: what they hold, how people are named, who is too few."""

import hashlib
import hmac
import io
import json
import os
import stat

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.export.people import (
    EMAIL,
    KEY_VARIABLE,
    KEYED,
    HandOver,
    hand_over,
    hand_over_columns,
    new_key,
    people,
    people_bytes,
    set_smallest_group,
    smallest_group,
    with_control,
    write_frame,
)
from recsys_core.services.workspace.lots import control_group, set_control_share
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.storage.builders import add, bought

USERS = ["=1+1", *(f"{n:04d}" for n in range(1, 15))]
SECRET = "0123456789abcdef-of-the-house"


@pytest.fixture
def shop(ws: Workspace) -> Workspace:
    """15 customers, one a formula; 12 with an e-mail, two of whom share one."""
    add(ws.db, "interactions", [bought(user, "p", 3, 1, 2.5) for user in USERS])
    mails = {user: f" User{n}@Example.com " for n, user in enumerate(USERS[:11])}
    facts = [{"user_id": u, "attributes": json.dumps({"mail": at})} for u, at in mails.items()]
    facts.append({"user_id": USERS[11], "attributes": json.dumps({"mail": "user0@example.com"})})
    facts.append({"user_id": USERS[12], "attributes": json.dumps({"town": "Ulm"})})
    add(ws.db, "users", facts)
    return ws


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "key"
    path.write_text(SECRET + "\n", encoding="utf-8")
    return path


def test_chosen_columns_stand_behind_the_number_and_text_stays_text(shop, tmp_path):
    how = HandOver(("spend", "town", "last_ts"))
    csv, sheet, parquet = (tmp_path / f"out.{ending}" for ending in ("csv", "xlsx", "parquet"))
    for out in (csv, sheet, parquet):
        assert hand_over(shop, USERS, out, how).rows == 15
    table = pd.read_parquet(parquet)
    assert list(table) == ["user_id", "spend", "town", "last_ts"]
    assert table["user_id"].tolist() == USERS
    assert table["town"][12] == "Ulm"
    assert table["town"].isna().sum() == 14
    assert csv.read_bytes().startswith(b"\xef\xbb\xbfuser_id,spend,town,last_ts\n'=1+1,2.5,")
    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == USERS


def test_a_key_names_everybody_and_the_file_holds_no_number(shop, key, monkeypatch):
    frame, account = people(shop, USERS, HandOver(("visits",), "keyed", key))
    expected = [hmac.new(SECRET.encode(), u.encode(), hashlib.sha256).hexdigest() for u in USERS]
    assert frame[KEYED].tolist() == expected
    assert list(frame) == [KEYED, "visits"]
    assert account.sentence == "15 customers were written."
    content = people_bytes(frame, ".csv")
    assert content.startswith(KEYED.encode())
    assert {line.split(b",")[0].decode() for line in content.split()[1:]} == set(expected)
    monkeypatch.setenv(KEY_VARIABLE, SECRET)
    assert people(shop, USERS, HandOver(ids="keyed"))[0][KEYED].tolist() == expected


def test_e_mails_are_trimmed_lowered_hashed_once_and_the_rest_counted(shop):
    frame, account = people(shop, USERS, HandOver(ids="email", email="mail"))
    first = hashlib.sha256(b"user0@example.com").hexdigest()
    assert frame[EMAIL][0] == first
    assert frame[EMAIL].is_unique
    assert (account.rows, account.without_email, account.shared_emails) == (11, 3, 1)
    assert account.sentence == (
        "11 customers were written. 3 have no e-mail and were left out. "
        "1 has the e-mail of another one and is the same row."
    )
    with pytest.raises(InputError, match="nothing called 'e-mail'"):
        people(shop, USERS, HandOver(ids="email", email="e-mail"))


def test_a_group_below_the_smallest_is_never_handed_over(shop, tmp_path):
    out = tmp_path / "out.csv"
    assert smallest_group(shop) == 10
    with pytest.raises(InputError, match="A group of 9 is not handed over"):
        hand_over(shop, USERS[:9], out, HandOver())
    with pytest.raises(InputError, match="A group of 0 "):
        hand_over(shop, [], out, HandOver())
    set_smallest_group(shop, 12)
    with pytest.raises(InputError, match=r"A group of 11 .* at least 12"):
        hand_over(shop, USERS, out, HandOver(ids="email", email="mail"))
    set_smallest_group(shop, 1)
    assert hand_over(shop, USERS[:1], out, HandOver()).sentence == "1 customer was written."
    with pytest.raises(InputError):
        set_smallest_group(shop, 0)


def test_a_key_is_made_once_outside_and_for_nobody_else(shop, tmp_path):
    path = tmp_path / "made"
    new_key(shop, path)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = path.read_text("ascii").strip()
    assert len(made) == 64
    with pytest.raises(InputError, match="is there already"):
        new_key(shop, path)
    assert path.read_text("ascii").strip() == made
    inside = shop.path / "exports-key"
    with pytest.raises(InputError, match="beside the customers it hides"):
        new_key(shop, inside)
    assert not inside.exists()
    with pytest.raises(InputError, match="cannot be written"):
        new_key(shop, tmp_path / "none" / "key")


def test_a_missing_short_or_inner_key_is_said_and_never_told(shop, tmp_path, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    with pytest.raises(InputError, match=KEY_VARIABLE):
        people(shop, USERS, HandOver(ids="keyed"))
    with pytest.raises(InputError, match="cannot be read"):
        people(shop, USERS, HandOver(ids="keyed", key=tmp_path / "none"))
    short = tmp_path / "short"
    short.write_text("hunter2", encoding="utf-8")
    with pytest.raises(InputError, match="fewer than 16") as found:
        people(shop, USERS, HandOver(ids="keyed", key=short))
    assert "hunter2" not in str(found.value)
    inner = shop.path / "key"
    inner.write_text(SECRET, encoding="utf-8")
    with pytest.raises(InputError, match="would lie in a workspace"):
        people(shop, USERS, HandOver(ids="keyed", key=inner))


def test_what_a_file_may_say_is_listed_and_the_rest_refused(shop, tmp_path):
    known = hand_over_columns(shop)
    assert {"visits", "spend", "segment", "mail", "town"} <= set(known)
    assert not {"user_id", "label"} & set(known)
    assert set(known) - {"mail", "town"} <= set(customer_overview(shop))
    with pytest.raises(InputError, match="Nothing called shoe size"):
        people(shop, USERS, HandOver(("shoe size",)))
    with pytest.raises(InputError, match=r"\.csv, \.parquet or \.xlsx"):
        hand_over(shop, USERS, tmp_path / "out.pdf", HandOver())
    assert list(tmp_path.glob("out.*")) == []


def test_hashed_e_mails_leave_the_control_group_out_and_numbers_say_who_is_in(shop, key):
    set_smallest_group(shop, 1)
    set_control_share(shop, 0.4)
    control = control_group(shop)
    assert control
    frame, account = people(shop, USERS, HandOver(ids="email", email="mail"))
    mails = {user: f"user{n}@example.com" for n, user in enumerate(USERS[:11])}
    mails[USERS[11]] = "user0@example.com"
    closed = {mails[user] for user in control if user in mails}
    reached = {one for one in mails.values() if one not in closed}
    hashed = {hashlib.sha256(one.encode()).hexdigest() for one in reached}
    assert set(frame[EMAIL]) == hashed
    assert account.rows + account.without_email + account.shared_emails + account.control == 15
    assert f"{account.control} are in the control group" in account.sentence
    for how in (HandOver(), HandOver(ids="keyed", key=key)):
        _, told = people(shop, USERS, how)
        assert (told.rows, told.control_inside) == (15, len(control))
        assert "send nothing to" in with_control(told.sentence, 0)


def test_further_columns_go_row_by_row(shop):
    frame, _ = people(shop, USERS, HandOver(), pd.DataFrame({"rank": range(15)}, index=[7] * 15))
    assert frame["rank"].tolist() == list(range(15))
    back = pd.read_parquet(io.BytesIO(people_bytes(frame, ".parquet")))
    assert back.to_dict("list") == frame.to_dict("list")


def test_numbers_that_are_nobody_s_run_no_formula(tmp_path):
    out = tmp_path / "unknown.csv"
    assert write_frame(out, pd.DataFrame({"user_id": ["=1", "2"]})) == 2
    assert out.read_text("utf-8-sig") == "user_id\n'=1\n2\n"


def test_the_command_line_hands_over_and_makes_the_key(shop, tmp_path, capsys):
    folder = str(shop.path)
    names = tmp_path / "who.csv"
    names.write_text("\n".join([*USERS[1:], "x"]), encoding="utf-8")
    shop.close()
    call = ["--workspace", folder, "--json", "hand-over"]
    assert main([*call, "--new-key", str(tmp_path / "k"), "--smallest-group", "12"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["smallest_group"] == 12
    assert "mail" in found["columns"]
    out = tmp_path / "out.parquet"
    keyed = ["--ids", "keyed", "--key", str(tmp_path / "k")]
    assert main([*call, "--users", str(names), "--out", str(out), *keyed]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 14
    assert list(pd.read_parquet(out)) == [KEYED]
    assert main([*call, "--out", str(tmp_path / "again.csv")]) == 2
    assert "either a file with --users or a group" in capsys.readouterr().err
