"""Panels that hand lists and reports over as files; shown on several pages, know none of them."""
