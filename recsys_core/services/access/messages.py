"""What is said to people about who they are and what they may do."""

from recsys_core.wording.messages import Plural

# Roles, and who is asked.
VIEWER, ANALYST, STEWARD, ADMIN = "viewer", "analyst", "steward", "admin"
AT_THE_MACHINE = "the person at the machine"
NO_ROLE = "Nothing is shown without a role. Ask an administrator for one."
ROLE_TOO_LOW = "Your role is {have}; this needs the role {need}. Ask an administrator for it."
NO_SUCH_ROLE = "There is no role {role}; choose {roles}."
OWN_SESSIONS_ONLY = "People log themselves out; others are logged out by an administrator."

# Logging in.
REFUSED = "Name or password is wrong."
WAIT = Plural("There were too many wrong passwords. Try again in {n} minute.", "There were too many wrong passwords. Try again in {n} minutes.")
LOCKED = "There were too many wrong passwords. An administrator must set a new one."

# Passwords and names.
PASSWORD_TOO_SHORT = "A password has at least {least} characters."
PASSWORD_TOO_LONG = "A password has at most {most} characters."
PASSWORD_IS_NAME = "The password must not hold the name, or be made of one character."
PASSWORD_SAME = "The new password is the old one. Choose another."
NO_LOGIN_NAME = "The name to log in with has 1 to {most} characters, without spaces."
LOGIN_TAKEN = "Somebody logs in as “{login}” already. Choose another name."
NO_ACCOUNT = "“{name}” has no password here: they log in at {issuer}."

# Members.
NO_SUCH_MEMBER = "Nobody here is called “{name}”. See who is with: python -m recsys_core users"
WHO_IS_MEANT = "Say who is meant: by login, by e-mail, or by issuer and subject."
SEVERAL_MEMBERS = "“{name}” is more than one person; say issuer and subject. See who is with: python -m recsys_core users"
LAST_ADMIN = "“{name}” is the last administrator. Make somebody else one first."
NO_SUBJECT = "Say by issuer and subject who it is, each with 1 to {most} characters."
TOO_MANY_WAIT = "Too many people wait for a role already. Ask an administrator."
NOT_HOURS = "Hours of a session are from {least} to {most}."
