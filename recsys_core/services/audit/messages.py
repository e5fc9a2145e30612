"""What the audit log says: the actions by name, and what is broken of it."""

from recsys_core.wording.messages import Plural

# Actions.
ACTIONS = {
    "import": "Import", "undo": "Import taken back", "let-in": "Repeated rows let in", "sample": "Sample loaded",
    "change": "Change", "change-undone": "Change taken back", "setting": "Setting",
    "export": "Export", "report": "Report written", "train": "Training asked for", "measure": "Measurement asked for",
    "run-deleted": "Model or measurement removed", "erasure": "Person erased", "access": "Access request",
    "retention": "Old rows removed", "backup": "Backup", "restore": "Restored from a backup", "snapshot": "Snapshot",
    "login": "Login", "logout": "Logout", "account": "Account", "role": "Role", "refused": "Not allowed",
    "damage-found": "Damage of this log found", "damage-read": "Damage of this log read",
}
OUTCOMES = {"done": "done", "failed": "failed", "refused": "refused", "cancelled": "cancelled"}
YES, NO = "yes", "no"

# What is broken.
ENTRY_CHANGED = "The audit log is broken: entry {number} is not as it was written."
ENTRIES_REMOVED = "The audit log is broken: entries before number {number} were taken out."
END_CUT = Plural("The audit log is broken: its last entry is gone.", "The audit log is broken: its last {n} entries are gone.")
LOG_GONE = "The audit log is gone: the file audit.sqlite was removed, and with it entries up to number {number}. A new log was begun."
LOG_UNREADABLE = "The audit log could not be read and was set aside as {file}. A new log was begun."
HEAD_GONE = "The file audit.head, by which a cut end of the audit log is noticed, is gone or damaged. A new one was written; whether entries were missing before that cannot be told."
KEY_GONE = "The file audit.key was gone and a new one was made. Customers and names in older entries of the audit log can no longer be found by searching."
NOT_WRITTEN = Plural("{n} action could not be written to the audit log. It is written as soon as that is possible.", "{n} actions could not be written to the audit log. They are written as soon as that is possible.")
LOG_SOUND = Plural("The audit log is whole: {n} entry, each as it was written. The last one has the hash {hash}.", "The audit log is whole: {n} entries, each as it was written. The last one has the hash {hash}.")
LOG_NOT_READ = "The audit log cannot be read at the moment ({why}). Try again; open the workspace anew if it stays so."
NO_LOG_YET = "Nothing was written to the audit log yet."
SINCE_IS_A_DAY = "{day} is no day to begin with; write it as 2026-11-30."

# Columns of the table and of the file.
COLUMNS = ("number", "when (UTC)", "who", "what", "outcome", "details")
