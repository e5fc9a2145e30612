"""What is said of persons who are erased by a list."""

from recsys_core.wording.messages import Plural

PERSONS, ABOUT_LISTS = "Erase persons", "A file that names them, one a line or in a column, up to 10,000. One person is erased on the Customers page, below everything that is known of them."
ONLY_STEWARDS = "Whoever erases persons or hands over what is known of them is a steward; ask an administrator for that role."
A_FILE = "A file with customers' ids"
FOUND_IN_FILE = Plural("{n} person of {file} is known here.", "{n} persons of {file} are known here.")
NOT_KNOWN = Plural("{n} id is not known and is left alone.", "{n} ids are not known and are left alone.")
ANOTHER_FILE = "Another file"
WHAT_HAPPENS = "Their rows go from every table, file and measurement of this workspace. Bestsellers, Rising now, Buy again, Bought together and EASE are counted out anew without them; other models that knew them are deleted. It cannot be taken back."
CERTIFICATES = "Certificates"
NO_CERTIFICATES = "Nobody was erased yet."
STAY_OUT = Plural("{n} person was erased; rows of that person are left out of every import.", "{n} persons were erased; their rows are left out of every import.")
NUMBER, WHEN, BY_WHOM, HOW_MANY, SIGNED, FOUND = "Certificate", "When (UTC)", "By", "Persons", "As it was signed", "Found afterwards"
CERTIFICATES_ALT = "The certificates of erasures, the newest first"
YES, NO, NOTHING = "yes", "no", "nothing"
LET_BACK, LET_IN = "Let a person's rows in again", "Let in again"
ABOUT_LETTING = "For somebody who becomes a customer again. What was erased stays so; the next file brings what it has."
ID_OF_PERSON, IS_LET_IN = "The person's id", "Rows of {person} are let in again."
