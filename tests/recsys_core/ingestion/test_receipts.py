"""Two numbers beside a date: receipts and people."""

from tests.recsys_core.ingestion.test_together import named, orders


def till(*columns, clock=True):
    names = ["Datum", *(["Tid"] if clock else []), "EAN", "Belopp", *(name for name, _ in columns)]
    rows = []
    for o, c, p, _ in orders():
        when = [f"2024-03-{o % 28 + 1:02d}", *([f"{8 + o // 28}:{o % 60:02d}"] if clock else [])]
        rows.append(
            [*when, f"73400000{p}", f"{p + 3}.50", *(value(o, c, p) for _, value in columns)]
        )
    return named(names, rows)


RECEIPT = ("Kvittonr", lambda o, c, p: str(44000 + o))
MEMBER = ("Medlemsnr", lambda o, c, p: f"98000{c:02d}")


def test_the_number_of_one_moment_is_the_receipts_and_the_other_the_person():
    for pair in ([RECEIPT, MEMBER], [MEMBER, RECEIPT]):
        roles, notes = till(*pair)
        assert (roles["Kvittonr"], roles["Medlemsnr"]) == ("order", "user")
        assert any("Kvittonr was taken for the order: each of its values" in n for n in notes)


def test_a_number_that_changes_within_the_receipt_shows_no_receipts():
    roles, notes = till(RECEIPT, ("Etikettnr", lambda o, c, p: f"98{(o * 7 + p) % 23:03d}"))
    assert not any("each of its values lies within one moment" in note for note in notes)
    assert roles["Etikettnr"] != "user"


def test_people_who_come_back_are_no_receipts():
    roles, notes = till(MEMBER)
    assert roles["Medlemsnr"] == "user"
    assert not any("within one moment" in note for note in notes)
