"""What writing lists to files says."""

CUSTOMERS_SO_FAR = "{done} of {n} customers"
CUSTOMERS = "{n} customers"
CANNOT_READ_CUSTOMERS = "The file {path} with the customer numbers cannot be read. Give a text file with one customer number a line."
NAMES_NO_CUSTOMER = "The file {path} names no customer. Put one customer number on a line."
UNKNOWN_FILE_TYPE = "Lists are written as .csv or .parquet; {name!r} is neither."
NOT_A_CSV = "A hand-over file is written as .csv; {name!r} is something else."
UNUSABLE_LINK = "The address {link!r} cannot be used for links. Begin it with https:// and put {place} where the product's number belongs."
