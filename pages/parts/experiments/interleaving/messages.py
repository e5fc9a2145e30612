"""What the part on two lists dealt into one says."""

from recsys_core.wording.messages import Plural

DUEL_TITLE = "Which of two lists is clicked?"
ABOUT_DUEL = "Two lists are dealt into one, as captains choose players: those of two models, clicked by simulated customers, or those of real sessions in a file."
DUEL_FROM, TWO_MODELS, SESSIONS_OF_A_FILE = "Sessions", "Two models, simulated", "Real ones of a file"
SESSIONS_FILE, ABOUT_SESSIONS = "A file of sessions", "A row each product shown, or each click: its session, which of the two lists it is of, whether it was clicked; columns by any name."
SESSIONS_READ = Plural("{file}: {n} row of sessions.", "{file}: {n} rows of sessions.")
SESSION_ROLES, NO_SESSION_ROLE = {"session": "Session", "team": "Which of two lists", "click": "Clicked"}, "None"
FIRST_LIST, SECOND_LIST, READER = "First list", "Second list", "Simulated readers"
READER_NAMES = {"navigational": "After one thing", "informational": "Browsing", "perfect": "Perfect"}
ABOUT_READERS = "After one thing: mostly stops at the first wanted product. Browsing: often clicks what is not wanted. Perfect: clicks all that is wanted and nothing else."
DEAL, DEALING = "Deal and click", "Dealing lists"
TWO_MODELS_NEEDED = "The newest evaluation has fewer than two models with lists. Measure two models on the Evaluation page."
WON_TITLE = "Sessions won by each list"
WON_ALT = "Three bars: sessions won by the first list, tied, and won by the second. {finding}"
TIED_SESSIONS, SESSIONS_AXIS = "Tied", "Sessions"
WON_HOVER = "%{y}<br>Sessions: %{customdata}<extra></extra>"
