"""A metric a module, with formula, unit, edge case and source; knows no model and no split."""
