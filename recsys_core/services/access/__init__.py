"""Who may do what: people, roles, accounts, sessions; below the workspace, knows no browser."""
