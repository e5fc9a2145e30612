"""What every answer carries: a page loads from and sends to the app alone, and nobody frames it."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit as st

HOME = "window.__streamlit = {BACKEND_BASE_URL: location.origin}"
"""Without it every page looks for the server below its own address first, and gets a 404 twice."""
POLICY = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    # Streamlit writes styles into the page, and starts the script of a component from a blob.
    "style-src 'self' 'unsafe-inline'",
    "script-src 'self' blob: {inline}",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
DOOR_POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
"""Of the pages before a login: no script at all."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
DOOR_HEADERS = {
    **HEADERS,
    # With none at all a form would not say where it comes from.
    "referrer-policy": "same-origin",
    "content-security-policy": "; ".join(DOOR_POLICY),
    "cache-control": "no-store",
}
STRICT_TRANSPORT = {"strict-transport-security": "max-age=31536000"}
"""A year; browsers heed it over TLS only."""


def page() -> str:
    """Streamlit's own page, told where its server is."""
    text = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return text.replace("<head>", f"<head><script>{HOME}</script>", 1)


def headers_of(page: str) -> dict[str, str]:
    """For this page and all that it loads."""
    policy = "; ".join(POLICY).format(inline=" ".join(_inline_scripts(page)))
    return {**HEADERS, "content-security-policy": policy}


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """As servers send them."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _inline_scripts(page: str) -> list[str]:
    """The hashes of the scripts that stand in the page; no other inline one may run."""
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in found]
    return [f"'sha256-{one}'" for one in hashes]
