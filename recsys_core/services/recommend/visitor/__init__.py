"""A list for somebody who has bought nothing yet; PyTorch stays in a process of its own."""
