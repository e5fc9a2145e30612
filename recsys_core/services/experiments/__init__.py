"""Experiments planned, dealt out and read; knows no list and no scenario."""
