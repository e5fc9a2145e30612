"""What is said before a page is reached, and where the server cannot start."""

# Starting.
PORT_IS_A_NUMBER = "PORT takes a number from 1 to 65535; {port} is something else."
EVERYWHERE_NEEDS_NAMES = "HOST={host} listens on every network. Say under which names the app is asked for, for instance: ALLOWED_HOSTS=tastelab.example.com,192.168.1.20"
NEEDS_A_LOGIN = "{by} lets other machines in, and nobody could log in yet. Make the first account with: python -m recsys_core users add --login NAME --role admin"
LISTENS = "Tastelab listens on {host}, port {port}, for {names}; whoever has no login sees the login page only."
UNENCRYPTED = "Nothing encrypts the way to it unless a proxy does: docs/security.md shows one."
PORT_IN_USE = "Port {port} is in use. Stop what runs there, or choose another: PORT={next}"
PROVIDER_NEEDS = "To log in at a provider, {names} must be set too."
PROVIDER_UNUSABLE = "The section [auth] of secrets.toml cannot be used: {why}"

# Refusals.
NOT_THIS_NAME = "The app is not served under this name. Start it with ALLOWED_HOSTS=NAME."
OTHER_ORIGIN = "This page may not speak with the app: it comes from another address."
NOTHING_HERE = "There is nothing here."
SAY_HOW_LARGE = "An upload says how large it is."
TOO_MANY_UPLOADS = "Too many uploads are waiting. Try again when they have been read."
SIGN_IN_FIRST = "Sign in first."
NOT_A_FORM, FORM_TOO_LARGE = "The login form sends something else.", "The login form is smaller."

# The login page.
SIGN_IN, SIGN_OUT, SIGNED_IN_AS = "Sign in", "Sign out", "Signed in as {name}."
LOGIN_NAME, PASSWORD = "Name", "Password"
AT_THE_PROVIDER, OR_HERE = (
    "Sign in with your organisation's account",
    "or with an account of this server",
)
PROVIDER_REFUSED = "Your organisation's sign-in did not succeed. Try again."
NO_ACCOUNT_YET = "Nobody can sign in yet. Whoever runs the server makes the first account: python -m recsys_core users add --login NAME --role admin"
NO_ROLE_TITLE, NO_ROLE_YET = (
    "No role yet",
    "You are known, but have no role yet: ask an administrator. You are on their list.",
)
LOOK_AGAIN = "Look again"
NEW_PASSWORD_TITLE, NEW_PASSWORD, OLD_PASSWORD = (
    "A password of your own",
    "New password",
    "Password until now",
)
MUST_CHANGE = "Somebody else chose your password. Choose one that only you know."
MAY_CHANGE = "You are signed out everywhere and sign in again with the new one."
ABOUT_PASSWORD = "At least {least} characters; several words are easier to keep than signs."
KEEP_PASSWORD = "Keep it"
