"""Sections of the Evaluation page: figures, groups, audit, what-if; measures nothing itself."""
