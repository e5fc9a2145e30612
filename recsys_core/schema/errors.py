"""Errors an analyst can act on. A page or the command line shows the message and nothing else."""


class TastelabError(Exception):
    """Base of every expected failure; the message is one plain sentence that says what to do
    next.
    """


class InputError(TastelabError):
    """A file, an identifier or an option that cannot be used as given."""


class NotFoundError(InputError):
    """A customer, product, run or import that this workspace does not have."""


class NotReadyError(TastelabError):
    """The workspace lacks something the request needs (data, a trained model, enough rows)."""


class WorkspaceBusyError(TastelabError):
    """Another process has the workspace open; DuckDB lets one process write a file."""


class CancelledError(TastelabError):
    """The analyst cancelled the job; nothing of it is kept."""


class ForbiddenError(TastelabError):
    """Whoever asks has no role that allows it; nothing was read and nothing was done."""


class LoginRefused(TastelabError):
    """Nobody was let in; the sentence does not tell whether the name exists."""
