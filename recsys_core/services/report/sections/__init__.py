"""The report's sections, each from what was measured; none measures anything again."""
