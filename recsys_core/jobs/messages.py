"""What the queue says: how a job ended, and why it cannot be deleted."""

STOPPED = "It was stopped before it finished, because the computer or the program was shut down. Start it again."
UNEXPECTED = (
    "It stopped unexpectedly. Nothing was changed; start it again, or look at the log of this run."
)
OUT_OF_MEMORY = "The computer ended it, most often because memory ran out. Nothing was changed; try again with fewer products or fewer factors."
NOT_ENOUGH_MEMORY = "There is not enough memory for this. Try fewer products or fewer factors."
CANCELLED = "Cancelled; nothing of it was kept."
NO_SUCH_RUN = "There is no run {run}. It may have been deleted; see the list of runs."
SET_ASIDE = "Its file {file} is damaged, gone or of another version of Tastelab, so this run is not used. Remove it, or start it again."
STILL_RUNNING = "{run} is still running. Cancel it first, then delete it."
