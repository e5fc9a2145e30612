"""Serve the app: `python serve.py`. On this machine only, unless HOST names another address.

In front of Streamlit stands a gate (`web/`): it answers only to the names the app is served under,
to browsers that come from the app itself and to people with a role, and gives every answer the
headers that keep a page from loading, sending or being framed anywhere else.
"""

import os
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.kit import errors, warm
from web import provider
from web.address import address_of, announced, free, in_use
from web.door import Door
from web.gate import Gate

HERE = Path(__file__).resolve().parent
TRUSTED_PROXY = "TRUSTED_PROXY"
"""Addresses, separated by commas, that may say how and from where a request came to them."""


def main() -> int:
    """Serve until stopped; 2 where the address cannot be used."""
    try:
        address = address_of(os.environ)
        secrets = provider.secrets_of(os.environ)
        app = st.App(
            HERE / "app.py",
            secrets=secrets,
            middleware=[Middleware(Gate, names=address.names, door=Door())],
            on_script_error=errors.said,
        )
        provider.check_secrets()
        if address.open:
            sys.stderr.write(f"{announced(address, provider_named=secrets is not None)}\n")
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not free(address):
        sys.stderr.write(f"{in_use(address)}\n")
        return 2
    # What a request says of where it came from is read by the server below; nobody is believed
    # that is not named.
    os.environ["FORWARDED_ALLOW_IPS"] = os.environ.get(TRUSTED_PROXY, "")
    warm.in_background()
    app.run(
        config={
            "server.address": address.host,
            "server.port": address.port,
            "server.allowedHosts": list(address.names),
            # Named here, no address is looked up outside, neither at the start nor for an origin.
            "browser.serverAddress": address.shown,
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
