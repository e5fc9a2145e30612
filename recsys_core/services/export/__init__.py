"""Lists for everybody as files; makes none itself and knows no report."""
