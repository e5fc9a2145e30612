"""The search for a blend: tries, tunes, blends, confirms; knows arrays and no workspace."""
