"""What backups, snapshots and retention say."""

from recsys_core.wording.messages import Plural

COPYING_DATABASE, PACKING, CHECKING, UNPACKING = "Copying the tables", "Packing the files", "Checking the backup", "Unpacking the files"
BACKED_UP = Plural("{n} file and {rows} rows were backed up to {path} ({megabytes} MB).", "{n} files and {rows} rows were backed up to {path} ({megabytes} MB).")
WITHOUT_ACCOUNTS = "Accounts and roles are not in it."
WITH_ACCOUNTS = "Accounts and roles are in it, with the hashes of passwords: keep it where only administrators can read it."
NO_ROOM_FOR_BACKUP = "A backup takes up to {needed} MB beside the workspace, and {free} MB are free. Make room, or choose another disk."
NOT_A_BACKUP = "{file} is no backup of Tastelab, or it is damaged beyond reading."
NEWER_BACKUP = "{file} was written by a newer version of Tastelab. Update Tastelab and restore it then."
DAMAGED_MEMBER = "{file} is damaged: the checksum of {member} is not as it was written. Nothing was restored. Use another backup."
UNSAFE_MEMBER = "{file} holds a name that leads out of its folder or stands twice ({member}). Nothing was restored."
ROWS_DIFFER = "{file} is damaged: its tables have other numbers of rows than it says. Nothing was restored."
NO_ROOM_TO_RESTORE = "Restoring takes {needed} MB, and {free} MB are free there. Make room, or choose another disk."
FOLDER_IN_USE = "{folder} holds a workspace. Name another folder, or add --replace: the workspace that is there is kept beside it under another name."
FOLDER_NOT_EMPTY = "{folder} holds other files. Name a folder that is new or empty."
RESTORED = Plural("{n} file and {rows} rows of {moment} UTC were restored to {path}.", "{n} files and {rows} rows of {moment} UTC were restored to {path}.")
OLD_ONE_KEPT = "The workspace that was there is kept as {path}."

# Retention.
SOME_MONTHS = "Rows are kept for a whole number of months, from 1 to {most}."
NOTHING_OLD = "Nothing is older than {day}."
OLD_ROWS_GO = Plural("{n} row from before {day} goes for good: {parts}.", "{n} rows from before {day} go for good: {parts}.")
OLD_ROWS_GONE = Plural("{n} row from before {day} was removed for good: {parts}.", "{n} rows from before {day} were removed for good: {parts}.")
OLD_CUSTOMERS = Plural("{n} customer of whom nothing is left", "{n} customers of whom nothing is left")
OLD_ORDERS = Plural("{n} order", "{n} orders")
OLD_REVENUE = "{amount} of revenue"
UNDATED_STAY = Plural("{n} purchase without a date stays: nobody knows how old it is.", "{n} purchases without a date stay: nobody knows how old they are.")
TRAIN_AGAIN = Plural("{models} was trained while they were in: train it again or remove it, for what it was trained on stays with it until then.", "{models} were trained while they were in: train them again or remove them, for what they were trained on stays with them until then.")
STILL_READABLE = "Something of it is still readable in the folder, because somebody works with it; it goes when the workspace is opened next."
NOTHING_WOULD_BE_LEFT = "No purchase is from {day} or later, so nothing would be left and nothing was removed. Take the imports back on the Data page if that is what you want."

# Snapshots.
SNAPSHOTS_KEPT = "Between 0 and {most} daily snapshots are kept."
NO_SNAPSHOTS = "No daily snapshots are kept."
NO_ROOM_FOR_SNAPSHOTS = "Daily snapshots pause: there is too little room on the disk."
FIRST_SNAPSHOT_COMES = "The first daily snapshot is written within half an hour."
SNAPSHOTS = Plural("{n} daily snapshot, of {moment} UTC.", "{n} daily snapshots, the latest of {moment} UTC.")
SNAPSHOT_RESTORED = Plural("{n} row of {file} is in place. What was there is kept as a snapshot; train the models again.", "{n} rows of {file} are in place. What was there is kept as a snapshot; train the models again.")
NEVER_BACKED_UP = "Nothing was backed up yet."
LAST_BACKUP = "Backed up last at {moment} UTC, by {who}."
