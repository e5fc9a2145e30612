"""The scorecard of docs/security.md: one module a row, each with its number and a verdict.

`make hardening` runs all (`ROW=name` one, `SHARE=0.1` with a tenth of the cases). What a row
measures it does to copies and folders of its own, never to a workspace in use.
"""
