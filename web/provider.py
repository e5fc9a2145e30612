"""Signing in at a provider of OpenID Connect, by Streamlit's own routes.

Streamlit would keep what the provider said in a cookie for 30 days, which nobody could take back.
It is taken from the answer of the last step and never reaches the browser: a session of the house
does, which ends like any other.
"""

import json
import secrets
from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import MutableHeaders
from streamlit.auth_util import get_cookie_with_chunks, validate_auth_credentials
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.secrets import SecretsValue
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.kit import who
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from web import messages as m

BEGIN, END = "/auth/login", "/oauth2callback"
DEFAULT = "default"
VARIABLES = {
    "server_metadata_url": "OIDC_METADATA_URL",
    "client_id": "OIDC_CLIENT_ID",
    "client_secret": "OIDC_CLIENT_SECRET",
    "redirect_uri": "OIDC_REDIRECT_URI",
}


class Claims(NamedTuple):
    """What the provider vouches for. email: "" unless it has verified that it is theirs."""

    issuer: str
    subject: str
    name: str
    email: str


def secrets_of(environment: Mapping[str, str]) -> dict[str, SecretsValue] | None:
    """The provider named in the environment, as Streamlit wants it; None for none. `ValueError`
    with a sentence where a part is missing.
    """
    given = {key: environment.get(name, "") for key, name in VARIABLES.items()}
    missing = [VARIABLES[key] for key, value in given.items() if not value]
    if len(missing) == len(given):
        return None
    if missing:
        raise ValueError(say(m.PROVIDER_NEEDS, names=and_list(missing)))
    # It signs what is on the way only: a new one with every start will do.
    return {"auth": {**given, "cookie_secret": secrets.token_urlsafe(48)}}


def check_secrets() -> None:
    """`ValueError` with a sentence where secrets.toml names a provider by halves."""
    if who.provider_named():
        try:
            validate_auth_credentials(DEFAULT)
        except StreamlitAuthError as error:
            raise ValueError(say(m.PROVIDER_UNUSABLE, why=" ".join(str(error).split()))) from error


def begin() -> str:
    """Where a browser is sent to sign in; good for two minutes."""
    return generate_login_redirect_url(DEFAULT)


def taken_out(headers: MutableHeaders) -> Claims | None:
    """Take Streamlit's cookies out of an answer; what they say, None where nobody signed in."""
    cookies, others = {}, []
    for line in headers.getlist("set-cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        if name.startswith(USER_COOKIE_NAME):
            cookies[name] = value.strip('"')
        else:
            others.append(line)
    del headers["set-cookie"]
    for line in others:
        headers.append("set-cookie", line)

    def one(name: str) -> bytes | None:
        given = cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, given) if given else None

    found = get_cookie_with_chunks(one, USER_COOKIE_NAME)
    return _claims(json.loads(found)) if found else None


def _claims(said: dict[str, object]) -> Claims | None:
    issuer, subject = said.get("iss"), said.get("sub")
    if not (isinstance(issuer, str) and isinstance(subject, str) and issuer and subject):
        return None
    email = said.get("email")
    verified = isinstance(email, str) and said.get("email_verified") is True
    name = said.get("name") or said.get("preferred_username") or email or subject
    return Claims(issuer, subject, str(name), str(email) if verified else "")
