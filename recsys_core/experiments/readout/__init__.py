"""What an experiment came to: arms compared, adjusted, by segment and by day; knows no file."""
