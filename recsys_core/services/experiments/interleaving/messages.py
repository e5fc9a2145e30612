"""What is said of two lists dealt into one."""

from recsys_core.wording.messages import Plural

CLICK_MODEL_TITLES = {
    "perfect": "a perfect reader, who clicks all that is wanted and nothing else",
    "navigational": "a reader after one thing, who mostly stops at the first wanted product",
    "informational": "a browsing reader, who often clicks what is not wanted",
}
WINS_SESSIONS = "{winner} wins {wins} and {loser} {losses} of {n} sessions, a lead of {lead} points ({low} to {high})."
WINNER_NOT_TOLD = "{first} wins {wins} and {second} {losses} of {n} sessions: which is better cannot be told, the lead is {lead} points ({low} to {high})."
SIMULATED_WINS = "Simulated: {finding}"
TIED = Plural("{n} session is tied.", "{n} sessions are tied.")
SESSION_ROWS_LEFT_OUT = Plural("{n} row without a session or a list was left out.", "{n} rows without a session or a list were left out.")
ABOUT_SIMULATED = "Each customer whose lists the newest evaluation kept had one session: the two lists were dealt into one of {k}, and {reader}, clicked in it; what is wanted is what the customer really bought later."
ABOUT_LOGGED = "Each session of the file counts once, for the list whose products were clicked more often."
TWO_MODELS = "Name two different models of the newest evaluation: {models}."
NO_SUCH_READER = "There is no reader “{name}”; there is {readers}."
LIST_LENGTH = "A list has between 1 and 100 products."
NOT_TWO_LISTS = "“{column}” of {file} names {n} lists; an interleaved list is made of two."
NO_CLICKS_IN = "“{column}” of {file} does not say whether something was clicked: “{example}” is neither a number nor yes or no."
NO_SESSION_COLUMN = "No column of {file} says which session a row is of; say which column does."
NO_TEAM_COLUMN = "No column of {file} says of which of two lists a product was; say which column does."
FEW_SESSIONS = "Fewer than 2 sessions of {file} say what was clicked."
DUEL_VERDICTS = {"first": "first", "second": "second", "untold": "cannot be told"}
DEALING_LISTS = "Dealing lists"
