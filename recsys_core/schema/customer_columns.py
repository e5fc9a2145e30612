"""Column names of the frames about customers, spelled once."""


class CustomerColumns:
    """Beside `Columns`: what profiles, the customers service and the Customers page exchange."""

    Label = "label"
    Visits = "visits"
    Days = "days"
    Products = "products"
    Units = "units"
    Spend = "spend"
    Customers = "customers"
    First = "first_ts"
    Last = "last_ts"
    Month = "month"
    Titles = "titles"

    Recency = "recency_days"
    RecencyScore = "r"
    FrequencyScore = "f"
    ValueScore = "m"

    Interval = "interval_days"
    Status = "status"
    NextExpected = "next_expected"
    NextBy = "next_expected_by"

    Purchases = "purchases"
    Share = "share"
    AverageShare = "average_share"
    Lift = "lift"

    Similarity = "similarity"
    SharedProducts = "shared_products"
    Rarest = "rarest"
    Meaning = "meaning"
