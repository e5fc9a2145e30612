"""What a file must look like: roles, their meaning, and an example to copy."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.services.data.imports import choices
from recsys_core.wording.messages import say

EXAMPLES = {
    "interactions": "customer,product,date,quantity,amount\n"
    "718,1029743,2017-03-04 17:20,2,3.98\n"
    "718,995242,2017-03-04 17:20,1,2.49\n"
    "2469,1029743,2017-03-05 09:11,1,1.99\n",
    "items": "product,title,category,brand,price\n"
    "1029743,Whole milk 1 l,Dairy > Milk,Own brand,1.99\n"
    '995242,"Yoghurt, plain",Dairy > Yoghurt,Own brand,2.49\n',
    "users": "customer,age,city\n718,35-44,Leeds\n2469,25-34,York\n",
    "campaigns": "campaign,email,sent,opened,clicked,bounced,unsubscribed\n"
    "Spring,ann@example.org,2017-03-01 09:00,yes,yes,no,no\n"
    "Spring,bob@example.org,2017-03-01 09:00,no,no,no,no\n",
    "exposures": "customer,product,position,time,clicked\n"
    "718,1029743,1,2017-03-04 17:02,yes\n"
    "718,995242,2,2017-03-04 17:02,no\n",
}


def dialog() -> None:
    """The help as a window over the page."""
    st.dialog(say(m.MUST_LOOK_LIKE), width="large")(show)()


def show() -> None:
    """For each kind of file: the columns that are understood, and an example."""
    st.text(say(m.READABLE))
    titles = [plain(say(title)) for title in m.KINDS.values()]
    for tab, kind in zip(st.tabs(titles), m.KINDS, strict=True):
        with tab:
            _roles(kind)
            st.code(EXAMPLES[kind], language=None)
            layout.download(
                say(m.DOWNLOAD_EXAMPLE), EXAMPLES[kind], f"{kind}.csv", key=f"example-{kind}"
            )


def _roles(kind: str) -> None:
    rows = pd.DataFrame(
        [
            (say(role.title), say(m.NEEDED_ROLE) if role.required else "", say(role.meaning))
            for role in choices(kind)
        ],
        columns=["title", "needed", "meaning"],
    )
    tables.show(
        rows,
        {
            "title": tables.text(say(m.COLUMN), width="small"),
            "needed": tables.text(say(m.NEEDED), width="small"),
            "meaning": tables.text(say(m.WHAT_IT_HOLDS), width="large"),
        },
        key=f"roles-{kind}",
        alt=say(m.COLUMNS_UNDERSTOOD, kind=say(m.KINDS[kind]).lower()),
        rows=8,
    )
