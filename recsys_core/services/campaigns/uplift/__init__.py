"""Whom a campaign with a control group moves: from a file or the workspace; knows no page."""
