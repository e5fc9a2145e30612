"""Where all is kept, and what software it is."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.parts.settings import messages as m
from recsys_core.services.workspace.place import Place, place
from recsys_core.services.workspace.versions import versions
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

SERVER = {"streamlit": st.__version__}
"""What draws the pages; the core knows nothing of it."""


def line(ws: Workspace) -> str:
    """How much lies in the folder."""
    return _sentence(place(ws))


def show(ws: Workspace) -> None:
    found = place(ws)
    layout.section(say(m.THE_FOLDER), say(m.ABOUT_FOLDER))
    st.text(_sentence(found))
    st.code(str(ws.path), language=None)
    layout.section(say(m.MADE_OF), say(m.ABOUT_MADE_OF))
    known = {**versions(), **SERVER, say(m.DATABASE_FORM): str(found.form)}
    frame = pd.DataFrame(known.items(), columns=["name", "version"])
    columns = {"name": tables.text(say(m.SOFTWARE)), "version": tables.text(say(m.VERSION))}
    tables.show(
        frame, columns, key="versions", alt=say(m.VERSIONS_ALT), file_name="versions.csv", rows=14
    )


def _sentence(found: Place) -> str:
    return say(m.KEPT_IN, n=found.files, megabytes=number(round(found.size / 1e6, 1)))
