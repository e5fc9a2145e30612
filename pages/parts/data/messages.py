"""What the Data page says: bringing files in, what they hold, whether it is sound, what is set."""

from recsys_core.wording.messages import Plural

# Words that several tables and dialogs share.
QUESTION = "Is my data in, and is it sound?"
SOUNDNESS, READINESS, IMPORTS, ADD_DATA = "Soundness", "Readiness", "Imports", "Add data"
PERSONS = "Persons"
TAKE_IT_BACK, ROWS_READ, ACCEPTED, RETURNS = "Take it back", "Rows read", "Accepted", "Returns"
REPEATED, REFUSED, ABOUT_REFUSED = "Repeated", "Refused", "Rows that could not be used; kept aside."
WHAT, WHEN, STATE, NUMBER, LINE, FROM, TO = "What", "When", "State", "Number", "Line", "From", "To"
PURCHASES, ROWS, CUSTOMERS, PRODUCTS = "Purchases", "Rows", "Customers", "Products"
PRODUCT, WHY = "Product", "Why"

# Choosing a file and importing it.
COLUMNS_MEAN, TABLE_MEANS = "What each column means", "What the table means"
READING_FILE, WHAT_IS_IN = "Reading the file …", "What is in the file?"
ABOUT_UPLOAD = "Up to 1 GB each. Lines of orders may come with their orders, products and customers, all at once. Nothing counts until you have seen it and pressed Import."
COPYING, FILE_MUST_LOOK = "Copying …", "What the file must look like"
ANOTHER_FILE, MORE_SETTINGS, REPLACE = "Choose another file", "More settings", "Replace what is in"
ABOUT_REPLACE = "Earlier imports of this kind are taken back in the same step."
IMPORT_AGAIN = "Import even if this file was imported before"
ABOUT_AGAIN = "Off, the same file is recognised and refused, so that nothing counts twice."
COUNT_REPEATED = "Count repeated rows"
ABOUT_REPEATED = "Off, rows that are equal in every cell count once, where the file has dates or order numbers. They can be let in later."
IMPORT = "Import"
A_FILE_OR_SEVERAL = "A CSV or Excel file of {kind}, or several of the same form"
A_FILE_OR_TOGETHER = "A CSV or Excel file of {kind}, or several of the same form or that belong together"
CHOSEN_FILES = Plural("{names}", "{n} files: {names}")
STILL_NEEDED = "Still needed: {roles}. Choose the column that holds it above."
IMPORT_RUNS = "An import is running; above is how far it is. The next file can be chosen when it has ended."
IMPORTING = "Importing {file}"

# How a file is read.
FOUND_AUTOMATICALLY, WESTERN_WINDOWS = "Found automatically", "Western European (Windows-1252)"
WESTERN_LATIN, CHINESE_GB18030 = "Western European (Latin-1)", "Chinese (GB18030)"
CHINESE_BIG5, JAPANESE, COMMA = "Chinese (Big5)", "Japanese (Shift-JIS)", "comma"
KOREAN = "Korean (CP949)"
SEMICOLON, TAB, VERTICAL_BAR, TWO_COLONS = "semicolon", "tab", "vertical bar", "two colons"
ONE_SPACE, SPACES, QUOTATION_MARK = "one space", "spaces", 'quotation mark (")'
APOSTROPHE, DAY_FIRST = "apostrophe (')", "the day (1 February 2024)"
MONTH_FIRST, POINT = "the month (2 January 2024)", "a point (1,234.50)"
DECIMAL_COMMA_SIGN, LINE_PER_ROW = "a comma (1.234,50)", "one line per purchase or rating"
CUSTOMER_PER_ROW = "a customer per row, a product per column"
READ_DIFFERENTLY, FIRST_ROWS = "Read it differently", "The first rows of the file"
EXCEL, NO_LINE_OF_NAMES, DECIMAL_COMMA = "an Excel workbook", "no line of names", "decimal comma"
SHEET, NO_QUOTES = "Sheet", "none"
ABOUT_SHEETS = "Sheets with the same columns are read together until you choose one."
CHARACTERS, ABOUT_CHARACTERS = "Characters", "Change this when letters look wrong."
COLUMNS_SEPARATED, CELLS_ENCLOSED = "Columns are separated by", "Cells are enclosed in"
LINE_OF_NAMES = "Line with the column names"
ABOUT_LINE_OF_NAMES = "0 when the file has no column names."
FIRST_COMES, DECIMALS_BEHIND = "In 01/02/2024, first comes", "Decimals stand behind"
TABLE_HAS, WHAT_IS_ODD = "The table has", "What is odd"
LINE_IN_FILE, DAMAGED_LINES = "The line as it stands in the file", "Damaged lines of the file"
READ_AS = "{rows}, {columns}; read as {how}."
ROWS_READ_AS, COLUMNS_READ = Plural("{n} row", "{n} rows"), Plural("{n} column", "{n} columns")
SEPARATED_BY, NAMES_IN_LINE, DATES_FIRST = "separated by {sign}", "names in line {line}", "dates with {part} first"
SHEET_ROWS = Plural("{name}: {n} row", "{name}: {n} rows")
HIDDEN_SHEET = Plural("{name}: {n} row, hidden", "{name}: {n} rows, hidden")
NOT_IMPORTED = Plural("{n} line will not be imported", "{n} lines will not be imported")
STILL_READ = Plural("{n} odd line could still be read", "{n} odd lines could still be read")

# What its columns mean.
NAME_OF_CAMPAIGN = "Name of the campaign"
ABOUT_NAME_OF_CAMPAIGN = "No column says which campaign a row is of. Without a name here the campaign is called like the file."
NOT_USED, KEPT_AS_DETAIL, CUSTOMER_IS = "not used", "kept as a detail", "The customer is"
NUMBER_OF_ROW, MEANS_NO_RATING = "the number of the row", "This value means no rating"
ONLY_EMPTY, EMPTY = "only empty cells", "empty"
FURTHER_COLUMNS = Plural("{n} further column", "{n} further columns")
CHOSEN_TWICE = "Two columns are chosen for {role}; the first one is used."
MATRIX = "Each row is a customer, each column a product, each cell a rating."
IN_COLUMN, USE_AS = "in the column {column}", "Use {column} as"

# Mappings saved with earlier files.
CORRECTED_ROWS = "Refused rows that come back corrected; they are read like their first import."
BACK_TO_GUESS, USE_ITS_MAPPING = "Back to the guess", "Use its mapping"
OFFERED_AGAIN = "Offered again when a file with the same columns comes."
FROM_THE_FILE, COLUMNS_USED = "From the file", "Columns used"
SAVED_TABLE = "Saved mappings with the file they come from"
READ_LIKE = "Read like {file}."
UNDERSTOOD_ALIKE = "Same columns as {file}, and understood in the same way."
WAS_READ_DIFFERENTLY = "Same columns as {file}, which was read differently."
SAVED_MAPPINGS = Plural("{n} saved mapping", "{n} saved mappings")
REMOVE_MAPPING = "Remove the mapping of {file}"

# The account of one import.
CLOSE, ABOUT_READ = "Close", "Rows in the file, header aside."
ABOUT_ACCEPTED = "Rows that now count."
RETURNS_KEPT = "Returns and zero quantities: kept, and set against their purchases."
SAME_ROW_TWICE = "The same row twice; counted once."
FILES_ARE_IN = Plural("{files} is in, after {time}.", "{files} are in, after {time}.")

# What is in.
PURCHASES_OR_RATINGS, CAMPAIGNS = "Purchases or ratings", "Campaigns"
WHAT_WAS_SHOWN, SAMPLE, FILE = "What was shown", "Sample", "File"
RETURNS_NETTED = "Returns and zero quantities; kept, and netted."
THERE_ALREADY, IN_USE = "Rows that were there already, word for word.", "in use"
STATE_TAKEN_BACK = "taken back"
CHOOSE_A_ROW = "Choose a row to see what was refused, or to take the import back."
IMPORTS_TABLE = "Imports with the rows read, accepted, returned, repeated and refused"
TAKE_BACK, COLUMN, WHY_REFUSED = "Take back …", "Column", "Why it was refused"
ROW_IN_FILE = "The row as it stands in the file"
REFUSED_TABLE = "Refused rows with line number and reason"
DOWNLOAD_TO_CORRECT = "Download to correct"
ABOUT_CORRECTING = "It has the file's own columns, and behind them what was wrong. Correct it in a spreadsheet and import it: it is read like this file, and the added columns are ignored."
TAKE_IMPORT_BACK, KEEP_IT = "Take this import back?", "Keep it"
ROWS_TAKEN_BACK = Plural("{n} row taken back.", "{n} rows taken back.")
CAME_BACK_WITH, BRINGS_BACK = "corrected rows came back with {imports}", "brings back rows of {source}"
ROWS_REFUSED = Plural("{file}: {n} row refused", "{file}: {n} rows refused")
EQUAL_ROWS = Plural("{n} row equal to another one in every cell: left out.", "{n} rows equal to another one in every cell: left out.")
LET_IN = Plural("Let it in", "Let them in")
WILL_BE_REMOVED = Plural("{n} row of {file} will be removed and everything is as it was before this import. Trained models stay, but no longer fit the data.", "{n} rows of {file} will be removed and everything is as it was before this import. Trained models stay, but no longer fit the data.")
TAKING_BACK = "Taking {file} back"

# Whether the data is sound.
COME_BACK, PAIRS_KNOWN = "Come back", "Density"
ABOUT_PAIRS = "Density: of all pairs of a customer and a product, the share with a row. The less is known, the more a model has to infer."
NO_ACTIVITY = "The rows carry no dates, so there is no activity over time to draw."
WHAT_THIS_MEANS = "What this means for recommendations"
TENTH_MAKES = "A tenth of the products with {noun} makes {share} of the {noun}"
CONCENTRATION = "Concentration (Gini index) {gini}, of the products with {noun}: 0 is all alike, 1 all on one."
ABOUT_COME_BACK = "Share of customers with {noun} on more than one day."
ACTIVITY_OVER_TIME = "{noun} over time. {title}."

# Kinds of events.
RATINGS, CLICKS, LOOKS, CART_ADDITIONS = "Ratings", "Clicks", "Looks", "Cart additions"
KINDS_OF_EVENTS, KIND = "Kinds of events and their weights", "Kind"
ESTIMATED, COUNTS_NOW = "Estimated, within a few per cent.", "Counts now"
EVENTS_TABLE = "Kinds of events with rows, customers, products and weight"

# What findings rest on.
DIFFER_IN_WRITING = "numbers differ only in writing"
SAME_PURCHASES, DAYS_WITHOUT_ROWS = "the same purchases, to the moment", "Days without rows"
DAYS, ROWS_FOUND, ROWS_USUAL = "Days", "Rows found", "Rows usual"
GAPS_TABLE = "Days without rows against the usual number"
SAME_TITLE = "Products with the same title under several numbers"
SAME_CUSTOMERS, NUMBERS, WHICH = "Customers that look like one", "Numbers", "Which"
NUMBERS_TOGETHER = "{what} and the numbers that belong together"

# What each model needs.
MODEL, LEARNS_FROM, NEEDED = "Model", "Learns from", "Needed"
ABOUT_NEEDED, OF_THESE = "How many of what is counted the model needs at least.", "Of these"
YOU_HAVE, MISSING, WHAT_TO_DO = "You have", "Missing", "What to do"
LOOKING, READY, NOT_YET = "Looking what each model needs …", "ready", "not yet"
READINESS_TABLE = "Models with what they need, what the data has and what is missing"
ABOUT_READINESS = "Counted on the data as the settings on the tab Soundness leave it. Where a model asks for several things, the one that decides is shown."

# What can be set.
FIX, CHANGE, WHAT_IS_SET = "Fix …", "Change …", "What is set"
ABOUT_WHAT_IS_SET = "It holds for every model trained or measured from now on."
ALL_SETTINGS, WORKING_OUT = "Everything that can be set", "Working out what would change …"
AS_NOW, APPLY, APPLIED = "as now", "Apply", "Applied. Models trained from now on follow it."
TAKEN_BACK = "Taken back."
ABOUT_PRODUCTS = "Proposed by title, number and price; nothing is left out before you apply it."
LOOKS_LIKE, REVENUE = "Looks like", "Revenue"
NO_FURTHER_PRODUCT = "No further product looks like postage, a fee or a gift card."
ABOUT_CUSTOMERS = "They stay on the customer list; models do not learn from them."
SHARE_OF_ROWS, NO_FURTHER_CUSTOMER = "Share of rows", "No further customer stands out."
LEAVE_OUT, MOST_PURCHASES = "Leave out", "Most purchases per customer"
ABOUT_MOST = "Of a customer with more, only the latest count."
NO_WINDOW = "The rows carry no dates, so there is no window to choose."
WHICH_ROWS, MONTHS_BEFORE = "Which rows count?", "Months before the latest row"
ABOUT_MONTHS = "The window moves on as newer data is imported."
FEWEST_CUSTOMERS, CHOSEN_AUTOMATICALLY = "Fewest customers per product", "Chosen automatically"
FEWEST_PRODUCTS, REPEAT_BOTH = "Fewest products per customer", "Repeat until both hold"
DAMPING, CUSTOMER = "Damping", "Customer"
ROWS_THAT_COUNT, CUSTOMERS_THAT_COUNT = "Rows that count", "Customers that count"
PRODUCTS_THAT_COUNT = "Products that count"
CHANGE_FROM = "{change} from {before}"
PRODUCTS_LEFT_OUT, CUSTOMERS_LEFT_OUT = "Left out already: products", "Left out already: customers"
OTHER_PRODUCTS = "Other product numbers, with commas between"
OTHER_CUSTOMERS = "Other customer numbers, with commas between"
TYPICAL_CUSTOMER = "A typical customer has {rows}."
WHAT_DAMPING_DOES = "A product with a hundredth of the bestseller's customers counts {times} times as much per purchase. Models that only ask whether something was bought (bestsellers, EASE) do not notice: for those, move Variety on the Recommendations page."
ONE_KIND_ONLY = "With one kind of event alone, weights change nothing."
LAST_MONTHS, BETWEEN_DAYS = "The last months", "From one day to another"

# Purchases over time.
WEEK_HOVER = "Week of %{{x|%-d %b %Y}}<br><b>%{{y:,}}</b> {unit}<br>%{{customdata[0]:,}} customers<extra></extra>"
DAY_HOVER = "%{{x|%-d %b %Y}}<br><b>%{{y:,}}</b> {unit}<br>%{{customdata[0]:,}} customers<extra></extra>"
USUAL_DAY = "usual day<br><b>{level}</b>"
USUAL_WEEK = "usual week<br><b>{level}</b>"
PER_WEEK, PER_DAY = "{unit} per week", "{unit} per day"
NO_DATED = "No dated {unit}"
DAYS_USUAL = "{level} {unit} on a usual day; the strongest was {day}"
WEEKS_USUAL = "{level} {unit} in a usual week; the strongest week began on {day}"
WEEKS_STEADY = "Steady at {level} {unit} in a usual week; the strongest week began on {day}"
WEEKS_ROSE = "{share} more {unit} a week in the second half; the strongest week began on {day}"
WEEKS_FELL = "{share} fewer {unit} a week in the second half; the strongest week began on {day}"

# How purchases spread over products.
ALL_ALIKE, SHARE_OF_PRODUCTS = "if all were alike", "Share of products, best sellers first"
TAIL_HOVER = "The best-selling %{{customdata:,}} products (%{{x:.3p}})<br>make <b>%{{y:.3p}}</b> of {noun}<extra></extra>"
TOP_MAKE = "<b>{top}</b> of products make<br><b>{share}</b> of {noun}"
SHARE_OF = "Share of {noun}"

# Days without rows in the picture.
NO_ROWS = Plural("no rows: {days} day", "no rows: {days} days")
VANISHED_FEEDBACK = Plural("{n} verdict of a customer who is no longer in the data", "{n} verdicts of customers who are no longer in the data")
VANISHED_TABLE = "Thumbs up and down of customers who are no longer in the data."
VERDICT = "Verdict"
REMOVE_THEM = "Remove them"

# Questions about what a file means.
FIGURES_SHOW = "What the file's figures show"
LOOKING_AT_FIGURES = "Looking at the figures"
ANSWER_FIRST = "Answer the question above first: the figures depend on it."
ANSWER_BRINGS = "Revenue {revenue}, {units} pieces, {customers} customers"
ANSWER_NEEDS_RATE = "No revenue without a rate, {units} pieces, {customers} customers"
ANSWER_COMES_TO = "{units} pieces, {customers} customers"
RATE = "1 {currency} in {base}"
NO_RATE_YET = "not counted"

# Files that belong together, and lists that do not go with what was sold.
READ_TOGETHER = "**These files belong together and are imported as one.**"
OF_PRODUCTS = Plural("{before} of {n} product sold is found in the list.", "Only {before} of the {n} products sold are found in the list.")
OF_PRODUCTS_HERE = Plural("{before} of {n} product sold is found in this list.", "Only {before} of the {n} products sold are found in this list.")
OF_CUSTOMERS_HERE = Plural("{before} of {n} customer who bought is found in this list.", "Only {before} of the {n} customers who bought are found in this list.")
OF_CUSTOMERS = Plural("{before} of {n} customer who bought is found in the list.", "Only {before} of the {n} customers who bought are found in the list.")
JOIN_BY_COLUMN = "Match by the column {column}"
JOIN_BY_CASE = "Match whatever the capitals"
JOIN_BY_ZEROS = "Match without zeros in front"
JOIN_BY_SIGNS = "Match without signs in front"
LIST_IS_IN = Plural("{files} came along: {n} row.", "{files} came along: {n} rows.")
NOW, AFTERWARDS = "Found now", "Found afterwards"
ABOUT_JOINING = "The file is imported again, and this import is taken back. The new one can be taken back like any other."

# Roles.
VIEWERS_LOOK = "As a viewer you see what was brought in; analysts import."
