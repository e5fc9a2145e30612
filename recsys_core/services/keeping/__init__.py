"""What is kept, and for how long: backups, snapshots, old rows removed. It knows no use case."""
