"""The command line, a command's arguments beside its body; calls services, knows no SQL."""
