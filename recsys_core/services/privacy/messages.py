"""What is said when persons are erased, asked for, or looked for in models."""

from recsys_core.wording.messages import Plural

# Erasing.
LOOKING_FOR_THEM = "Looking for everything the workspace knows of them"
REMOVING_ROWS = "Removing their rows"
MODELS_FORGET = "Models forget them"
FILES_FORGET = "Removing them from files and measurements"
LOOKING_THROUGH_TABLES = "Looking through every table"
ALL_DONE = "Done"
TOO_MANY = "The list names {n} persons; at most {most} can be erased at a time. Split the list."
NOBODY_KNOWN = Plural("The workspace knows nothing of {person}: no row, no refused line. Check the spelling.", "The workspace knows nothing of any of the {n} persons on the list. Check which column holds the customers' ids.")
JOBS_RUN = "A training or a measurement is running and reads the data. Wait until it has ended, or cancel it, and erase then."
STILL_TO_BE_DONE = "The rows are gone, but somebody is reading the database, so that its file could not be written anew. This is done when the workspace is opened next; the certificate is made then."
ERASED = Plural("One person was erased: {rows} rows are gone.", "{n} persons were erased: {rows} rows are gone.")
NOTHING_FOUND = "Afterwards all {files} files of the workspace, {size} bytes, were looked through: nothing of them was found."
FOUND_AGAIN = Plural("Something of them still stands in {n} place: see the certificate.", "Something of them still stands in {n} places: see the certificate.")
STAYS_OUT = "Their rows are left out of every import from now on."
UNKNOWN_IDS = Plural("{n} id of the list is not known here and was left alone.", "{n} ids of the list are not known here and were left alone.")

FILE_NAMES_NOBODY = "{file} names nobody who is known here. Give the customers' ids, one a line or in a column."
NOT_ERASED = "{person} is not among the persons who were erased."

# Models.
LEARNS_FROM_NOBODY = "{model} learns from no customer, so there is nothing of them in it."
WERE_NOT_IN = "None of them was in the data {model} was trained on."
COUNTING_OUT = "Counting out {model} without them"
COUNTED_ANEW = "{model} was counted out anew from what is left: it is what a training without them gives today."
COUNTED_ON_ITS_OWN = "{model} was counted out anew from the data it was trained on, without them: it is what that training would have given had they never been in. Products they alone bought are in its catalogue without any customer."
DROPPED = "{model} may remember single customers and cannot be rid of some exactly. The training was deleted; train it again to have it back."
NOT_ENOUGH_LEFT = "{model} could not be counted out from what is left. The training was deleted."
ROWS_DROPPED = "“{title}” kept a row a customer and was deleted; work it out again to have it back."
QUEUED = "The training of {model} was deleted, and a new one without them waits as run {run}."
NOT_QUEUED = "The training of {model} was deleted and cannot be repeated: {why}"
MODELS_EXACT = "Counted out anew, exactly as without them: {models}."
MODELS_DROPPED = "Deleted, to be trained again: {models}."
MODELS_NONE = "Nothing of them in: {models}."

# The certificate.
CERTIFICATE_TITLE = "Certificate of {number}"
NO_CERTIFICATE = "There is no certificate {number}."
DONE_BY = "Done at {at} (UTC) by {by}."
ACTION_EXACT, ACTION_DROPPED, ACTION_NONE = "counted out anew", "deleted", "nothing to do"
TABLE_COLUMNS = ("Table", "Rows removed")
TEXT_COLUMNS = ("Texts", "Rows in which a name was taken out")
MODEL_COLUMNS = ("Model", "Done", "Why")
SEARCHED = "Looked through afterwards: {files} files, {size} bytes, the columns of packed files, and every text of every table, for {texts} ids and details. {short} ids that are short, or a part of another customer's id, were looked for in the columns that hold customers only."
NOT_COVERED_TITLE = "What this certificate does not cover"
NOT_COVERED = (
    "Copies outside the workspace: backups, files that were exported or sent, screenshots, what a browser keeps.",
    "Blocks that the file system or the disk freed, and snapshots that the machine takes by itself.",
    "What the running program still has in its memory until it is started anew.",
    "The audit log: it says what was done to persons under HMACs of their ids, which whoever has its key can look an id up in.",
    "Figures of many customers together, such as those of earlier measurements, forecasts and sizes of groups: they counted these persons and stay as they are.",
    "Free text that names a person in other words than the id or the details that were imported for them.",
)
PERSONS_TITLE = "Who was erased"
WHAT_DIGESTS_ARE = "Each line is the HMAC-SHA-256 of an id under a key that lies in the workspace. Whoever has the workspace and an id can check that the id is among them; the line alone does not give the id away."
WHAT_SIGNATURE_PROVES = "The signature is an HMAC-SHA-256 of this certificate under the same key. It proves to whoever holds the workspace that the certificate was not changed since; it proves nothing to anybody else."

# Everything known of a person.
COLLECTING = "Collecting every row"
ASKING_MODELS = "Asking the models"
KNOWN_TITLE = "Everything known of {person}"
KNOWN_LEAD = "What this workspace holds of you and what is worked out of it. Each table lies beside this page as a file with all its rows. Nobody else is named in it."
EXPECTED_VALUE = "Expected to spend within a year: {value}. This is an estimate from the dates and amounts of the orders."
IN_SEGMENT = "In the segment “{segment}”."
REST_IN_FILE = "The first {n} rows are shown; all are in {file}."
KNOWN_TABLES = {
    "interactions": "Purchases, returns, ratings and visits",
    "users": "Details",
    "quarantine": "Lines that could not be read",
    "repeated": "Lines left out as equal to another one",
    "feedback": "What was said of products on your behalf",
    "exposures": "What was shown",
    "deliveries": "Messages and what became of them",
    "campaign_targets": "Campaigns meant for you",
    "campaign_responses": "Answers to campaigns",
    "coupon_uses": "Coupons used",
    "segment_members": "Lists of customers you are on",
    "audience_members": "Audiences you were put into",
    "assignments": "Experiments and your part in them",
    "pages": "Pages kept that show you",
    "lists": "What the models would recommend now, and why",
}

# Who was in.
TOO_FEW_TO_ATTACK = "Only {n} customers have {products} different products or more; an attack is tried with {least}."
TEACHING = "Training {model} without some customers"
GUESSED = {
    "scores": "{model}: an attacker who sees the score of every product guesses right in {share} of 100 (95 % interval {low} to {high}).",
    "lists": "{model}: an attacker who sees lists of ten guesses right in {share} of 100 (95 % interval {low} to {high}).",
}
CHANCE_IS = "Chance is 50 of 100. Guessed was whether a customer had been trained on, {n} times for each model, half of them customers it had never seen."
ATTACK_LIMITS = "The attacker knows everything the customer bought. This is one attack of a kind, by how well a model fits a customer's purchases compared with a model that saw neither; a better attacker may guess better. Near 50 is no proof that nothing gets out; far from it is a warning to hand out lists only, never a model or its scores."
ATTACK_SMALLER = "Tried on the {n} products with the most customers."
NOT_TRIED = "{model} was not tried: {why}"
