"""Sections of the Recommendations page: lists, knobs, reasons; makes and sorts no list itself."""
