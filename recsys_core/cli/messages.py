"""What the command line says; help of commands and options stands where they are declared."""

from recsys_core.wording.messages import Plural

ADDED = "{rows} repeated rows count now."
AMOUNTS = "Currency: {currency}. An amount reads {amount}."
ALL_SEEN = "Everything counts: no setting was changed."
ARM_AND_OUTCOME = "Name the column of the arm with --arm and that of the outcome with --outcome."
AA_COLUMNS = ("outcome", "false alarms", "share", "from", "to")
ARM_COLUMNS = ("arm", "customers", "outcome", "from", "to")
AS_PAIRS = "{option} takes name=value; {text} is something else."
CARD_WRITTEN = "Run card of {run}: {path}"
CURRENCY_OPEN = "No file says in which currency the amounts are; amounts --currency EUR says it."
AUDIT_COLUMNS = ("when", "who", "what", "outcome", "details")
AUDIENCE_COLUMNS = ("audience", "for", "sent", "written to", "kept back", "expected", "from", "to")
EXCLUDED_COLUMNS = ("left out", "customers")
NO_DAY = "{day} is no day; write it as 2026-11-30."
BOOKMARK_COLUMNS = ("name", "address")
CAMPAIGN_COLUMNS = ("campaign", "start", "reached", "answered", "share", "from", "to")
REASON_COLUMNS = ("reason", "next step", "customers", "answers to expect")
RESPONSE_COLUMNS = ("group", "reached", "answered", "share", "from", "to")
CHANGE_COLUMNS = ("when", "what", "taken back")
DECIDED = "{question} Decided: {chosen}. To change that: {others}."
DESCRIPTION = "Tastelab without a browser: import, train, measure and recommend."
DIFFERS = "differs from the bestsellers"
EXPORTED = "{rows} lines for {users} customers in {seconds} s: {path}"
EXPERIMENT = "did it work, and how long must it run"
FILE_OR_AUDIENCE = "Name either a file or, with --audience, a kept audience."
AUDIENCE_HAS_ITS_OWN = "A kept audience has its own customers, arms and outcomes: {options} is for files."
FILE_OR_CAMPAIGN = "Name either a file or, with --campaign, a campaign."
FILE_OR_GROUP = "Name either a file with {file} or a group with {group}."
GROUP_COUNT = "{option} takes GROUP=N with a whole number; {text} is none."
FLAGGED = Plural("{n} line is not as the others; see --json.", "{n} lines are not as the others; see --json.")
IMPORTED = "{read} rows read: {accepted} accepted, {returns} returns or zero quantity, {repeated} duplicates, {refused} refused. ({seconds} s, import {import_id})"
ITEM_OR_NEW = "Name a product with --item, or type one in with --new --title."
NAME_BOTH = "Name the customer with --user and the product with --item."
NAME_CUSTOMER = "Name the customer with --user."
NO_RULES = "There are no rules."
NO_SEGMENTS, NO_SEGMENT_NAMED = "There are no segments yet.", "There is no segment “{name}”; segments without options lists them."
EXPORT_NEEDS_OUT = "--export NAME and --out FILE belong together."
NO_STATES = "The storyboard is empty. Add a page's address with --add ADDRESS LINE."
NO_SCENARIOS = "No scenario has been saved yet."
NOTHING_WRONG = "Nothing is wrong with them."
PLACEMENT_COLUMNS, NO_PLACEMENTS = ("placement", "what it shows"), "No placement has been saved yet."
SHOWN_COLUMNS = ("placement", "rank", "shown", "number", "why")
PLAN_COLUMNS = ("line", "placement", "channel", "starts", "ends", "group", "messages", "customers")
WHAT_TO_WRITE = "Say what to write with --export: --lists-of NAME or --plan."
NAME_THE_FILE = "Name the file to write with --export."
NAME_THE_DAYS, ONE_GROUP = "Name the first day with --starts.", "Name a segment or an audience, not both."
PERIOD_COLUMNS = ("figure", "in the period", "before")
PREVIEWED = "{file}: {rows} rows, {columns} columns{encoding}{delimiter}"
REFUSED_ROWS = "The refused rows with their reasons: {path}"
REPORT_WRITTEN = "Report of {sections} sections, {megabytes} MB: {path}"
SAVE_OR_DELETE = "Either save a scenario or delete one, not both at once."
SAY_VERDICT = "Say --up, --down, --never, --remove or --list."
SAY_WHAT_TO_WRITE = "Say what to write: --out FILE.html or FILE.pptx, --run-card FILE.json, or both."
SCENARIO_SAYS = "The scenario says already how lists are made; leave out {options}."
SET_HERE = "Set on the command line"
UNDONE = "Taken back: {change}"
STOPPED = "Stopped. Nothing was left half-written."
TAKEN_BACK = "{rows} rows taken back."
TOO_FEW = "too few to tell"
TRAINED = "{model} trained in {seconds} s with at most {megabytes} MB of memory ({run})."
IN_USE_NOW = "{model} is in use now; it was {before}. Lists, files and rules are worked out with it where no other model is named."
UNREADABLE = "{path} cannot be read. Check the name of the file."

PLACE_IS_A_NUMBER = "“{place}” is no place of the data: places are numbers from 1."

# Heads of tables.
CACHE_COLUMNS = ("cache", "entries", "MB")
COMPARED_COLUMNS = ("group", "figure", "mean", "low", "high", "average")
EFFECT_COLUMNS = ("metric", "value", "baseline", "difference", "low", "high", "customers", "better")
FEEDBACK_COLUMNS = ("customer", "product", "number", "verdict")
READOUT_COLUMNS = ("outcome", "arm", "arm has", "control has", "difference", "from", "to", "any looks from", "to", "p (Holm)", "verdict")
MODELS_OR_SESSIONS = "Name two models of the newest evaluation, or a file of sessions with --file."
RATES_OR_A_LOG = "Either rates are given or a log is read; a replay needs a log."
ONLY_SIMULATED = "{options} can only be simulated; leave out --replay, or these."
ONLY_OF_A_LOG = "{options} name columns of a log; where rates are given there is none."
SIMULATED_COLUMNS = ("learner", "regret", "from", "to", "saved", "from", "to", "reward", "best arm last", "second half")
REPLAYED_COLUMNS = ("learner", "rows agreed", "reward", "from", "to")
ESTIMATE_COLUMNS = ("estimator", "value", "from", "to")
REPLAY_COLUMNS = ("bid", "budget", "spent", "won", "per click", "return")
SLOT_COLUMNS = ("name", "shown", "bid", "click", "conversion", "worth")
OFFER_COLUMNS = ("coupon", "given", "taken up", "margin on sales", "taken off", "handling costs", "sending", "anyway", "profit")
LIMIT_COST_COLUMNS = ("limit", "what it costs")
FIGURE_COLUMNS = ("model", "metric", "value", "low", "high", "customers")
LEARNER_COLUMNS = ("arm", "learner", "Qini", "from", "to", "random from", "to", "perfect")
PERSUADABLES_KEPT = Plural("Kept as “{name}”; {n} number is nobody's here and was left out.", "Kept as “{name}”; {n} numbers are nobody's here and were left out.")
LIFT_COLUMNS = ("way", "times at random", "low", "high")
GROUP_COLUMNS = ("group", "customers", "share", "share of spend", "what sets it apart")
LIST_COLUMNS = ("rank", "product", "category", "number", "why")
MODEL_COLUMNS = ("model", "family", "ready", "in use", "why")
NEAR_BY_BEHAVIOUR_COLUMNS = ("nearest by behaviour", "likeness", "have both", "place by text")
NEAR_BY_TEXT_COLUMNS = ("nearest by text", "category", "text", "number")
POINT_COLUMNS = ("setting", "accuracy (NDCG)")
SEGMENT_COLUMNS = ("segment", "kind", "customers", "share", "share of spend")
ANSWERING_COLUMNS = ("model", "AUC", "from", "to", "log loss", "calibration error", "expected", "answered")
RULE_COLUMNS = ("no.", "rule", "now", "what it does")
SCENARIO_COLUMNS = ("name", "lists")
SHAPE_COLUMNS = ("shape", "kind", "from", "columns")
SMALLEST_GROUP = "A group that is handed over has at least {n} customers."
STATE_COLUMNS = ("no.", "line", "address")
TASTE_COLUMNS = ("category", "share", "times the average")
TRIAL_COLUMNS = ("repeat orders before", "customers", "expected", "came")
COHORT_COLUMNS = ("first order in", "months since", "customers", "share", "from", "to", "revenue")
STAYED_COLUMNS = ("customers", "expected to stay away", "stayed away", "from", "to")
THEME_COLUMNS = ("theme", "products", "share of customers", "share of purchases", "bought most")
TOUCHED_COLUMNS = ("rule", "lists touched")
WANTED_BY_COLUMNS = ("who would want it", "segment", "place")

NO_RATE = "Rates are numbers: --rate USD=0.92."
UNKNOWN_MEMBERS = Plural("{n} number is of no customer with purchases here and was left out.", "{n} numbers are of no customer with purchases here and were left out.")
DAY_AS = "{text} is no day; write it as 2026-03-31."
LIFTED = "Rows of {person} are let in again from the next import on."
CERTIFICATE_COLUMNS = ("certificate", "at", "persons", "by", "as signed")
NOBODY_ERASED = "Nobody was erased yet."
