"""A room for each use case, where the packages meet; knows no Streamlit and no Plotly."""
