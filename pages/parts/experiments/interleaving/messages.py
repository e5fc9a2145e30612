"""What the part on two lists dealt into one says."""

DUEL_TITLE = "Which of two lists is clicked?"
ABOUT_DUEL = "Two models of the newest evaluation have their lists dealt into one, as captains choose players; simulated customers click in it."
FIRST_LIST, SECOND_LIST, READER = "First list", "Second list", "Simulated readers"
READER_NAMES = {"navigational": "After one thing", "informational": "Browsing", "perfect": "Perfect"}
ABOUT_READERS = "After one thing: mostly stops at the first wanted product. Browsing: often clicks what is not wanted. Perfect: clicks all that is wanted and nothing else."
DEAL, DEALING = "Deal and click", "Dealing lists"
TWO_MODELS_NEEDED = "The newest evaluation has fewer than two models with lists. Measure two models on the Evaluation page."
WON_TITLE = "Sessions won by each list"
WON_ALT = "Three bars: sessions won by the first list, tied, and won by the second. {finding}"
TIED_SESSIONS, SESSIONS_AXIS = "Tied", "Sessions"
WON_HOVER = "%{y}<br>Sessions: %{customdata}<extra></extra>"
