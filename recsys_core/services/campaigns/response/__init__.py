"""Models of who answers: gathered, fitted in the worker, kept; knows nothing of audiences."""
