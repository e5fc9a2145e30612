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
