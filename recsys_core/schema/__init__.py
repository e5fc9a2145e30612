"""What the packages hand one another: names, frames, arrays, contracts; knows none of them."""
