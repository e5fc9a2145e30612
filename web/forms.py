"""The pages at the door as HTML: a form each, in the colours of the app."""

from functools import cache
from pathlib import Path
from urllib.parse import quote

from pages.kit.markup import Markup, fill, joined
from pages.kit.theme import palette_of
from recsys_core.services.access.accounts import LEAST
from recsys_core.wording.messages import say
from web import messages as m

_HERE = Path(__file__).parent
_FIELD = '<label>{label}<input name="{name}" type="{kind}" value="{value}" autocomplete="{filled}" maxlength="256" required{more}></label>'  # noqa: E501
_PROBLEM = '<p class="problem" role="alert">{text}</p>'
_NAME = Markup(' autocapitalize="none" autocorrect="off" spellcheck="false" autofocus')
_FOCUS, _NO = Markup(" autofocus"), Markup()


def sign_in(to: str, problem: str, name: str, *, accounts: bool, at: bool) -> Markup:
    """Name and password (accounts: there are any), the way to a provider (at: one is named)."""
    parts = [_problem(problem)]
    if at:
        href = f"/login/provider?to={quote(to, safe='')}"
        label = say(m.AT_THE_PROVIDER)
        parts.append(fill('<a class="main" href="{href}">{label}</a>', href=href, label=label))
    if at and accounts:
        parts.append(fill('<p class="or">{text}</p>', text=say(m.OR_HERE)))
    if accounts:
        fields = (
            _field(m.LOGIN_NAME, "login", "text", "username", name, _NO if name else _NAME),
            _field(
                m.PASSWORD,
                "password",
                "password",
                "current-password",
                "",
                _FOCUS if name else Markup(),
            ),
            fill('<input type="hidden" name="to" value="{to}">', to=to),
        )
        parts.append(_form("/login", fields, m.SIGN_IN))
    if not at and not accounts:
        parts.append(_text(say(m.NO_ACCOUNT_YET)))
    return _page(m.SIGN_IN, parts)


def no_role(name: str) -> Markup:
    """For somebody who is known and may nothing yet."""
    again = fill('<a class="main" href="/">{label}</a>', label=say(m.LOOK_AGAIN))
    who = _text(say(m.SIGNED_IN_AS, name=name))
    out = _form("/logout", (), m.SIGN_OUT, quiet=True)
    return _page(m.NO_ROLE_TITLE, [_text(say(m.NO_ROLE_YET)), who, again, out])


def password(*, own: bool, problem: str = "") -> Markup:
    """Another password. own: they come by themselves; else somebody else chose the last one."""
    fields = (
        _field(m.OLD_PASSWORD, "password", "password", "current-password", "", _FOCUS),
        _field(m.NEW_PASSWORD, "new", "password", "new-password"),
        fill('<p class="hint">{text}</p>', text=say(m.ABOUT_PASSWORD, least=LEAST)),
    )
    why = _text(say(m.MAY_CHANGE if own else m.MUST_CHANGE))
    out = _form("/logout", (), m.SIGN_OUT, quiet=True)
    form = _form("/login/password", fields, m.KEEP_PASSWORD)
    return _page(m.NEW_PASSWORD_TITLE, [why, _problem(problem), form, *([] if own else [out])])


@cache
def style() -> str:
    """The style sheet, light and dark."""
    colours = {
        f"{mode}_{part}": getattr(palette_of(mode), part)
        for mode in ("light", "dark")
        for part in ("ink", "muted", "line", "background", "surface", "bad")
    }
    text = (_HERE / "door.css").read_text(encoding="utf-8")
    for name, colour in colours.items():
        text = text.replace(f"${name}", colour)
    return text


def _page(title: str, parts: list[Markup]) -> Markup:
    text = (_HERE / "door.html").read_text(encoding="utf-8")
    return fill(text, title=say(title), body=joined(parts))


def _form(action: str, fields: tuple[Markup, ...], button: str, *, quiet: bool = False) -> Markup:
    return fill(
        '<form method="post" action="{action}">{fields}<button{kind}>{button}</button></form>',
        action=action,
        fields=joined(fields),
        kind=Markup(' class="quiet"') if quiet else Markup(),
        button=say(button),
    )


def _field(
    label: str, name: str, kind: str, filled: str, value: str = "", more: Markup = _NO
) -> Markup:
    return fill(
        _FIELD, label=say(label), name=name, kind=kind, filled=filled, value=value, more=more
    )


def _text(text: str) -> Markup:
    return fill("<p>{text}</p>", text=text)


def _problem(text: str) -> Markup:
    return fill(_PROBLEM, text=text) if text else Markup()
