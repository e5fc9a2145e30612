"""Neural models of who answers; torch is loaded here and nowhere else in the room."""
