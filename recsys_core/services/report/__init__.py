"""A measurement as one HTML file; plain data and text, no Plotly and nothing from the network."""
