"""What the workspace's file says: why it cannot be opened, read or changed."""

from recsys_core.wording.messages import Plural

CHANGES_LOST = Plural("1 saved change is lost: the file that held it is damaged.", "{n} saved changes are lost: the file that held them is damaged.")
CHECK_LATEST = "Please check the latest imports, rules, scenarios and thumbs, and repeat what is missing."
LOG_KEPT = "What is left of them is kept in the file {file}."
LOST_AFTER = "Everything that was saved after {moment} UTC is missing."
MAYBE_LOST = "Changes that were saved last may be lost: the file that held them is damaged."
WORKSPACE_OPEN = "This workspace is already open, in the app or in another command. Close that one, or choose another workspace folder."
NO_WORKSPACE = "The file {file} in {folder} cannot be opened as a workspace. Choose another workspace folder, or move that file away and load the data again."
DATABASE_GONE = "The file {file}, which holds everything that was saved in this workspace, is no longer in {folder}. Put it back, choose another workspace folder, or begin anew in this one by removing {note} as well."
NEWER_VERSION = "This workspace was written by a newer version of Tastelab. Update Tastelab, or choose another workspace folder."
SETTINGS_LEAVE_NOTHING = "The settings of the data leave nothing to learn from. Take some of them back on the Data page, or import more purchases."
NO_PRODUCT_OFTEN_ENOUGH = "No product was bought by {least} customers or more, so there is nothing to learn from. Lower the fewest customers per product, or import more purchases."
NO_ROWS_YET = "There are no purchases or ratings in this workspace yet. Load a sample or import a file on the Data page."
NO_SUCH_IMPORT = "There is no import {import_id} in this workspace. The Data page lists the imports and their numbers."
ALREADY_TAKEN_BACK = "The import {import_id} was already taken back; there is nothing to do."
NO_REPEATED_ROWS = "The import {import_id} has no repeated rows that were left out."
NO_SUCH_MAPPING = "There is no such saved mapping; it may have been removed already."
NO_FOLDER = "There is no folder {folder}. Create it, or choose another place."
CANNOT_WRITE = "{path} cannot be written ({why}). Choose another place."
OTHER_ENDING = "{name} does not end in {endings}. Give the file that ending."
NOT_A_FILE = "{path} is not a file. Choose another place."
INSIDE_WORKSPACE = "{path} lies in the folder of a workspace, where only Tastelab writes. Choose a place outside it."
THERE_ALREADY = "{path} is there already. Choose another name, or add --force to replace it."
CLOSED = "This workspace was closed. Open it again."

# Looking for what is left of erased persons.
LOOKING_THROUGH = "Looking through every file of the workspace"
