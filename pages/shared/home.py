"""The address /overview: the Overview is the start page, whose own address is /."""

import streamlit as st

st.switch_page("pages/overview.py")
