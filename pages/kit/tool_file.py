"""A file for an e-mail tool: its columns, e-mails and products; made aside, then taken."""

from collections.abc import Callable, Hashable
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from pages.kit import background, jobs_panel, layout
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.schema.contracts import Progress
from recsys_core.services.export.campaign_file import TOOLS, CampaignFile, CampaignFiles, Tool
from recsys_core.services.export.wide import PLACE
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

MAIL = "mail"
"""What the name of a fact has in it that holds an e-mail."""
Files = tuple[str, tuple[tuple[str, bytes], ...]]
"""What is said of files that were made, and the name and content of each."""


def mail_facts(ws: Workspace) -> list[str]:
    """The facts of the customer list that hold an e-mail, going by their names."""
    return [name for name in customer_state(ws).fact_names if MAIL in name.lower()]


def how(ws: Workspace, place: str, products: bool = True) -> CampaignFile:
    """Boxes for the tool, the fact that is the e-mail, how many products (only with `products`),
    and the address of one.
    """
    tool: Tool = st.selectbox(
        plain(say(m.COLUMN_NAMES_OF)),
        TOOLS,
        format_func=lambda one: say(m.TOOLS[one]),
        key=f"{place}-tool",
        width=180,
    )
    mails = ["", *mail_facts(ws)]
    email = st.selectbox(
        plain(say(m.EMAIL_FACT)),
        mails,
        index=min(1, len(mails) - 1),
        format_func=lambda one: one or say(m.NO_EMAIL),
        key=f"{place}-email",
        width=180,
    )
    k = CampaignFile.k
    if products:
        label, about = plain(say(m.PRODUCTS_EACH)), plain(say(m.LISTS_HELP))
        k = int(st.number_input(label, 0, 10, k, key=f"{place}-k", help=about, width=150))
    link = st.text_input(
        plain(say(m.PRODUCT_ADDRESS)),
        key=f"{place}-link",
        placeholder=say(m.ADDRESS_EXAMPLE, item=PLACE),
        width=320,
    )
    return CampaignFile(tool, email, k, link=link.strip())


def make(
    ws: Workspace,
    kind: str,
    key: Hashable,
    title: str,
    write: Callable[[Path, Progress], CampaignFiles],
) -> None:
    """The button that makes the files. kind: of the task.  key: what the files depend on.  write:
    takes the folder to write into.
    """

    def work(report: Progress) -> Files:
        with TemporaryDirectory() as folder:
            written = write(Path(folder), report)
            parts = tuple((path.name, path.read_bytes()) for path in written.paths)
        return written.sentence, parts

    def begin() -> None:
        background.tasks(ws).start(kind, title, work, key=key)

    busy = background.tasks(ws).running(kind) is not None
    label = plain(say(m.MAKE_FILE))
    st.button(label, key=f"{kind}-make", on_click=begin, disabled=busy, type="primary")


def made(ws: Workspace, kind: str, key: Hashable) -> None:
    """How far it is, why it failed, or the files to take."""
    jobs_panel.task(ws, kind)
    jobs_panel.failed(ws, kind)
    files: Files | None = background.tasks(ws).kept(key)
    if files is None:
        return
    sentence, parts = files
    st.text(sentence)
    with st.container(horizontal=True, gap="small"):
        for name, content in parts:
            layout.download(say(m.TAKE_FILE, file=name), content, name, f"take-{name}")
