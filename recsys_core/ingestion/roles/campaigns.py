"""What campaigns offered to whom, what became of their messages, and whether it was taken up."""

from recsys_core.ingestion.message_words import EVENT_OF
from recsys_core.ingestion.roles.role import ColumnRole, Use

CAMPAIGN = ColumnRole(
    "campaign",
    "Campaign",
    "a campaign number",
    names="""campaign campaignid campaignno campaigncode mailing mailingid kampagne campagne
        campaña 活动id 活动编号""",
    missing="No campaign number",
    uses={
        "campaigns": Use(
            "The number or name that identifies a campaign.",
            1,
            "campaign_id",
            required=True,
            filled=True,
            unless=("event", *EVENT_OF),
        )
    },
)
ARM = ColumnRole(
    "arm",
    "Test group",
    "a test group",
    names="""arm group variant treatment testgroup segment cell experimentgroup""",
    uses={"campaigns": Use("Which group of a test the customer was in.", 3, "arm")},
)
CAMPAIGN_NAME = ColumnRole(
    "campaign_name",
    "Campaign name",
    "a campaign's name",
    names="campaignname campaigntitle",
    uses={"campaigns": Use("What the campaign is called.", 4, "name")},
)
CAMPAIGN_TYPE = ColumnRole(
    "campaign_type",
    "Kind of campaign",
    "a kind of campaign",
    names="campaigntype channel",
    uses={"campaigns": Use("Channel or type.", 5, "type")},
)
START = ColumnRole(
    "start",
    "First day",
    "a first day",
    names="startdate start startday starttime validfrom campaignstart",
    becomes="date",
    unreadable="First day cannot be read",
    uses={"campaigns": Use("When it began.", 6, "start_ts")},
)
END = ColumnRole(
    "end",
    "Last day",
    "a last day",
    names="enddate end endday endtime validto validuntil campaignend",
    becomes="date",
    unreadable="Last day cannot be read",
    uses={"campaigns": Use("When it ended.", 7, "end_ts")},
)
OFFER = ColumnRole(
    "offer",
    "Offer",
    "an offer",
    names="offer offerid coupon couponid couponupc couponcode voucher",
    uses={"campaigns": Use("Coupon or offer number.", 8, "offer_id")},
)
BANNER = ColumnRole(
    "banner",
    "Banner",
    "a banner",
    names="""banner bannerid creative creativeid adid advertisement advertisementid ad
        werbemittel anzeige""",
    missing="Neither a product nor a banner",
    uses={"exposures": Use("What was shown where it was no product.", 7, "banner")},
)
CLICKED = ColumnRole(
    "clicked",
    "Clicked",
    "a click",
    names="clicked click response label isclick isclicked clicks",
    becomes="words",
    unreadable="Neither yes or no, nor a date or a count",
    uses={
        "exposures": Use("Whether, when or how often the customer clicked.", 4, "clicked"),
        "campaigns": Use("Whether, when or how often a link was clicked.", 15, "clicked"),
    },
)
CONVERTED = ColumnRole(
    "converted",
    "Converted",
    "a conversion",
    names="""converted conversion isconverted conversions responded redeemed response 转化 成约
        konversion konvertiert converti conversione""",
    becomes="words",
    unreadable="Neither yes or no, nor a date or a count",
    uses={
        "exposures": Use("Whether or when a purchase came of it.", 8, "converted"),
        "campaigns": Use("Whether or when the customer responded.", 19, "converted"),
    },
)


def _state(name: str, title: str, phrase: str, names: str, meaning: str, place: int) -> ColumnRole:
    """A role for one state of a message, as a column of a table of recipients tells it."""
    return ColumnRole(
        name,
        title,
        phrase,
        names=names,
        becomes="words",
        unreadable="Neither yes or no, nor a date or a count",
        uses={"campaigns": Use(meaning, place, name)},
    )


SENT = _state(
    "sent",
    "Sent",
    "a message sent",
    "sent senddate sentat datesent sends gesendet envoye enviado inviato verzonden",
    "Whether or when the message was sent.",
    12,
)
DELIVERED = _state(
    "delivered",
    "Delivered",
    "a message delivered",
    "delivered deliverydate deliveredat zugestellt delivre entregado consegnato",
    "Whether or when the message arrived.",
    13,
)
OPENED = _state(
    "opened",
    "Opened",
    "a message opened",
    "opened open opens opendate openedat geoffnet ouvert abierto aperto geopend",
    "Whether, when or how often the message was opened.",
    14,
)
BOUNCED = _state(
    "bounced",
    "Bounced",
    "a message that bounced",
    "bounced bounce bounces hardbounce hardbounces bouncedate",
    "Whether or when the address sent it back.",
    16,
)
SOFT_BOUNCED = _state(
    "soft_bounced",
    "Bounced for now",
    "a message that bounced for now",
    "softbounce softbounces softbounced softbouncedate",
    "Whether or when it came back for a passing reason, such as a full mailbox.",
    17,
)
UNSUBSCRIBED = _state(
    "unsubscribed",
    "Unsubscribed",
    "an unsubscription",
    "unsubscribed unsubscribe unsubscribes unsubscribedate optout abgemeldet",
    "Whether or when the customer unsubscribed.",
    18,
)
COMPLAINED = _state(
    "complained",
    "Called spam",
    "a complaint",
    "complained complaint complaints spam spamreport markedasspam",
    "Whether or when the customer called it spam; counts as unsubscribed.",
    20,
)
