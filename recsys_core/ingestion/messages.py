"""What the reading of files says: what is guessed, what is wrong with a line, why a file is refused."""

from recsys_core.wording.messages import Plural

# What a column is taken for. `seen` is a sentence of its own, or the end of one.
EMPTY_HERE = "Empty in the rows looked at."
NOT_NEEDED = "Not needed. {seen}"
KEPT_OF_PRODUCT = "Kept as a further detail of the product. {seen}"
KEPT_OF_CUSTOMER = "Kept as a further detail of the customer. {seen}"
SHORT_DESCRIPTION = "Named like a description, but short enough for a name; {seen}"
NAMED_LIKE = "Named like {what}; {seen}"
LOOKS_LIKE = "Looks like {what}; {seen}"
IS_EMPTY = ("It is empty in the rows looked at.", "it is empty in the rows looked at.")
VALUES_ARE_DATES = ("Its values are dates such as {example}.", "its values are dates such as {example}.")
ALWAYS_SAYS = ("It always says {text}.", "it always says {text}.")
DIFFERENT_NUMBERS = "{numbers} different numbers from {low} to {high}."
DIFFERENT_VALUES = "{values} different values in {rows} rows."
SAME_ON_ORDER = "the same on all lines of an order, and again in other orders"
NO_VALUE_TWICE = "{rows} rows, no value twice."
ITEM_BY_TITLE = "{column} was taken for the product's number: each {title} has its own."
ITEM_BY_NUMBER = "{column} was taken for the product: nothing else in the file numbers what comes again. If that is wrong, choose another column."
USER_BY_NUMBER = "{column} was taken for the customer: nothing else in the file numbers what comes again. If that is wrong, choose another column."
ITEM_IS_TITLE = "No column numbers the products, so {column} tells them apart."
USER_BY_ORDERS = "{column} ({customers} different) was taken for the customer: it is the same on all lines of an order and comes back in others. If that is wrong, choose another column."
ITEM_IS_LINE = "{column} has a value of its own on each of the {rows} rows looked at, so it numbers lines and not products; {better} ({products} different) was taken for the product instead."
EVENT_BY_ROWS = "{column} was taken for what happened: it says {words}, and goes with no product, customer or order. If that is wrong, choose another column or none."
ORDER_BY_VISITS = "{column} was taken for the order: it has one value for what a customer bought at a time."
BY_PRODUCT = "{price} times {quantity} gives {amount}, so these were taken for the price of a piece, the pieces and the amount of a line."
HOLDS_MORE = "{amount} is {better} and {extra}, so {better} was taken for the amount of a line."
AFTER_DISCOUNT = "{before} less {off} is {after}, so {after} was taken for what was paid, and {off} is off already."
DISCOUNT_BY_ORDERS = "{column} was taken for a discount: {total} is what the lines of an order come to{plus} less {column}, in {agree} of {orders} orders looked at."
AND_CHARGES = " with {columns}"
USER_BY_ADDRESS = "No column numbers the customers, so {column} tells them apart."
USER_IS_ORDER = "{column} has a value of its own for each of the {orders} orders looked at, so it numbers orders and not people; {better} ({customers} different) was taken for the customer instead."
CUSTOMER_BY_ADDRESS = "The columns have no names: {user} was taken for the customer, as it holds addresses, and {item} for the product. If that is wrong, exchange the two."
CUSTOMER_BY_WORDS = "The columns have no names: {item} was taken for the product, as it holds words, and {user} for the customer. If that is wrong, exchange the two."
CUSTOMER_BY_MOMENT = "The columns have no names: {user} was taken for the customer, as what happens at one moment shares it, and {item} for the product. If that is wrong, exchange the two."
CUSTOMER_COMES_FIRST = "The columns have no names, and nothing tells which is the customer: {user} was taken for the customer, as it comes first, and {item} for the product. If that is wrong, exchange the two."

# How dates and numbers are read.
DATES_READ = "Read as {style}: {text} is {value}."
NO_DATE_READ = "Read as {style}, but none of its first values can be read so."
COMMAS_READ = "Read with a decimal comma: {text} is {value}."
NO_COMMA_READ = "Read with a decimal comma, but none of its first values can be read so."
READ_AS = "{column}: read as {style}."
DECIMAL_COMMA = "{column}: read with a decimal comma (1.234,50)."
READ_AS_EMPTY = Plural("{column}: {n} cell says {words} and was read as empty.", "{column}: {n} cells say {words} and were read as empty.")
ABOUT_COLUMN = "{column}: {warning}"
COMMA_READ_AS_THOUSANDS = "Numbers such as 1,234 were read as one thousand two hundred and thirty-four. If the comma stands for a decimal point, say so."
DECIMALS_AS_LARGE = "In {text} decimals stand behind the sign, as whole numbers above 1,000 are written without one."
THOUSANDS_AS_SMALL = Plural("In {text} the sign divides thousands, as {n} number below 1,000 stands without one and every other has three digits behind it.", "In {text} the sign divides thousands, as {n} numbers below 1,000 stand without one and every other has three digits behind it.")
THOUSANDS_AS_OTHERS = "In {text} the sign divides thousands, as the other columns have another one before their decimals."
DECIMALS_AS_OTHERS = "In {text} decimals stand behind the sign, as they do in the other columns."
PIECES_WITH_DECIMALS = "In {text} decimals stand behind the sign, as all of {n} quantities end in three zeros."
PRODUCTS_SHOW = "What divides thousands and decimals was settled by price times quantity, which is the amount in {n} of {rows} rows."
POINT_READ_AS_DECIMAL = "Nothing in the file tells whether the sign in {text} divides thousands or decimals; if the sums are wrong, say which sign stands before decimals."
WHICH_DECIMAL = "{column}: what does the sign in {text} stand for? Nothing in the file tells whether it divides thousands or decimals."
POINT_BEFORE_DECIMALS = "decimals stand behind the point"
COMMA_BEFORE_DECIMALS = "decimals stand behind the comma"
DAY_OR_MONTH = "Every date also makes sense with day and month exchanged; they were read as {style}. If that is wrong, choose the other order."
NO_DATE_ORDER = "{value} is no choice for the date order. Choose 'day' or 'month'."
NO_DECIMAL = "{value} is no choice for the decimal. Choose ',' or '.'."
ZONES_LEFT_OUT = "{column}: the times name their zone, {zones}; the zone is left out, so that they show the shop's own clock."
TIMES_IN_UTC = "{column}: the times are in UTC, {zones}, and are kept so; their day begins at midnight there, not at the shop's."
IN_ZONE = Plural("{zone} in {n} row", "{zone} in {n} rows")
WHICH_CLOCK = "{column}: whose clock do the times show?"
CLOCK_OF_SHOP = "The shop's: the zone left out"
CLOCK_OF_UTC = "UTC: turned by the zone"
# The styles of dates.
DAY_MONTH_YEAR = "day/month/year"
MONTH_DAY_YEAR = "month/day/year"
YEAR_MONTH_DAY = "year-month-day"
NO_SEPARATORS = "year, month and day without separators"
SECONDS_SINCE = "seconds since 1970"
MILLISECONDS_SINCE = "milliseconds since 1970"
MICROSECONDS_SINCE = "microseconds since 1970"
SPREADSHEET_DAYS = "days since 30 December 1899, as spreadsheets count them"
DAYS_SINCE = "days since 1970"
MONTH_IN_WORDS = "the name of the month, with day and year"
YEAR_FIRST = "year/month/day"
DAY_NAME_YEAR = "day, name of the month, year"
NAME_DAY_YEAR = "name of the month, day, year"

# What the rows of a table hold.
EVERY_ROW_A_PURCHASE = "No column says what happened, so every row counts as a purchase."
EVERY_ROW_A_PURCHASE_BUT = "No column was chosen that says what happened, so every row counts as a purchase, although {column} says {words}. If it tells what happened, choose it for that."
ROWS_REFUSED = Plural("{n} row is refused: {reason}.", "{n} rows are refused: {reason}.")
ROWS_REFUSED_IN = Plural("{column}: {n} row is refused: {reason}.", "{column}: {n} rows are refused: {reason}.")
ONLY_GOODS_COUNT = "{column}: only rows that say {word} have a quantity, so the goods are those; rows that say {others} are amounts beside them, such as taxes and fees, and stay out."
NO_GOODS = "An amount beside the goods"
TAKES_ORDER_BACK = "Takes its whole order back, which counts as returned"
ORDERS_TAKEN_BACK = Plural("{column}: {n} order is taken back as a whole by a row without a product; all its lines count as returned.", "{column}: {n} orders are taken back as a whole by rows without a product; all their lines count as returned.")
RETURNS_WITHOUT_PRODUCT = Plural("{column}: {n} row takes something back and names no product of a whole order; it is refused, and nothing is taken off for it.", "{column}: {n} rows take something back and name no product of a whole order; they are refused, and nothing is taken off for them.")
MONEY_WITHOUT_PRODUCT = Plural("{column}: {n} row takes something back and names no product of a whole order; it is refused, and its {amount} is not taken off.", "{column}: {n} rows take something back and name no product of a whole order; they are refused, and their {amount} are not taken off.")
EVENTS_LEFT_OUT = "{column}: none of the kinds that count is meant by {words}; these rows stay out."
BOUGHT_BY_AMOUNTS = "{column}: only rows that say {words} have pieces or money, so they count as purchases."
IS_EVENT_COLUMN = "{column} says {words}. Does it tell what happened in each row, or is every row a purchase?"
EVERY_ROW_COUNTS = "Every row is a purchase"
WORDS_TELL = "It tells what happened"
KIND_BY_WORDS = "{kind}: {words}"
KINDS_BY_WORDS = "{column} says what happened. {kinds}."
EQUAL_ROWS_TOGETHER = Plural("{n} row is equal in every cell to one near it, and no column counts pieces. Is it a piece of its own?", "{n} rows are equal in every cell to one near them, and no column counts pieces. Is each a piece of its own?")
EQUAL_ROWS_APART = Plural("{n} row is equal in every cell to one elsewhere in the file. Is it a piece of its own, or the same row again?", "{n} rows are equal in every cell to one elsewhere in the file. Are they pieces, or the same rows again?")
EACH_A_PIECE = "Each is a piece that was bought"
WRITTEN_AGAIN = "The same row again: it counts once"
COUNTED_AS_PIECES = Plural("{n} row is equal in every cell to one near it; no column counts pieces, so it counts as a piece of its own.", "{n} rows are equal in every cell to one near them; no column counts pieces, so each counts as a piece of its own.")
LEFT_OUT_AS_REPEATED = Plural("{n} row is equal in every cell to another one and was left out as repeated; let it in if it is a piece of its own.", "{n} rows are equal in every cell to another one and were left out as repeated; let them in if each is a piece of its own.")
SPIKE_BELOW_SCALE = "{column}: {none} stands on {rows} of {all} rows looked at, and the ratings else go from {low} to {high}. Does {none} mean that there is no rating?"
NOT_RATED = "No rating: its rows stay out, or stay without one"
LOWEST_RATING = "The lowest rating"
UNRATED = "{column}: {none} means no rating; the rows that say so ({rows} of {all} looked at) stay out."
KEPT_UNRATED = "{column}: {none} means no rating; the rows that say so ({rows} of {all} looked at) stay in without one."
RATED_TWICE = Plural("{column}: one customer rated a product more than once and differently; all of it is kept, and models go by the mean.", "{column}: {n} times a customer rated a product more than once and differently; all of it is kept, and models go by the mean.")
UNKNOWN_EVENT = Plural("{column}: {n} of the rows looked at says {word}. What does it count as?", "{column}: {n} of the rows looked at say {word}. What does it count as?")
EVENT_LEFT_OUT = "Nothing: its rows stay out"
PAYMENTS_LEFT_OUT = "{column}: the file lists purchases ({others}) and their payments ({words}); a payment is no second purchase and stays out."
A_PURCHASE = "A purchase"
A_RETURN = "A return"
A_RATING = "A rating"
A_CLICK = "A click"
A_LOOK = "A look"
A_CART = "A cart addition"
ONE_PROPERTY_A_ROW = "Each row holds one property ({property}) and its value ({value}), not a product or customer of its own: of each only the last row is kept, and the other properties are lost. Turn the list so that every property has a column."
REPEATED_PRODUCTS = "{rows} rows repeat the number of a product; the last one counts."
REPEATED_CUSTOMERS = "{rows} rows repeat the number of a customer; the last one counts."
DIGITS_CUT = "{column}: {numbers} of the numbers look like 9.78e+12. The program that wrote the file cut their digits; export the column as text to get them back. They were stored as found."
NO_CUSTOMER_BEHIND = "Stands for no customer"
NOBODY_ROWS = Plural("{column}: {n} row stands for no customer, {words}, and is listed with the refused rows.", "{column}: {n} rows stand for no customer, {words}, and are listed with the refused rows.")
SALES_TO_NOBODY = Plural("{column}: {n} row without a customer sold or took back {pieces} pieces; it counts for its product, for no customer, and no model learns from it.", "{column}: {n} rows without a customer sold or took back {pieces} pieces; they count for their products, for no customer, and no model learns from them.")
MONEY_OF_NOBODY = Plural("{column}: {n} row without a customer brought {pieces} pieces and {money}; they count for its product, for no customer, and no model learns from it.", "{column}: {n} rows without a customer brought {pieces} pieces and {money}; they count for their products, for no customer, and no model learns from them.")
BY_CONTACT = Plural("{column}: {n} row names no customer there; {contact} names the customer instead.", "{column}: {n} rows name no customer there; {contact} names the customer instead.")
IDS_TAKEN = Plural("{column}: {n} of the first rows has capitals, blanks or signs in or around its ID; {written} is taken as {id}.", "{column}: {n} of the first rows are written with capitals, blanks or signs in or around the ID; {written} is taken as {id}.")
NOBODY_OF_MANY = "{column}: {id} stands on {rows} of {all} rows looked at, beside {persons} different people. Is it nobody, such as guests, or a customer?"
NOBODY_APART = "{column}: {id} stands on {rows} of {all} rows looked at, unlike any other. Is it nobody, such as guests, or a customer?"
IS_NOBODY = "Nobody: no customer of this name"
IS_CUSTOMER = "A customer like the others"
UNDONE_ROWS = "{column}: {rows} rows were cancelled, refunded or not paid, by the words {words}. Each counts as returned, and nothing of it as bought."
UNKNOWN_STATE = Plural("{column}: {n} row says {word}. Did the customer keep the goods?", "{column}: {n} rows say {word}. Did the customer keep the goods?")
CLOSED_STATE = Plural("{column}: {n} row says {word}, others say {others}. Shops that part the two call orders {word} whose money went back. Did the customer keep the goods?", "{column}: {n} rows say {word}, others say {others}. Shops that part the two call orders {word} whose money went back. Did the customer keep the goods?")
CLOSED_UNDONE = Plural("{column}: {n} row says {word} and others {others}; where a shop parts the two, the money of {word} orders went back, so it counts as returned.", "{column}: {n} rows say {word} and others {others}; where a shop parts the two, the money of {word} orders went back, so they count as returned.")
CLOSED_KEPT = Plural("{column}: {n} row says {word} and counts as bought, as answered.", "{column}: {n} rows say {word} and count as bought, as answered.")
UNKNOWN_STATES = "{column}: what {words} means for an order is not known; these rows count as bought."
STATES_UNDO_NOTHING = "{column}: none of its words undoes an order, {words}, so it changes nothing."
WORD_WITH_ROWS = "{word} ({rows})"
MORE_WORDS = Plural("{n} word more", "{n} words more")
WAS_KEPT = "Yes, it counts as bought"
WAS_NOT_KEPT = "No, nothing of it counts"

# A table with a customer in each row and a product in each column.
USER_AS_CHOSEN = "As chosen. {why}"
FIRST_COLUMN_COUNTS = "The first column counts its row's ratings: customers are numbered by row. {why}"
FIRST_COLUMN_NAMES = "No value of the first column comes twice: it names the customer. {why}"
NO_COLUMN_NAMES = "No column names the customer, so they are numbered by row. {why}"
NONE_AND_EMPTY_CHOSEN = "{none} and empty cells mean no rating, as chosen."
EMPTY_CHOSEN = "Empty cells mean no rating, as chosen."
EMPTY_MEANS_NONE = "Empty cells mean no rating."
MEANS_NO_RATING = "{none} means no rating: the others go from {low} to {high}, and {percent} % of the cells say {none}."
PRODUCT_COLUMN = "A product; its cells are ratings."
PRODUCT_WITH_NONE = "A product; its cells are ratings. {none} means none."
READ_AS_MATRIX = "Read as one customer per row and one product per column; every cell with a rating counts as a row. {evidence}"
LINES_WITHOUT_RATING = "{lines} lines hold no rating at all."

# What is wrong with a line.
ABOVE_THE_TABLE = "Stands above the table"
BELOW_THE_TABLE = "Stands below the table"
TOTAL = "Looks like a total, not a row"
SECOND_TABLE = "A second table starts here"
SECOND_COPY = "A second copy of the table starts here"
OF_SECOND_TABLE = "Belongs to the table that starts above it"
COLUMN_NAMES_AGAIN = "The column names again"
MORE_NAMES = "Read as a further line of column names"
OTHER_NUMBER = "{names} column names for {columns} columns"
COLUMN_NAMES = "Column names: {problem}"
MARK_OUT_OF_PLACE = "A quotation mark is out of place"
CELL_OVER_LINES = "A cell runs over several lines"
OTHER_CHARACTER = "The cells are divided by another character"
CELLS_EXPECTED = Plural(
    "{n} cell where {expected} are expected", "{n} cells where {expected} are expected"
)
EMPTY_ONES_LEFT_OUT = "{problem}: the empty ones at the end left out"
LAST_ONES_EMPTY = "{problem}: the last ones taken as empty"

# What was decided about a file.
COLUMNS_NUMBERED = "No line with column names was found, so the columns were numbered. If there is one, say in which line it stands."
SINGLE_COLUMN = "The file was read as a single column. If it has more, say which character divides them."
CHARACTERS_REPLACED = "{characters} characters of {file} could not be read as {encoding} and were replaced by a question mark sign. Try another encoding."
SHEETS_READ = Plural("Of the workbook, the sheet {names} was read. Left out: {left}. Choose a sheet to read another one.", "Of the workbook, the sheets {names} were read. Left out: {left}. Choose a sheet to read another one.")
SHEET = Plural("{name} ({n} row)", "{name} ({n} rows)")
HIDDEN_SHEET = Plural("{name} ({n} row, hidden)", "{name} ({n} rows, hidden)")
MERGED_CELLS_FILLED = "{sheet}: {cells} cells of merged areas were filled with the value above."
LONG_NUMBERS_CUT = "{sheet}: {numbers} numbers have more than 15 digits, and Excel lost the last. Export the column as text to get them back."

# Why a file is refused.
FOLDER = "{file} is a folder. Choose the files inside it instead."
NO_SUCH_FILE = "There is no file {file}. Check the name and try again."
NO_ORDINARY_FILE = "{file} is not an ordinary file. Save it as CSV and try again."
CANNOT_BE_OPENED = "{file} cannot be opened ({why}). Check its permissions and try again."
NO_TABLE = "{file} is {what}, not a table. Save it as CSV and try again."
PDF = "a PDF document"
PICTURE = "a picture"
OLD_WORKBOOK = "an old or locked Excel workbook"
DATABASE = "a database"
RAR = "a RAR archive"
SEVEN_ZIP = "a 7z archive"
BZIP2 = "a bzip2 archive"
XZ = "an xz archive"
ZSTD = "a zstd archive"
PROGRAM = "a program"
WEB_PAGE = "{file} is a web page or XML, not a table. Save it as CSV and try again."
JSON = "{file} is JSON, not a table. Export it as CSV and try again."
NO_TEXT_FILE = "{file} is not a text file. Save it as CSV and try again."
NO_SUCH_ENCODING = "There is no encoding called {name}. Try utf-8, windows-1252, gb18030, big5, cp949 or shift_jis."
EMPTY_DELIMITER = "The delimiter is empty. Give one, such as a comma or the word tab."
NO_NAMES_IN_LINE = "Line {line} holds no column names. Choose the line they stand in."
OTHER_COLUMNS = "{file} has other columns than {first}. Import files with different columns one after the other."
TOO_MANY_COLUMNS = "{file} has more than {most} columns. Choose the columns that matter before exporting it."
MARK_NEVER_CLOSED = "{file} has a quotation mark that is never closed, or a cell of more than a million characters, and was refused. Correct the file, or export it again."
MARK_OPENS_IN_LINE = "A quotation mark opens in line {line} and is never closed. Correct that line, or export the file again."
LINE_TOO_LONG = "Line {line} is longer than any table's and was refused. Check that the file is an export, and not a document or a picture."
LINE_OF_MILLIONS = "{file} has a line of more than {millions} million characters and was refused. Check that it is an export, and not a document."
PARQUET_DAMAGED = "{file} is damaged and cannot be read. Fetch the export again."
EMPTY_WORKBOOK = "{file} is a workbook without any filled cell. Export it again."
NO_SUCH_SHEET = "{file} has no filled sheet {sheet}. Its sheets are: {names}."
NO_WORKBOOK = "{file} is no workbook and has no sheets. Leave the sheet out."
WORKBOOK_LOCKED = "{file} is locked with a password. Save it without one and try again."
WORKBOOK_DAMAGED = "{file} is damaged and cannot be read. Open it in Excel and save it again."
WORKBOOK_LOCKED_OR_DAMAGED = "{file} is locked or damaged and cannot be read. Open it in Excel, save it without a password, and try again."
WORKBOOK_TOO_LARGE = "{file} is too large to be read as a workbook. Save the sheet as CSV and try again."
OFFICE_DOCUMENT = "{file} is an office document that cannot be read. Save the table as .xlsx or CSV and try again."
EMPTY_ARCHIVE = "{file} is an empty archive. Fetch the export again."
ARCHIVE_DAMAGED = "{file} is damaged and cannot be unpacked. Fetch the export again."
ARCHIVE_LOCKED = "{file} is locked with a password or packed in an unusual way. Unpack it yourself and choose the files inside."
ARCHIVE_INSIDE = "{file} holds another archive ({inside}). Unpack it and choose the files inside."
TOO_MANY_FILES = "{file} holds {files} files, more than the {most} that are read at once. Split it and try again."
UNPACKS_TO_FAR_MORE = "{file} unpacks to far more than an export of its size can hold and was refused. Unpack it yourself and choose the file inside."
DISK_TOO_FULL = "The disk is too full to unpack {file}. Free some space first."
NO_HEADER_LINE = "There is no line {value}. Lines are counted from 1; 0 says that the file has no column names."
NO_QUOTE = "{value} is no quotation mark. Give a single character, or none."
ID_TOO_LONG = "Longer than {most} characters, which no ID is"
NUMBER_TOO_LARGE = "Larger than can be counted exactly"

# What a column holds, where several kinds of file have it.
WHO = "The number or name that identifies a customer."
WHICH = "The number or code that identifies a product."
WHEN = "Day or moment it happened."
PER_PIECE = "Price of one piece."

# Questions about what a file means.
NO_SUCH_ANSWER = "{answer} is no answer to the question {key}. Answer {choices}."

# What the figures of a file show of its amounts and orders.
CARRIED_TO_LINES = Plural(
    "{columns} stands on the first line of an order only, and was carried to its other lines (seen in {orders} orders).",
    "{columns} stand on the first line of an order only, and were carried to its other lines (seen in {orders} orders).",
)
NUMBER_CARRIED = "{column} is left out below the first line of an order: {rows} of the rows looked at belong to the order above."
IS_ORDERS_TOTAL = "{column} is an order's total: it is the same on all lines of an order, or on the first one only."
TOTAL_SHARED_OUT = "No column has an amount of a line: {column} is shared out over the lines of an order by pieces."
LINES_ADD_UP = "The lines add up to {column} in {agree} of {orders} orders."
SAME_FOR_ANY_PIECES = "{column} is the same whatever the quantity for {products} products, and grows with it for {others}: the price of a piece."
GROWS_WITH_PIECES = "{column} grows with the quantity for {products} products, and is the same for {others}: the amount of a line."
PRICE_TIMES_PIECES = "{price} times {quantity} equals {amount} in {met} of {rows} rows of several pieces."
ASK_PRICE = "What does {column} say?"
PRICE_OF_PIECE = "the price of one piece"
AMOUNT_OF_LINE = "the amount of the line"
ASK_DISCOUNT = "Is the discount in {column} still to be taken off?"
TAKE_OFF = "take it off"
TAKEN_OFF = "it is off already"
NOT_TAKEN_OFF = "leave it in"
DISCOUNT_OFF = "The discount in {column} is taken off."
DISCOUNT_DONE = "The amounts are taken to be without the discount in {column} already."
TAX_OFF = "{amount} is price times quantity with {tax} on top in {met} of {rows} rows: the tax is taken off."
ASK_REFUND = "Is the money paid back in {column} to be taken off?"
REFUND_OFF = "The money paid back in {column} is taken off; a row of which all was paid back counts as returned."
IN_CENTS = "{column} counts hundredths, as its name says and as it holds whole numbers only: divided by 100."
ROWS_IN_CURRENCY = Plural("{currency} ({n} row)", "{currency} ({n} rows)")
ASK_CURRENCY = "The amounts are in {listed}, which cannot be added up: in which one should money count? With a rate the others count too."
ASK_STORED_CURRENCY = "The amounts are in {listed}, and the money that is in already is in {base}: how should they count? With a rate they are converted; without one they count no money."
AMOUNTS_ARE_IN = "they are in {currency}, whatever stands there"
COUNT_NO_MONEY = "count no money of this file"
TAKEN_FOR_STORED = "No column says in which currency the amounts are: they are taken for {currency}, like the money that is in already."
COUNT_IN = "count money in {currency}"
CONVERTED = Plural("{n} row in {currency} was converted to {base} at {rate}.", "{n} rows in {currency} were converted to {base} at {rate}.")
NOT_COUNTED = Plural("The money of {n} row in {currency} is not counted beside {base}: give a rate to convert it.", "The money of {n} rows in {currency} is not counted beside {base}: give a rate to convert it.")
BAD_RATE = "{value} is no rate for {currency}. Give what one {currency} is worth, such as 0.92."
IN_PERCENT = "{column} is a discount in percent, and was brought to money."
OTHER_IS_PRODUCT = "{price} times {quantity} is not {revenue} but {other}: price times quantity is taken for the amount of the line."
COLUMN_ITSELF = "{column}"
PRICE_BY_PIECES = "{price} times {quantity}"
ASK_WHICH = "{revenue} is not {price} times {quantity}: which of them did a line bring, without tax and delivery?"
ASK_DELIVERY = Plural("{total} is shared out over the lines. Is {columns} in it, and to be taken off?", "{total} is shared out over the lines. Are {columns} in it, and to be taken off?")
NOT_IN_IT = "not in it"
DELIVERY_OFF = Plural("{columns} is taken off {total}.", "{columns} are taken off {total}.")
PRICE_BEHIND = "{amount} stands on some lines only; {price} times the pieces equals it there, and is taken for the amount of every line."
PIECES_BACK = "The pieces in {column} came back: they and their share of the amount are taken off."
NO_MONEY = Plural("No column is taken for money, and none counts. {columns} looks like an amount: if it is, say that it is one.", "No column is taken for money, and none counts. {columns} look like amounts: if one of them is, say which.")
