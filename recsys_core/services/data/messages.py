"""What is said where data comes in, is taken back and is set right."""

from recsys_core.wording.messages import Plural

# Imports.
NO_SUCH_KIND = "{kind} cannot be imported. Choose one of {kinds}."
NO_FILE = "No file was given. Choose one or more files to import."
ERASED_LEFT_OUT = Plural("{n} row of a person who was erased was left out.", "{n} rows of persons who were erased were left out.")
OPENING = Plural("Opening the file", "Opening {n} files")
READING = "Reading"
CHECKING = "Checking every row"
STORING = "Storing"
DONE = "Done"
IMPORTED_BEFORE = "{file} was imported before (as {earlier}) and would count twice. Take that import back first, or ask to import it again."
THESE_IMPORTED_BEFORE = "These files were imported before (as {earlier}) and would count twice. Take that import back first, or ask to import it again."
FILE_CHANGED = "{files} changed while it was being imported. Wait until it is complete and try again."

# What a file's columns are taken for.
EMPTY_FILE = "{file} is empty. Export it again and check that it has rows."
NO_ROWS = "{file} has column names but no rows. Export it again and check that it has rows."
NOTHING_USABLE = "Not one of the {all} rows of {file} can be used, so nothing was stored. Most often ({rows} rows) the line itself is at fault: {reason}. Check the delimiter and the line of the column names."
NOTHING_USABLE_IN_COLUMN = "Not one of the {all} rows of {file} can be used, so nothing was stored. Most often ({rows} rows) it is the column {column}: {reason}. Choose another column for it, or correct the file."
NO_RATING = "{file} holds no rating at all. Check what stands for none."
MAPPING_USED = "The mapping saved with {file} was used."
MAPPING_NEEDED = "The columns alone did not say enough, so the mapping saved with {file} was used."
CORRECTED_ROWS = "Corrected rows of the import {import_id}."
NO_TEMPLATE_CHOICE = "{choice} is no choice of a saved mapping: auto, last or none."
NOTHING_SAVED = "No file with the columns of {file} was imported before, so there is no saved mapping. Leave the choice to the guess, or say what each column is."
NO_SUCH_MAPPING = "There is no saved mapping {shape}; it may have been removed already."
NO_SUCH_ROLE = "There is no role {role}. The roles are {roles}."
NO_SUCH_COLUMN = "There is no column {column} in the file. Its columns are: {columns}."
THE_ROLE = "the {role}"
COLUMN_NEEDED = "No column of {file} seems to hold {roles}."
SEVERAL_PRODUCTS = "A row of {file} holds several products: besides {column}, products stand in {columns}. Import a file with a row for each product bought; {option} counts the products of that column alone."
FIRST_PRODUCT_ONLY = "Products stand in {columns} too; only those of {column} count, and amounts of whole orders are theirs."
LIKELY_COLUMNS = Plural("{role} may be {columns}: if so, add {option}.", "{role} may be {columns}: say which, such as {option}.")
LIKELY_COLUMN = "{column} ({why})"
NO_LIKELY_COLUMN = "None of its columns looks like {role}, so say which one it is, such as {option}; they are {columns}."
NAMES_NO_CUSTOMER = "It seems to name no customer: no column holds a number, a name or an address that comes back and may be a person's. If one does, say which, such as --map user=COLUMN; they are {columns}. If none does, --map user=none counts its products, pieces and money for no customer."
NO_CUSTOMER = "no customer"
TWO_TABLES = "The file holds two tables: another one starts at line {line}, with the columns {columns}. Save each as a file of its own and import them together, the lines of the orders first; --with FILE names the other."
IN_ANOTHER_FILE = "If who bought stands in another file of the export, name that one too: --with FILE."
OF_ONE_CAMPAIGN = "If every row is of one campaign, name it: --campaign NAME. If the rows are those who opened it, clicked or unsubscribed, say in which column that stands: --map opened=COLUMN."
ADDED_WHEN_REFUSED = "Added when the row was refused; not imported."
FILE_IS_EMPTY = "{file} is empty."
READ_AS_ONE_TABLE = "{files} files were read as one table."
FIRST_FLAGS_ONLY = "Only the first {shown} of {flagged} flagged lines are listed."

# What a file leaves open.
QUESTION = "{question} Nothing was imported; answer with --answer {answers}."
ANSWER = "{answer} ({label}: revenue {revenue}, {units} pieces, {customers} customers)"
ANSWER_WITHOUT_MONEY = "{answer} ({label}: {units} pieces, {customers} customers)"

# Lists and what was sold.
PRODUCTS_LISTED = Plural("The product sold stands in the product list: {found} of {n}.", "{found} of the {n} products in the purchases stand in the product list.")
CUSTOMERS_LISTED = Plural("The customer who bought stands in the customer list: {found} of {n}.", "{found} of the {n} customers in the purchases stand in the customer list.")
JOIN_COLUMN = "The column {better} has {n} of the IDs that {column} lacks. Add {option} to import the file again with {role}={better}."
JOIN_CASE = "{n} would stand there but for small and capital letters. Add {option} to import the file again with them alike."
JOIN_ZEROS = "{n} would stand there but for zeros before the number. Add {option} to import the file again with them alike."
JOIN_WRAPPING = "{n} would stand there but for letters and signs before the ID. Add {option} to import the file again with them alike."
RESPELT_CASE = Plural("{n} ID was written with the small and capital letters that it has in what is in already.", "{n} IDs were written with the small and capital letters that they have in what is in already.")
RESPELT_ZEROS = Plural("{n} ID was written with the zeros that it has in what is in already.", "{n} IDs were written with the zeros that they have in what is in already.")
RESPELT_SIGNS = Plural("{n} ID was written with the letters and signs that it has in what is in already.", "{n} IDs were written with the letters and signs that they have in what is in already.")
JOIN_KEPT = "{column} was taken for {role}, as for {file}."

# Campaigns and their messages.
WERE_SENT, WERE_DELIVERED = Plural("{n} sent", "{n} sent"), Plural("{n} delivered", "{n} delivered")
WERE_OPENED, WERE_CLICKED = Plural("{n} opened", "{n} opened"), Plural("{n} clicked", "{n} clicked")
HAVE_BOUNCED = Plural("{n} bounced", "{n} bounced")
HAVE_UNSUBSCRIBED = Plural("{n} unsubscribed", "{n} unsubscribed")
MESSAGES_COUNTED = Plural("Recipients of the campaign: {counts}.", "Recipients of the {n} campaigns, each counted once a campaign: {counts}.")
RECIPIENTS_KNOWN = Plural("{found} of {n} recipient is a customer who is in already.", "{found} of {n} recipients are customers who are in already.")
RECIPIENTS_BY_ADDRESS = Plural("{n} recipient was found by the e-mail address in the customer list.", "{n} recipients were found by their e-mail address in the customer list.")
RECIPIENTS_UNKNOWN = Plural("{n} recipient is no customer who is in, and is kept under the number or address of the file.", "{n} recipients are no customers who are in, and are kept under the number or address of the file.")
RECIPIENTS_WITHOUT_ADDRESSES = Plural("{n} recipient is no customer who is in, and no customer list with e-mail addresses is in to find more: import one, then this file again.", "{n} recipients are no customers who are in, and no customer list with e-mail addresses is in to find more: import one, then this file again.")
NO_CUSTOMERS_YET = "No customers are in yet to find the recipients among: import purchases and a customer list with e-mail addresses, then this file again."

# Files that belong together.
FILES_JOINED = Plural("{file} and {other} are joined by {by}: {found} of {n} row of {file} finds its row in {other}, and {used} of its {keys} rows are used.", "{file} and {other} are joined by {by}: {found} of {n} rows of {file} find their row in {other}, and {used} of its {keys} rows are used.")
IS_PRODUCT_LIST = Plural("{other} is the product list: {found} of {n} row of {file} finds its product there ({by}).", "{other} is the product list: {found} of {n} rows of {file} find their product there ({by}).")
IS_CUSTOMER_LIST = Plural("{other} is the customer list: {found} of {n} row of {file} finds its customer there ({by}).", "{other} is the customer list: {found} of {n} rows of {file} find their customer there ({by}).")
LEFT_OUT = Plural("{files} was left out: nothing in it is needed for the rows of the others, or several of its rows go with one of theirs.", "{files} were left out: nothing in them is needed for the rows of the others, or several of their rows go with one of theirs.")
LINES_ALIKE = Plural("{n} line of an order equals another one in every cell and counts too: an order may have the same line twice.", "{n} lines of orders equal another one in every cell and count too: an order may have the same line twice.")
OF_THE_ORDER = "Says the same of all lines of an order; the lines have a column of their own for it."
NOTHING_JOINS = "{files} have different columns, and no column of one holds the values that number the rows of another. Import them one after the other."
LIST_FAILED = "{file} was not imported with the others: {reason}"
ONLY_PURCHASES_JOIN = "Only purchases or ratings are joined with other files. Import the files one after the other."

# Samples.
NO_SUCH_SAMPLE = "There is no sample called {name}. Choose one of: {names}."
READING_SAMPLE = "Reading {sample}"
SAVING = "Saving"
SAMPLE_LOADED = "{sample} is loaded"
SAMPLE_ALREADY_HERE = "The sample {sample} is already in this workspace; there is nothing to load."
OTHER_DATA_HERE = "This workspace already holds other data, which the sample {sample} would be mixed with. Use an empty workspace folder, or choose to replace the data."
LINES_LOADED = "{rows} purchase lines"
RATINGS_LOADED = "{rows} ratings"
PRODUCTS_LOADED = "{rows} products"
USERS_LOADED = "{rows} customers with known facts"
CAMPAIGNS_LOADED = "{rows} campaigns"
TARGETS_LOADED = "{rows} customers reached by campaigns"
OFFERS_LOADED = "{rows} products on offer"
RESPONSES_LOADED = "{rows} coupons redeemed"
COUPONS_LOADED = "{rows} products paid for with a coupon"
NO_DISPLAYS = "The sample {name} has no displays and mailers; {sample} has."
DISPLAYS_OF_WEEK = "Week {week} of {weeks}: {rows} exposures drawn"
DISPLAYS_LOADED = "{rows} exposures to displays and mailers are in"
DISPLAYS_ALREADY_HERE = "The displays and mailers of the sample are already in this workspace; there is nothing to load."
DISPLAYS_OF_THE_SAMPLE = "Displays and mailers belong to the sample The Complete Journey, which is not in this workspace. Load it first: python -m recsys_core sample complete-journey"

# Settings of the data.
THE_DATA = "The data"
NO_SUCH_FIX = "There is no fix {name}. Choose one of: {names}."
NO_SUCH_DAY = "The setting {name} must be a day like 2024-05-31; {value} is not."
WINDOW_ENDS_EARLY = "The time window ends before it begins; exchange the two days."
SETTINGS_STAY = "Nothing would be left to learn from, so the settings stay as they were. Choose less strict ones."
ALL_TAKEN_BACK = "Everything taken back"
TAKEN_BACK = "Taken back: {fix}"
NOTHING_LEFT = "Nothing would be left to learn from."
CHANGES_NOTHING = "This changes nothing: the same rows, customers and products stay."
WOULD_LEARN = "Models would learn from {rows} of {customers} and {products}, as now."
WOULD_LEARN_OTHERWISE = "Models would learn from {rows} of {customers} and {products}: {moved} than now."
ROWS = Plural("{n} row", "{n} rows")
CUSTOMERS = Plural("{n} customer", "{n} customers")
PRODUCTS = Plural("{n} product", "{n} products")
FEWER_ROWS = Plural("{n} row fewer", "{n} rows fewer")
MORE_ROWS = Plural("{n} row more", "{n} rows more")
FEWER_CUSTOMERS = Plural("{n} customer fewer", "{n} customers fewer")
MORE_CUSTOMERS = Plural("{n} customer more", "{n} customers more")
FEWER_PRODUCTS = Plural("{n} product fewer", "{n} products fewer")
MORE_PRODUCTS = Plural("{n} product more", "{n} products more")
PRODUCTS_LEFT_OUT = Plural("{n} product left out: {some}.", "{n} products left out: {some}.")
CUSTOMERS_LEFT_OUT = Plural("{n} customer left out: {some}.", "{n} customers left out: {some}.")
MOST_OF_A_CUSTOMER = Plural("At most the latest {n} purchase of a customer count.", "At most the latest {n} purchases of a customer count.")
ONLY_THESE_COUNT = "Only {what} count."
ONLY_THESE_UNTIL_BOTH = "Only {what} count until both hold."
ONLY_BOTH_LIMITS = "Only what reaches both limits count."
PRODUCTS_WITH = Plural(
    "products with at least {n} customer", "products with at least {n} customers"
)
CUSTOMERS_WITH = Plural(
    "customers with at least {n} product", "customers with at least {n} products"
)
LAST_MONTHS = Plural("the last {n} month of the data", "the last {n} months of the data")
BOTH = "{first} and {second}"
ROWS_FROM = "rows from {day}"
ROWS_UP_TO = "rows up to {day}"
DAMPED = "Bestsellers are damped by {damping}."
WEIGHTS = "A look counts {view}, a click {click}, a cart {cart}, a purchase {purchase}, a return {return}."
NO_FEEDBACK = "Trainings do not learn from feedback."

# How far the data is in.
NOT_BEGUN = "No data yet. Add a file of purchases or ratings to begin."
ROWS_READ = Plural("{n} row read", "{n} rows read")
ROWS_REFUSED = Plural("{n} row refused", "{n} rows refused")
ROWS_REFUSED_ALL = Plural("{n} row refused (“{reason}”)", "{n} rows refused (“{reason}”)")
ROWS_REFUSED_MOST = Plural("{n} row refused (“{reason}”)", "{n} rows refused ({most} of them “{reason}”)")
ROWS_RETURNED = Plural("{n} return or zero quantity", "{n} returns or zero quantities")
ROWS_REPEATED = Plural("{n} repeated row", "{n} repeated rows")
SET_ASIDE, NOTHING_ASIDE = "{read}; set aside: {aside}.", "{read}; nothing set aside."
SELDOM_SOLD = "{share} of the products listed or sold were sold fewer than five times."
SELDOM_RATED = "{share} of the products listed or rated were rated fewer than five times."
STILL_LEARNT = Plural("{models} was trained while these rows were in, and still goes by what it learnt from them. Train it again.", "{models} were trained while these rows were in, and still go by what they learnt from them. Train them again.")
FEEDBACK_LEFT = Plural("{n} verdict of a customer who is no longer there is kept.", "{n} verdicts of customers who are no longer there are kept.")
ERASED_LATER = "Some of it can still be read in the workspace's folder, because the workspace is in use or short of room; it is erased when the workspace is opened next."

# A period against the one before.
PERIOD = "{first} to {last}"
AGAINST = "{period}, against {before}."
NOT_COVERED = "{period}. The data begins on {since} and does not cover the period before ({before}), so no difference is given."
ENDS_EARLIER = "{sentence} The data ends on {until}, before the period does."
ENDS_BEFORE = "The period ends on {last}, before it begins on {first}."
OUTSIDE_DATA, NO_DAYS = "The data has nothing in that period; it holds {data}.", "The data has no dates."

# Files whose columns may be called anything.
NO_TABLE = "{file} holds no table."
NO_COLUMN_CALLED = "{file} has no column “{column}”; it has {columns}."
