"""What campaigns do and who answers them: arrays in, frames out; knows no model and no SQL."""
