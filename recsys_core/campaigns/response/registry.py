"""Every model of who answers, one line each, the simplest first."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from recsys_core.campaigns.response.model import ResponseModel

HERE = "recsys_core.campaigns.response"


@dataclass(frozen=True)
class ResponseKind:
    """A model's name on screen and how it is made.

    corrected: whether chances are set right by the latest campaigns. The two simplest models know
    nothing of a campaign, so the latest one's height says nothing of the next one's.  deep: whether
    it loads torch.
    """

    title: str
    make: Callable[[], ResponseModel]
    corrected: bool = True
    deep: bool = False


def _of(module: str, name: str) -> Callable[[], ResponseModel]:
    def make() -> ResponseModel:
        model: ResponseModel = getattr(import_module(f"{HERE}.{module}"), name)()
        return model

    return make


BASE, PAST, LOGISTIC = "base-rate", "past-responders", "logistic"
REFERENCES = (BASE, PAST, LOGISTIC)
"""What every model is measured beside."""

RESPONSE_MODELS: dict[str, ResponseKind] = {
    BASE: ResponseKind("Base rate", _of("baselines", "BaseRate"), corrected=False),
    PAST: ResponseKind("Past responders", _of("baselines", "PastResponders"), corrected=False),
    LOGISTIC: ResponseKind("Logistic regression", _of("logistic", "LogisticResponse")),
    "boosted": ResponseKind("Boosted trees", _of("boosted", "BoostedResponse")),
    "hashed": ResponseKind("Hashed regression", _of("hashed", "HashedLogistic")),
    "dnn": ResponseKind("Deep network", _of("deep.models", "DnnResponse"), deep=True),
    "wide-deep": ResponseKind("Wide & Deep", _of("deep.models", "WideDeepResponse"), deep=True),
    "deepfm": ResponseKind("DeepFM", _of("deep.models", "DeepFmResponse"), deep=True),
    "attention": ResponseKind(
        "Attention (DIN)", _of("deep.models", "AttentionResponse"), deep=True
    ),
}
