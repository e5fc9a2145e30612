"""What an import did."""

from dataclasses import asdict, dataclass, field
from typing import Any

from recsys_core.schema.questions import Question


@dataclass(frozen=True)
class JoinFix:
    """How a list and what was sold would go together better.

    value: the column to take for the role or, where `spelling`, how the IDs are written otherwise
    (see services/data/joins.py). before, after: how many of `known` IDs are found.
    """

    role: str
    value: str
    spelling: bool
    sentence: str
    before: int
    after: int
    known: int


@dataclass(frozen=True)
class ImportReport:
    """The account of one import, in the words of the command line's JSON.

    `rows_read` = `rows_accepted` + `rows_quarantined` + `rows_duplicate` + `rows_return` +
    `rows_erased`, which are rows of persons who were erased and are left out.
    `rows_return` are stored too: they net against their purchases when models are trained.
    `corrects` is the import whose refused rows this one brings back corrected.
    `mapping` is role -> column of the file. `encoding` and `delimiter` are empty for files that
    have none. `quarantine_csv` is the path of the refused rows if they were written out.
    `questions` were asked of the file and answered, by its own figures or by the analyst.
    `evidence` says what its figures show of the meaning of its columns.
    `lists` are the imports of products and customers that came along with the rows.
    `fixes` would bring more IDs of lists and purchases together.
    For a sample that brings several tables, the rows counted are the interactions.
    """

    import_id: str
    files: list[str]
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int
    rows_return: int
    rows_erased: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    quarantine_csv: str | None = None
    corrects: str | None = None
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0
    questions: list[Question] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    lists: list["ImportReport"] = field(default_factory=list)
    fixes: list[JoinFix] = field(default_factory=list)

    def in_short(self) -> dict[str, Any]:
        """Which import, and how much: for the audit log."""
        return {
            "import_id": self.import_id,
            "rows": self.rows_accepted,
            "refused": self.rows_quarantined,
            "files": len(self.files),
        }

    def to_json(self) -> dict[str, Any]:
        """The fields as a JSON-ready dictionary; `lists` and `fixes` only where there are any."""
        bare = {name for name in ("lists", "fixes") if not getattr(self, name)}
        return {name: value for name, value in asdict(self).items() if name not in bare}
