"""A queue of folders and the process that works through it; what a job does is not known here."""
