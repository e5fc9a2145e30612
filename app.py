"""Tastelab: page configuration and navigation, nothing else."""

import streamlit as st

from pages.kit import errors, guard, who
from recsys_core.services.access.actor import Role

st.set_page_config(
    page_title="Tastelab",
    page_icon="pages/kit/mark.svg",
    layout="wide",
    menu_items={"About": "Tastelab, a recommendation workbench for marketing analysts."},
)
st.logo("pages/kit/mark.svg", size="large")
role = who.actor(guard.folder()).role()
settings = st.Page("pages/settings.py", title="Settings", url_path="settings")
page = st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", url_path="overview", default=True),
        st.Page("pages/data.py", title="Data", url_path="data"),
        st.Page("pages/customers.py", title="Customers", url_path="customers"),
        st.Page("pages/models.py", title="Models", url_path="models"),
        st.Page("pages/recommendations.py", title="Recommendations", url_path="recommendations"),
        st.Page("pages/evaluation.py", title="Evaluation", url_path="evaluation"),
        st.Page("pages/campaigns.py", title="Campaigns", url_path="campaigns"),
        st.Page("pages/experiments.py", title="Experiments", url_path="experiments"),
        *([settings] if role and role >= Role.STEWARD else []),
    ],
    position="top" if role else "hidden",
)
with errors.shown_here():
    page.run()
