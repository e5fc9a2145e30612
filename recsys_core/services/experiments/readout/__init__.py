"""Reading out an experiment, from a file or a kept audience; knows no page."""
