"""What is said where accounts and rights cannot be read or written."""

UNUSABLE = "The accounts and rights in {file} cannot be used ({why}). Bring the file back from a backup; until then nobody is let in."
NEWER = "The accounts and rights in {file} were written by a newer version of Tastelab. Start that version."
