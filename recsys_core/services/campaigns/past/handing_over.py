"""Campaigns that were, as files."""

import csv
from pathlib import Path

import pandas as pd

from recsys_core.ingestion.formula import neutralise
from recsys_core.services.campaigns.past.looking_back import CampaignReview, PastCampaigns
from recsys_core.storage.output import complete_file


def write_campaigns(found: PastCampaigns, out: Path) -> int:
    """Every campaign as a row of a CSV file, in the order of their start; how many rows."""
    return _write(found.rows, out)


def people_frame(review: CampaignReview) -> pd.DataFrame:
    """user_id, control, reached, responded, first_answer and what each bought before, during and
    after; everybody in the target group.
    """
    names = {"first_ts": "first_answer"}
    for at, window in enumerate(review.windows):
        names |= {f"spend_{at}": f"spend_{window.name}", f"orders_{at}": f"orders_{window.name}"}
    return review.people.rename(columns=names)


def write_people(review: CampaignReview, out: Path) -> int:
    """`people_frame` as a CSV file; how many rows."""
    return _write(people_frame(review), out)


def _write(frame: pd.DataFrame, out: Path) -> int:
    texts = frame.select_dtypes(["object", "string"]).columns
    safe = frame.assign(
        **{name: frame[name].map(lambda text: neutralise(str(text))) for name in texts}
    )
    with complete_file(out) as temporary:
        safe.to_csv(temporary, index=False, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL)
    return len(safe)
