"""A list of customers read from a file and grown by those who are like them; writes no file."""
