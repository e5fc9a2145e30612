"""How many customers it takes and for how long, who gets which arm; knows no read-out."""
