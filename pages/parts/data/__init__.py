"""Sections of the Data page: files in, what was read, what is odd; reads no file itself."""
