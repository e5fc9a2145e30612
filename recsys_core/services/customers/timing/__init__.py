"""When customers come next, asked of a workspace; it must not know how the chance is fitted."""
