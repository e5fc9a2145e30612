"""What a file must look like: roles, their meaning, and an example to copy."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.kit.text import plain
from recsys_core.services.data.imports import choices

KINDS = {
    "interactions": "Purchases or ratings",
    "items": "Products",
    "users": "Customers",
}
EXAMPLES = {
    "interactions": "customer,product,date,quantity,amount\n"
    "718,1029743,2017-03-04 17:20,2,3.98\n"
    "718,995242,2017-03-04 17:20,1,2.49\n"
    "2469,1029743,2017-03-05 09:11,1,1.99\n",
    "items": "product,title,category,brand,price\n"
    "1029743,Whole milk 1 l,Dairy > Milk,Own brand,1.99\n"
    '995242,"Yoghurt, plain",Dairy > Yoghurt,Own brand,2.49\n',
    "users": "customer,age,city\n718,35-44,Leeds\n2469,25-34,York\n",
}


@st.dialog("What the files must look like", width="large")
def dialog() -> None:
    """The help as a window over the page."""
    show()


def show() -> None:
    """For each kind of file: the columns that are understood, and an example."""
    st.text(
        "CSV files and Excel workbooks as shops and tools export them: comma, semicolon or tab, "
        "with or without a header, any column names and any order; packed files too. Further "
        "columns do no harm."
    )
    for tab, kind in zip(st.tabs([plain(kind) for kind in KINDS.values()]), KINDS, strict=True):
        with tab:
            _roles(kind)
            st.code(EXAMPLES[kind], language=None)
            layout.download(
                "Download this example", EXAMPLES[kind], f"{kind}.csv", key=f"example-{kind}"
            )


def _roles(kind: str) -> None:
    rows = pd.DataFrame(
        [(role.title, "needed" if role.required else "", role.meaning) for role in choices(kind)],
        columns=["title", "needed", "meaning"],
    )
    tables.show(
        rows,
        {
            "title": tables.text("Column", width="small"),
            "needed": tables.text("Needed", width="small"),
            "meaning": tables.text("What it holds", width="large"),
        },
        key=f"roles-{kind}",
        alt=f"Columns understood in a file of {KINDS[kind].lower()}",
        rows=8,
    )
