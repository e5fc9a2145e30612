"""Which arms of a campaign were left out of it, so that they show what happens without it."""

import re
import unicodedata

CONTROL_ARMS = (
    "control", "controlgroup", "ctrl", "holdout", "holdoutgroup", "heldout", "universalcontrol",
    "nomail", "noemail", "nocontact", "notcontacted", "nottargeted", "notsent", "untreated",
    "kontrolle", "kontrollgruppe", "nullgruppe", "temoin", "groupetemoin", "controle",
    "grupocontrol", "grupodecontrol", "controllo", "对照", "对照组",
)  # fmt: skip
"""Names of such arms in small letters, without accents and without what is no letter."""


def is_control(arm: str | None) -> bool:
    """Whether an arm of this name was left out; whatever the case, accents, signs and digits."""
    apart = unicodedata.normalize("NFKD", (arm or "").casefold())
    return re.sub(r"[\W\d_]", "", apart) in CONTROL_ARMS
