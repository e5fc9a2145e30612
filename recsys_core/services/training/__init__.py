"""Models trained and judged ready or out of date; knows no measurement and no list."""
