"""What Tastelab is made of: locks and licences. For `make`; the app imports nothing of it."""
