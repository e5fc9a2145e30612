"""What the Settings page says."""

from recsys_core.wording.messages import Plural

SETTINGS_QUESTION = "Who may see what, and where is it kept?"
PEOPLE_PART, AMOUNTS_PART, PLACE_PART = "People", "Amounts and groups", "Place and versions"

# People.
NOBODY_SIGNS_IN = "Nobody signs in: whoever sits at this machine may do everything."
SO_MANY_SIGN_IN = Plural("{n} person may sign in.", "{n} people may sign in.")
SO_MANY_WAIT = Plural("{n} person waits for a role.", "{n} people wait for a role.")
WHO_IS_HERE, ABOUT_ROLES = "Who is here", "Viewers look; analysts import, train, save and export; stewards erase and answer access requests; administrators give roles and choose for everybody."
WHO_WAITS, ABOUT_WAITING = "Who waits for a role", "They signed in at your organisation's provider and see nothing yet."
WITH_EMAIL = "{name} ({email})"
GIVE_ROLE, CHANGE_ROLE, SIGN_THEM_OUT = "Let in", "Change the role", "Sign out on all devices"
NAME, ROLE, SIGNS_IN_AS, LAST_SEEN = "Name", "Role", "Signs in as", "Last seen"
PEOPLE_ALT = "People with a role: how they sign in and when they were last seen"
A_PERSON = "Change something for"
SAID_OF = "{name}: let in on {date} by {by}."
NEW_PASSWORD_FOR, REMOVE_PERSON = "New password", "Remove"
TYPE_TO_REMOVE, NAME_NOT_TYPED = "To remove, type: {name}", "Type the name “{name}” to remove this person."
ADMIN_GIVES_ROLES = "Roles and accounts are given by an administrator."
NEW_ACCOUNT, MAKE_ACCOUNT = "A new account", "Make the account"
ABOUT_ACCOUNT = "For people who do not sign in at a provider. A first password is shown once; they choose their own when they sign in."
FIRST_ACCOUNT = "The first one administrates. From then on everybody signs in, at this machine too."
SIGN_IN_NAME, NAME_SHOWN = "Name to sign in with", "Name shown"
PASSWORD_OF_FIRST, ABOUT_FIRST_PASSWORD = "Password", "At least {least} characters; several words are easier to keep than signs."
PASSWORD_ONCE = "The password of {name}, shown this once. Hand it over; it is kept nowhere."
HAVE_IT = "I have it"

# Amounts and groups.
AMOUNTS_IN = "Amounts are in {currency}."
AMOUNTS_WITHOUT = "Amounts stand without a currency."
SMALLEST_GROUP = "The smallest group"
ABOUT_SMALLEST = "Smaller groups of customers are not handed over: a file of few says something of single people."
FEWEST = "Customers at least"

# Place and versions.
KEPT_IN = Plural("All is kept in one folder of {megabytes} MB with {n} file.", "All is kept in one folder of {megabytes} MB with {n} files.")
THE_FOLDER, ABOUT_FOLDER = "Where all is kept", "Whoever may read this folder can read the customers' data: nothing in it is encrypted."
MADE_OF, ABOUT_MADE_OF = "Versions", "To name where something is reported, and to compare figures made elsewhere."
SOFTWARE, VERSION, VERSIONS_ALT = "Software", "Version", "Tastelab, Python, the libraries and the form of the database with their versions"
DATABASE_FORM = "form of the database"

# Backup and how long things are kept.
KEEPING_PART, LOG_PART = "Backup and retention", "Who did what"
BACKUP, ABOUT_BACKUP = "Backup", "Everything in one file; it comes back by the command restore."
BACK_UP_NOW, BACKING_UP, TAKE_BACKUP = "Back up now", "Backing up", "Download the backup"
ACCOUNTS_TOO = "With accounts, roles and hashes of passwords"
ADMINS_ONLY, STEWARDS_ONLY = "This is for administrators.", "This is for stewards and administrators."
SNAPSHOTS, ABOUT_SNAPSHOTS = "Daily snapshots", "Copies of the tables in the same folder, against a mistake. Erasing anything removes them all."
SNAPSHOTS_TO_KEEP = "Snapshots kept"
RETENTION, ABOUT_RETENTION = "Old rows", "What is older is removed for good, snapshots with it; models that learned from it are named."
OLDER_THAN, LOOK, REMOVE_FOR_GOOD = "Older than months", "See what would go", "Remove for good"
WITH_EVERY_IMPORT, ABOUT_EVERY_IMPORT = "Months kept, with every import", "What is older is removed whenever a file is imported; 0 for never."

# The audit log.
LOG_LINE = "Who did what is written down."
LOG, ABOUT_LOG = "The audit log", "Entries are never changed or removed. Customers, names and files are in it as codes only."
SEARCH_LOG, ABOUT_SEARCH = "Search", "A word, a person of the team, or the number of a customer: its code is looked for."
SINCE, VERIFY, TAKE_LOG = "From", "Verify all entries", "Download these entries"
NO_ENTRIES = "There is no such entry."
LATEST_SHOWN = "The latest {n} of {all} entries."
NUMBER, WHEN, WHO, WHAT, OUTCOME, DETAILS = "Number", "When (UTC)", "Who", "What", "Outcome", "Details"
LOG_ALT = "What was done, by whom and when, the latest first"
