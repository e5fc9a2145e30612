"""A room of sections for each page; the parts of one page know nothing of another page's."""
