"""From any file an analyst has to rows that may be stored; knows nothing of where they go."""
