"""Exports of programs that send messages: a row for each recipient or each event; and files that
look alike and are none.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.data.campaigns import account_of, insert_campaigns
from recsys_core.services.data.imports import ReadOptions, import_files, quarantine_rows
from recsys_core.services.data.preview import preview_file
from recsys_core.services.data.undo import undo_import
from recsys_core.services.workspace.workspace import Workspace

ROWS = 24


def export(head: str, *columns: Any, rows: int = ROWS, delimiter: str = ",") -> str:
    """A file of so many rows; a column is a text ({n}: the row) or texts that take turns."""

    def cell(column: Any, n: int) -> str:
        return str(column if isinstance(column, str) else column[n % len(column)]).format(n=n)

    lines = [delimiter.join(cell(column, n) for column in columns) for n in range(rows)]
    return "\n".join([head.replace(",", delimiter), *lines]) + "\n"


MAIL, EVERY_OTHER = "a{n}@x.org", ("yes", "no")
DAY = tuple(f"2024-03-{d:02d} 10:00:00" for d in range(1, 13))
SIX = [f"a{n // 6}@x.org" for n in range(ROWS)]
"""Four recipients with six events each."""

RECIPIENTS = {
    "counts": export(
        "Email Address,First Name,Opens,Clicks,Bounced,Unsubscribed",
        MAIL, "Ann", ("0", "3"), ("0", "0", "1"), "No", ("Yes", *["No"] * 11),
    ),
    "moments": export(
        "Email_ID,Send_Date,Delivered_Date,Open_Date,Open_NB,Click_NB,Hard_Bounce_Date,"
        "Soft_Bounce_Date",
        MAIL, "03-02-2024 10:00:00", ("", "03-02-2024 10:00:05"), ("", "27-02-2024 11:00:00"),
        ("0", "2"), ("0", "0", "1"), ("", *[""] * 11), ("03-02-2024 10:01:00", ""),
        delimiter=";",
    ),
    "yes and no": export(
        "Contact ID,Email,Date Sent,Opened,Clicked,Bounced,Unsubscribed",
        "7{n}", MAIL, "2024-03-01", EVERY_OTHER[::-1], ("no", "no", "yes"), "no",
        ("yes", *["no"] * 11),
    ),
    "German": export(
        "Kundennummer,E-Mail,Gesendet am,Zugestellt,Geöffnet,Geklickt,Unzustellbar,Abgemeldet",
        "K{n}", MAIL, "01.03.2024 10:00", "ja", ("nein", "ja"), ("nein", "nein", "ja"), "nein",
        ("ja", *["nein"] * 11), delimiter=";",
    ),
    "French": export(
        "Adresse,Courriel,Envoyé,Ouvert,Cliqué,Désabonné",
        "Paris", MAIL, "oui", ("non", "oui"), ("non", "non", "oui"), ("oui", *["non"] * 11),
    ),
    "Spanish": export(
        "correo,enviado,entregado,abierto,clic,rebotado",
        MAIL, "sí", "sí", ("no", "sí"), ("no", "no", "sí"), "no",
    ),
    "Japanese": export(
        "メールアドレス,送信日時,開封,クリック,配信停止",
        MAIL, "2024/03/01 10:00", ("0", "1"), ("0", "0", "1"), ("1", *["0"] * 11),
    ),
    "a status and counts": export(
        "Recipient,Status,Opens,Clicks", MAIL, ("Delivered", "Opened"), ("0", "1"),
        ("0", "0", "1"),
    ),
}  # fmt: skip
EVENTS = {
    "named events": export(
        "Event,Timestamp,Email,Campaign Name",
        ("Received Email", "Opened Email", "Clicked Email", "Bounced Email", "Marked Email as Spam",
         "Unsubscribed"), DAY, SIX, "Spring",
    ),
    "capitals": export(
        "Recipient,Email Campaign ID,Event type,Created",
        SIX, "9001", ("SENT", "DELIVERED", "OPEN", "CLICK", "BOUNCE", "UNSUBSCRIBED"), DAY,
    ),
    "a webhook": export(
        "processed,message_id,event,subject,from,email",
        DAY, "m{n}", ("processed", "delivered", "open", "click", "bounce", "spamreport"), "Sale",
        "shop@shop.org", SIX,
    ),
    "a tracking extract": export(
        "ClientID,SendID,SubscriberKey,EmailAddress,EventDate,EventType",
        "777", "5001", [f"C{n // 6}" for n in range(ROWS)], SIX, DAY,
        ("Sent", "Sent", "Open", "Click", "Bounce", "Unsub"),
    ),
    "an account": export(
        "customer_id,campaign_id,contact_id,event_time,event",
        "1", "3", [f"{n // 6 + 100}" for n in range(ROWS)], DAY,
        ("send", "send", "open", "click", "bounce", "unsubscribe"),
    ),
    "a log": export(
        "st_text,ts,sub,frm,email",
        ("Sent", "Delivered", "First opening", "Clicked", "Hard bounce", "Unsubscribed"),
        DAY, "Sale", "shop@shop.org", SIX,
    ),
    "Polish": export(
        "zdarzenie,data,e-mail,kampania",
        ("wysłano", "dostarczono", "otwarto", "kliknięto", "odbite", "wypisany"), DAY, SIX, "K1",
    ),
    "Chinese": export(
        "事件,时间,邮箱,活动id",
        ("发送", "送达", "打开", "点击", "退信", "退订"), DAY, SIX, "K1",
    ),
}  # fmt: skip
OTHERS = {
    "orders that were clicked": (
        "events",
        export("order_id,customer,sku,qty,price,date,clicked", "O{n}", ("C1", "C2", "C3"),
               ("P1", "P2"), "1", "9.90", DAY, ("0", "1")),
    ),
    "parcels": (
        "events",
        export("order_id,customer_id,date sent,date delivered,status", "O{n}", ("C1", "C2"), DAY,
               DAY, ("sent", "delivered", "bounced")),
    ),
    "a click stream": (
        "events",
        export("user_id,item_id,event,ts", ("C1", "C2", "C3"), ("P1", "P2"),
               ("view", "click", "cart"), DAY),
    ),
    "customers with their last open": (
        "users",
        export("Email,First Name,Last Open,Last Click,City", MAIL, "Ann", DAY, DAY, "Rome"),
    ),
    "customers who may not be written to": (
        "users", export("customer_id,age,unsubscribed,bounced", "C{n}", "35", ("0", "1"), "0"),
    ),
    "what was shown": (
        "exposures",
        export("user_id,item_id,position,clicked", ("C1", "C2"), ("P1", "P2", "P3"), "1",
               ("0", "1")),
    ),
    "tickets": (
        "users", export("ticket,email,state", "T{n}", MAIL, ("open", "closed", "waiting")),
    ),
}  # fmt: skip


def bring(ws: Workspace, text: str, name: str = "spring.csv", **options: Any):
    path = ws.path.parent / name
    path.write_text(text, encoding="utf-8")
    return import_files(ws, "campaigns", [path], options=ReadOptions(**options))


def shape_of(tmp_path: Path, text: str) -> str:
    path = tmp_path / "look.csv"
    path.write_text(text, encoding="utf-8")
    return preview_file(path).shape


def asked(ws: Workspace, sql: str) -> list[tuple[Any, ...]]:
    with ws.db.read() as cursor:
        return cursor.execute(sql).fetchall()


def counts(ws: Workspace) -> dict[str, int]:
    return dict(asked(ws, "SELECT event, count(DISTINCT user_id) FROM deliveries GROUP BY 1"))


@pytest.mark.parametrize("layout", RECIPIENTS)
def test_a_row_for_each_recipient(ws: Workspace, tmp_path: Path, layout: str) -> None:
    text = RECIPIENTS[layout]
    assert shape_of(tmp_path, text) == "campaigns"
    done = bring(ws, text)
    assert (done.rows_accepted, done.rows_quarantined) == (ROWS, 0)
    found = counts(ws)
    assert (found["sent"], found["opened"], found["clicked"]) == (ROWS, ROWS // 2, ROWS // 3)
    assert asked(ws, "SELECT count(*), count(DISTINCT user_id) FROM campaign_targets") == [
        (ROWS, ROWS)
    ]
    assert any("24 sent, " in said and "12 opened, 8 clicked" in said for said in done.evidence)
    assert any("called “spring”, after the file" in said for said in done.warnings)


@pytest.mark.parametrize("layout", EVENTS)
def test_a_row_for_each_event(ws: Workspace, tmp_path: Path, layout: str) -> None:
    text = EVENTS[layout]
    assert shape_of(tmp_path, text) == "campaigns"
    done = bring(ws, text)
    assert (done.rows_accepted, done.rows_quarantined) == (ROWS, 0)
    found = counts(ws)
    assert [found[each] for each in ("opened", "clicked", "bounced", "unsubscribed")] == [4] * 4
    assert asked(ws, "SELECT count(*) FROM deliveries WHERE ts IS NULL") == [(0,)]
    assert asked(ws, "SELECT count(*) FROM campaign_targets") == [(4,)]
    assert asked(ws, "SELECT count(*), min(start_ts)::DATE::TEXT FROM campaigns") == [
        (1, "2024-03-01")
    ]


@pytest.mark.parametrize("layout", OTHERS)
def test_files_that_tell_of_no_messages(tmp_path: Path, layout: str) -> None:
    shape, text = OTHERS[layout]
    assert shape_of(tmp_path, text) == shape


def test_moments_of_a_file_are_read_in_one_order(ws: Workspace) -> None:
    bring(ws, RECIPIENTS["moments"])
    assert asked(ws, "SELECT DISTINCT event, ts::DATE::TEXT FROM deliveries ORDER BY 1") == [
        ("bounced", "2024-02-03"), ("clicked", None), ("delivered", "2024-02-03"),
        ("opened", "2024-02-27"), ("sent", "2024-02-03"),
    ]  # fmt: skip


def test_other_words_are_refused_and_named(ws: Workspace) -> None:
    text = export(
        "email,event,date", SIX, ("sent", "open", "bounce", "click", "unsubscribe", "deferred"), DAY
    )
    done = bring(ws, text)
    assert (done.rows_accepted, done.rows_quarantined) == (20, 4)
    assert any("deferred (4)" in said for said in done.warnings)
    assert set(quarantine_rows(ws, done.import_id)["reason"]) == {
        "Unknown kind of event: 'deferred'"
    }


def test_events_of_orders_and_visits_beside_those_of_messages_stay_out(
    ws: Workspace, tmp_path: Path
) -> None:
    words = ("Received Email", "Opened Email", "Placed Order", "Active on Site")
    text = export("Event,Timestamp,Email,Campaign Name", words, DAY, SIX, "Spring")
    assert shape_of(tmp_path, text) == "campaigns"
    done = bring(ws, text)
    assert (done.rows_accepted, done.rows_quarantined) == (12, 12)
    assert any("Active on Site (6) and Placed Order (6)" in said for said in done.warnings)
    assert counts(ws) == {"delivered": 4, "opened": 4}


def test_cells_that_tell_neither_whether_nor_when_are_refused(ws: Workspace) -> None:
    mails = ["", *(f"a{n}@x.org" for n in range(ROWS))]
    text = export("email,sent,opened", mails, "yes", ("yes", *["no"] * 12, "perhaps"))
    done = bring(ws, text)
    reasons = quarantine_rows(ws, done.import_id)["reason"].tolist()
    assert reasons == ["No customer number", "Neither yes or no, nor a date or a count: 'perhaps'"]
    assert counts(ws) == {"sent": ROWS - 2, "opened": 1}


def test_an_address_of_the_customer_list_gives_the_number(ws: Workspace, tmp_path: Path) -> None:
    users = tmp_path / "users.csv"
    rows = [f"C{n},A{n}@X.org,{n}" for n in range(20)] + ["C98,twin@x.org,1", "C99,twin@x.org,1"]
    users.write_text("customer_id,E-Mail,age\n" + "\n".join(rows) + "\n")
    import_files(ws, "users", [users])
    addresses = [*(f"a{n}@x.org" for n in range(18)), "twin@x.org", "new@x.org"]
    text = "email,opened,clicked\n" + "".join(f"{each},yes,no\n" for each in addresses)
    done = bring(ws, text)
    known = {f"C{n}" for n in range(18)} | {"twin@x.org", "new@x.org"}
    assert {user for (user,) in asked(ws, "SELECT user_id FROM campaign_targets")} == known
    assert "18 of 20 recipients are customers who are in already." in done.evidence
    assert any(
        said.startswith("18 recipients were found by their e-mail") for said in done.evidence
    )
    assert any(
        said.startswith("2 recipients are no customers who are in, and are kept")
        for said in done.evidence
    )


def test_a_number_that_is_in_is_not_looked_for_by_address(ws: Workspace, tmp_path: Path) -> None:
    users = tmp_path / "users.csv"
    users.write_text("customer_id,mail\n" + "".join(f"C{n},a{n}@x.org\n" for n in range(9)))
    import_files(ws, "users", [users])
    rows = "C1,a5@x.org,yes,no\nother,a7@x.org,no,yes\nfar,z@x.org,no,no\n"
    done = bring(ws, "customer id,email,opened,clicked\n" + rows)
    assert asked(ws, "SELECT user_id, opened, clicked FROM recipients ORDER BY 1") == [
        ("C1", True, False), ("C7", False, True), ("far", False, False),
    ]  # fmt: skip
    assert "1 recipient was found by the e-mail address in the customer list." in done.evidence


def test_without_customers_it_is_said_what_to_do(ws: Workspace) -> None:
    done = bring(ws, RECIPIENTS["counts"])
    assert any(said.startswith("No customers are in yet") for said in done.evidence)
    targets = bring(ws, "campaign_id,household_id\nK,1\nK,2\n", "numbers.csv")
    assert targets.evidence == [], "numbers are found when their purchases come in"


def test_without_addresses_of_customers_it_is_said_what_to_do(ws: Workspace) -> None:
    orders = ws.path.parent / "orders.csv"
    orders.write_text(export("customer,product,date", "C{n}", "P1", DAY))
    import_files(ws, "interactions", [orders])
    done = bring(ws, RECIPIENTS["counts"])
    assert any("no customer list with e-mail addresses is in" in said for said in done.evidence)
    targets = bring(ws, "campaign_id,household_id\nK,C1\nK,C77\n", "numbers.csv")
    assert targets.evidence[-1].startswith("1 recipient is no customer who is in, and is kept")


def test_a_list_of_those_who_left_makes_nobody_a_target(ws: Workspace) -> None:
    text = export("Email Address,Unsubscribe Date,Campaign", MAIL, DAY, "K1")
    bring(ws, text)
    assert counts(ws) == {"unsubscribed": ROWS}
    assert asked(ws, "SELECT * FROM campaign_targets") == []
    assert asked(ws, "SELECT * FROM campaigns") == []


def test_who_was_not_sent_it_is_no_target(ws: Workspace) -> None:
    bring(ws, export("email,campaign,sent,opened,group", MAIL, "K1", EVERY_OTHER, "no", ("A", "B")))
    assert asked(ws, "SELECT arm, count(*) FROM campaign_targets GROUP BY 1") == [("A", ROWS // 2)]


def test_totals_of_campaigns_bring_the_campaigns_only(ws: Workspace, tmp_path: Path) -> None:
    text = export("Campaign,Sent,Opens,Clicks,Unsubscribes", "K{n}", "100{n}", "30", "4", "1")
    assert shape_of(tmp_path, text) == "campaigns"
    done = bring(ws, text)
    assert any(
        "Sent, Opens, Clicks and Unsubscribes count whole campaigns" in w for w in done.warnings
    )
    assert asked(ws, "SELECT count(*) FROM campaigns") == [(ROWS,)]
    assert counts(ws) == {}


def test_a_campaign_begins_when_the_file_says_or_with_its_first_message(ws: Workspace) -> None:
    head = "campaign,campaign type,start date,email,opened,send date,group\n"
    rows = ["K1,mail,2024-01-01,a@x.org,yes,2024-01-03,A", "K1,mail,2024-01-01,b@x.org,no,,A"]
    rows += ["K2,mail,,a@x.org,yes,2024-02-05,B", "K2,mail,,b@x.org,no,2024-02-04,B"]
    bring(ws, head + "\n".join(rows) + "\n")
    found = "SELECT campaign_id, type, start_ts::DATE::TEXT FROM campaigns ORDER BY 1"
    assert asked(ws, found) == [("K1", "mail", "2024-01-01"), ("K2", "mail", "2024-02-04")]
    assert asked(ws, "SELECT user_id, arm FROM campaign_targets WHERE campaign_id = 'K1'") == [
        ("a@x.org", "A")
    ]


def test_the_campaign_is_called_as_asked(ws: Workspace) -> None:
    bring(ws, EVENTS["a webhook"], campaign="May")
    bring(ws, RECIPIENTS["counts"], "b.csv", campaign="June")
    bring(ws, "customer_id,coupon\nC1,X\nC2,Y\n", "c.csv", campaign="July")
    found = asked(ws, "SELECT DISTINCT campaign_id FROM deliveries ORDER BY 1")
    assert found == [("June",), ("May",)]
    assert asked(ws, "SELECT DISTINCT campaign_id FROM campaign_responses") == [("July",)]


def test_several_files_are_a_campaign_each(ws: Workspace, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.csv" for name in ("march", "april")]
    for path in paths:
        path.write_text(export("email,opened,clicked,day", MAIL, EVERY_OTHER, "no", path.stem))
    done = import_files(ws, "campaigns", paths, mapping={"user": "email", "opened": "opened"})
    found = asked(ws, "SELECT campaign_id, count(*) FROM campaign_targets GROUP BY 1 ORDER BY 1")
    assert found == [("april", ROWS), ("march", ROWS)]
    assert any("each file is one of its own: march and april" in said for said in done.warnings)


def test_a_list_without_campaign_or_messages_is_refused(ws: Workspace) -> None:
    with pytest.raises(InputError, match="seems to hold the campaign") as refused:
        bring(ws, "customer_id,coupon\nC1,X\n")
    assert "name it: --campaign NAME" in str(refused.value)


def test_a_list_of_those_who_opened_takes_the_word_of_the_analyst(
    ws: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "opens.csv"
    path.write_text(export("Timestamp,IP,E-mail address", DAY, "10.0.0.{n}", SIX))
    with pytest.raises(InputError, match="--map opened=COLUMN"):
        import_files(ws, "campaigns", [path])
    import_files(ws, "campaigns", [path], {"opened": "Timestamp"}, guess_rest=True)
    assert counts(ws) == {"sent": 4, "opened": 4}
    assert asked(ws, "SELECT count(*) FROM deliveries WHERE event = 'opened' AND ts IS NULL") == [
        (0,)
    ]


def test_targets_by_address_are_found_too(ws: Workspace, tmp_path: Path) -> None:
    users = tmp_path / "users.csv"
    users.write_text("customer_id,mail\n" + "".join(f"C{n},a{n}@x.org\n" for n in range(30)))
    import_files(ws, "users", [users])
    done = bring(ws, export("campaign,address,group", "K", MAIL, ("A", "B")))
    assert asked(ws, "SELECT count(*) FROM campaign_targets JOIN users USING (user_id)") == [
        (ROWS,)
    ]
    assert "24 of 24 recipients are customers who are in already." in done.evidence


def test_messages_to_nobody_are_refused(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    path.write_text(export("Campaign,Opens", "K{n}", "30"))
    with pytest.raises(InputError, match="No column says to whom a message went"):
        import_files(ws, "campaigns", [path], {"campaign": "Campaign", "opened": "Opens"})


def test_undo_takes_everything_back(ws: Workspace) -> None:
    done = bring(ws, EVENTS["named events"])
    assert undo_import(ws, done.import_id) == ROWS + 4 + 1
    tables: Sequence[str] = ("deliveries", "campaign_targets", "campaigns")
    assert [asked(ws, f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * 3


def test_who_converted_responded(ws: Workspace) -> None:
    bring(ws, "campaign_id,household_id,responded,coupon\nK,C1,yes,X\nK,C2,no,X\nK,C3,,X\n")
    assert asked(ws, "SELECT user_id FROM campaign_targets ORDER BY 1") == [
        ("C1",), ("C2",), ("C3",),
    ]  # fmt: skip
    assert asked(ws, "SELECT offer_id, user_id, ts FROM campaign_responses") == [("X", "C1", None)]


def test_the_moment_of_a_response_is_its_own(ws: Workspace) -> None:
    bring(ws, "campaign_id,customer_id,redeemed\nK,C1,2024-03-05\nK,C2,\n")
    assert asked(ws, "SELECT user_id, ts::DATE::TEXT FROM campaign_responses") == [
        ("C1", "2024-03-05")
    ]


def test_banners_conversions_and_probabilities(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "shown.csv"
    rows = [
        "C1,P1,,1,1,0,0.5",
        "C1,,B7,2,0,3,1",
        "C2,,,2,0,0,0.1",
        "C3,,B2,1,0,0,1.2",
        "C4,,B2,1,0,0,-1",
    ]
    head = "user_id,item_id,banner,position,clicked,conversions,propensity\n"
    path.write_text(head + "\n".join(rows) + "\n")
    assert preview_file(path).shape == "exposures"
    done = import_files(ws, "exposures", [path])
    found = asked(ws, "SELECT item_id, banner, clicked, converted, propensity FROM exposures")
    assert found == [("P1", None, True, False, 0.5), (None, "B7", False, True, 1.0)]
    assert quarantine_rows(ws, done.import_id)["reason"].tolist() == [
        "Neither a product nor a banner", "Not between 0 and 1", "Not between 0 and 1",
    ]  # fmt: skip


def test_banners_alone_are_enough(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "banners.csv"
    path.write_text(
        export("user_id,banner_id,clicks,shown_at", "C{n}", ("B1", "B2"), ("0", "3"), DAY)
    )
    assert preview_file(path).shape == "exposures"
    assert import_files(ws, "exposures", [path]).rows_accepted == ROWS
    assert asked(ws, "SELECT count(*) FROM exposures WHERE clicked AND item_id IS NULL") == [(12,)]
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("user_id,position,clicked\nC1,1,0\n")
    with pytest.raises(InputError, match="seems to hold the product"):
        import_files(ws, "exposures", [nothing])


def test_rows_are_shared_out_among_the_tables(ws: Workspace) -> None:
    row = "SELECT 'K' AS campaign_id, 'C1' AS user_id, true AS opened, 'Sale' AS name"
    with ws.db.write() as cursor:
        cursor.execute(f"CREATE TEMP VIEW accepted AS {row}")
        roles = frozenset(("campaign", "user", "opened", "campaign_name"))
        insert_campaigns(cursor, "imp-000001", roles)
        said = account_of(cursor, "imp-000001", roles)
    assert said[0] == "Recipients of the campaign: 1 sent, 1 opened."
    assert asked(ws, "SELECT campaign_id, name FROM campaigns") == [("K", "Sale")]
    assert asked(ws, "SELECT campaign_id, user_id, arm FROM campaign_targets") == [
        ("K", "C1", "targeted")
    ]
