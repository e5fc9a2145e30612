import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.workspace.bookmarks import bookmarks, forget_bookmark, keep_bookmark
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.storyboard import state_address
from recsys_core.services.workspace.workspace import Workspace


def test_a_page_is_kept_without_its_server_and_presenting(ws: Workspace):
    keep_bookmark(ws, "  Poor  and old ", "https://shop:8501/customers?find=65%2B&present=true")
    assert state_address("data?section=Imports&story=2") == "data?section=Imports"
    keep_bookmark(ws, "All", "http://localhost:8501/?k=5")
    assert bookmarks(ws) == {"All": "?k=5", "Poor and old": "customers?find=65%2B"}


def test_a_name_holds_one_page_and_can_be_forgotten_and_brought_back(ws: Workspace):
    keep_bookmark(ws, "Mine", "data")
    keep_bookmark(ws, "Mine", "models")
    assert bookmarks(ws) == {"Mine": "models"}
    forget_bookmark(ws, "Mine")
    assert bookmarks(ws) == {}
    undo_last(ws)
    assert bookmarks(ws) == {"Mine": "models"}
    with pytest.raises(NotFoundError, match="no bookmark “Yours”"):
        forget_bookmark(ws, "Yours")


@pytest.mark.parametrize(
    ("name", "address"), [("", "data"), ("x" * 200, "data"), ("Odd", "javascript:alert(1)")]
)
def test_what_is_no_name_or_address_is_refused(ws: Workspace, name: str, address: str):
    with pytest.raises(InputError):
        keep_bookmark(ws, name, address)
    assert bookmarks(ws) == {}
