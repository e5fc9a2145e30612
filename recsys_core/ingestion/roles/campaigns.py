"""What campaigns offered to whom, and whether it was taken up."""

from recsys_core.ingestion.roles.role import Role, Use

CAMPAIGN = Role(
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
        )
    },
)
ARM = Role(
    "arm",
    "Test group",
    "a test group",
    names="""arm group variant treatment testgroup segment cell experimentgroup""",
    uses={"campaigns": Use("Which group of a test the customer was in.", 3, "arm")},
)
CAMPAIGN_NAME = Role(
    "campaign_name",
    "Campaign name",
    "a campaign's name",
    names="campaignname campaigntitle",
    uses={"campaigns": Use("What the campaign is called.", 4, "name")},
)
CAMPAIGN_TYPE = Role(
    "campaign_type",
    "Kind of campaign",
    "a kind of campaign",
    names="campaigntype channel",
    uses={"campaigns": Use("Channel or type.", 5, "type")},
)
START = Role(
    "start",
    "First day",
    "a first day",
    names="startdate start startday starttime validfrom campaignstart",
    becomes="date",
    unreadable="First day cannot be read",
    uses={"campaigns": Use("When it began.", 6, "start_ts")},
)
END = Role(
    "end",
    "Last day",
    "a last day",
    names="enddate end endday endtime validto validuntil campaignend",
    becomes="date",
    unreadable="Last day cannot be read",
    uses={"campaigns": Use("When it ended.", 7, "end_ts")},
)
OFFER = Role(
    "offer",
    "Offer",
    "an offer",
    names="offer offerid coupon couponid couponupc couponcode voucher",
    uses={"campaigns": Use("Coupon or offer number.", 8, "offer_id")},
)
CLICKED = Role(
    "clicked",
    "Clicked",
    "a click",
    names="clicked click isclick isclicked clicks converted response label",
    becomes="yes_no",
    unreadable="Neither yes nor no",
    uses={"exposures": Use("Whether the customer clicked: yes or no.", 4, "clicked")},
)
