"""How large a file may be in each direction before it is refused.

The limits exist so that a damaged or hostile file is turned away in a moment instead of filling
the memory; every one is far above what an export of a shop holds.
"""

MAX_FIELD = 1_000_000
"""Characters in one cell, and how far a quotation mark may stay open."""

MAX_ID = 1_000
"""Characters of a customer's, product's or order's ID."""

MAX_NUMBER = 1e15
"""Of a quantity or an amount: what is larger has no exact cents in floating point."""

MAX_LINE = 2_000_000
"""Bytes in one line."""

MAX_COLUMNS = 10_000
"""Cells in one line."""

MAX_UNPACKED = 20 * 1024**3
"""Bytes a compressed file may unpack to."""

MAX_RATIO = 200
"""How many times larger than its compressed form a file may become …"""

RATIO_FROM = 32 * 1024**2
"""… once it has grown beyond this many bytes. Small files compress as well as they like."""

MAX_MEMBERS = 5_000
"""Files inside one zip archive."""

MAX_WORKBOOK = 4 * 1024**3
"""Bytes all parts of an Excel workbook may unpack to."""

MAX_CELLS = 12_000_000
"""Cells of one sheet of a workbook, empty ones between filled ones included."""

WORKBOOK_MEMORY = 3 * 1024**3
"""Bytes of address space the process that reads a workbook may take."""

BLOCK = 4 * 1024**2
"""Bytes read at a time."""
