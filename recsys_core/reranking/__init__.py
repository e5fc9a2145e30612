"""From scores to a list: knobs and business rules, a module each; knows no model and no SQL."""
