"""Campaigns that were, as files."""

from pathlib import Path

import pandas as pd

from recsys_core.services.campaigns.past.looking_back import CampaignReview, PastCampaigns
from recsys_core.services.workspace.frame_file import write_frame


def write_campaigns(found: PastCampaigns, out: Path) -> int:
    """Every campaign as a row of a CSV file, in the order of their start; how many rows."""
    return write_frame(found.rows, out)


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
    return write_frame(people_frame(review), out)
