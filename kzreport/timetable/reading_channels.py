"""Read where papers and alerts go: channels, mail servers, and where their secrets are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Literal, get_args
from urllib.parse import urlsplit

from kzreport.errors import did_you_mean
from kzreport.facts.fields import Level, read_id
from kzreport.timetable.channels import (
    FIELDS,
    AlertChannel,
    Channel,
    FileAlert,
    FolderChannel,
    MailChannel,
    MailServer,
    OnUnknown,
    PingAlert,
    Secret,
    Security,
    UrlChannel,
)
from kzreport.timetable.spec import Page, Path, Spec

SERVER_KEYS = (
    *("host", "port", "security", "user", "password_file", "password_env"),
    *("password_credential", "from", "allowed_domains", "timeout"),
)
MAIL_KEYS = ("to", "subject", "server", "on_unknown")
CHANNEL_KINDS = ("folder", "mail", "url")
ALERT_KINDS = ("mail", "file", "ping", "ping_file", "ping_env", "ping_credential")

#: an address, and nothing that a server could take for a second one
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)\Z"
)
_SECRET_WORD = re.compile(
    r"passw|secret|token|(?:^|_)key(?:$|_)|credential|passphrase", re.IGNORECASE
)
_KINDS = ("file", "env", "credential")
_SAFE_HINT = "keep it in a file: `{0}_file:`, or `{0}_env:`, `{0}_credential:` (systemd)"


# -- mail servers -----------------------------------------------------------------------------


def read_servers(page: Page) -> dict[str, MailServer]:
    """Return the mail servers of a file, by name."""
    data = page.document.data.get("mail_servers", {})
    if not isinstance(data, dict):
        page.report("`mail_servers` holds a server by name", ("mail_servers",))
        return {}
    return {name: _server(page, name, spec) for name, spec in data.items()}


def _server(page: Page, name: str, data: object) -> MailServer:
    spec = Spec.read(page, ("mail_servers", name), f"the mail server `{name}`", data)
    try:
        read_id(name)
    except ValueError as exc:
        page.report(str(exc), spec.path, key=True)
    _refuse_inline(spec, "password")
    spec.known_keys((*SERVER_KEYS, "password"))
    security = spec.choice("security", get_args(Security), "starttls")
    password = _secret(spec, "password")
    if security == "none" and password is not None:
        hint = "use `security: starttls` or `tls`, or no password"
        spec.report("security", "a password would travel unencrypted", hint)
    sender = spec.text("from", hint="the address letters come from: `from: desk@mission.example`")
    if sender and not _ADDRESS.match(sender):
        spec.report("from", f"`{sender}` is not an address", "write it as name@domain")
    return MailServer(
        name=name,
        host=spec.text("host", hint="the name of the server: `host: mail.mission.example`"),
        sender=sender,
        allowed_domains=_domains(spec),
        at=spec.at,
        port=spec.number("port", 465 if security == "tls" else 587, 1, 65535),
        security=security,
        user=spec.text("user"),
        password=password,
        timeout=spec.number("timeout", 60, 1, 3600),
    )


def _domains(spec: Spec) -> tuple[str, ...]:
    domains = tuple(word.lower() for _, word in spec.texts("allowed_domains"))
    if not domains:
        hint = "letters go to these and no others: `allowed_domains: [mission.example]`"
        spec.report("allowed_domains", f"{spec.what} has no `allowed_domains`", hint)
    return domains


# -- secrets ----------------------------------------------------------------------------------


def _refuse_inline(spec: Spec, name: str) -> None:
    """A secret in a file that is shared and versioned is no secret; it is not repeated here."""
    if name in spec.data:
        message = f"a {name.replace('_', ' ')} does not belong in this file"
        spec.page.report(message, (*spec.path, name), _SAFE_HINT.format(name))


def _secret(spec: Spec, name: str) -> Secret | None:
    """Return where the secret `name` is kept; a problem is kept when it has two places."""
    places = [
        kind
        for kind in get_args(Literal["file", "env", "credential"])
        if _key(name, kind) in spec.data
    ]
    if len(places) > 1:
        spec.report(_key(name, places[1]), f"`{name}` has two places", "keep one of them")
    if not places:
        return None
    key = _key(name, places[0])
    return Secret(places[0], spec.text(key, hint=f"write where it is kept: `{key}: ...`"))


def _key(name: str, kind: str) -> str:
    return f"{name}_{kind}"


# -- channels ---------------------------------------------------------------------------------


def read_channels(schedule: Spec, servers: Mapping[str, MailServer]) -> tuple[Channel, ...]:
    """Return the channels of a schedule."""
    found = []
    for path, data in schedule.items("deliver"):
        spec = Spec.read(schedule.page, path, "this channel", data, "`- folder: ...`, say")
        channel = _channel(spec, servers)
        if channel is not None:
            found.append(channel)
    return tuple(found)


def _channel(spec: Spec, servers: Mapping[str, MailServer]) -> Channel | None:
    kind = _kind(spec, CHANNEL_KINDS)
    level = spec.choice("level", [str(each) for each in Level], "public")
    match kind:
        case "folder":
            spec.known_keys(("folder", "level"))
            return FolderChannel(_place(spec, "folder"), spec.at, Level[level])
        case "mail":
            spec.known_keys(("mail", "level"))
            return _mail(spec, servers, Level[level], "{schedule} of {local_date}")
        case "url":
            spec.known_keys(("url", "level", "options", "secrets"))
            return _url(spec, Level[level])
    return None


def _kind(spec: Spec, kinds: tuple[str, ...]) -> str:
    """Return which kind of channel it is: the one key that names a kind."""
    named = [kind for kind in kinds if kind in spec.data]
    if len(named) == 1:
        return named[0]
    if named:
        spec.report(named[1], f"`{named[0]}` and `{named[1]}` are two channels", "write two items")
    elif spec.data:
        spec.page.report(
            f"{spec.what} is none of {', '.join(kinds)}",
            spec.path,
            did_you_mean(next(iter(spec.data)), kinds),
        )
    return ""


def _place(spec: Spec, key: str) -> str:
    text = spec.text(key, hint=f"write where: `{key}: ...`")
    _check_braces(spec, key, text)
    return text


def _check_braces(spec: Spec, key: str, text: str) -> None:
    hint = "in braces there may be " + ", ".join(f"`{{{each}}}`" for each in FIELDS)
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        spec.report(key, f"a brace in `{text}` has no partner", hint)
        return
    for _, name, form, conversion in parts:
        if name is not None and (name not in FIELDS or form or conversion):
            spec.report(key, f"`{{{name}}}` is not known here", did_you_mean(name, FIELDS) or hint)


def _url(spec: Spec, level: Level) -> UrlChannel:
    url = _place(spec, "url")
    scheme = urlsplit(url).scheme if url else "x"
    if not scheme:
        spec.report("url", f"`{url}` names no protocol", "sftp://host/folder/{slot}, say")
    if urlsplit(url).password:
        hint = "write `options: {username: ...}` and `secrets: {password_file: ...}`"
        spec.report("url", "a password does not belong in this file", hint)
    options = _section(spec, "options")
    for name in options.data:
        if _SECRET_WORD.search(name):
            message = "a secret does not belong in this file"
            hint = f"write `secrets: {{{name}_file: ...}}`, `{name}_env` or `{name}_credential`"
            options.page.report(message, (*options.path, name), hint)
    secrets = _section(spec, "secrets")
    names = {name: _secret_name(secrets, name) for name in secrets.data}
    return UrlChannel(
        url=url,
        at=spec.at,
        level=level,
        options={name: options.text(name) for name in options.data},
        secrets={
            name: secret for name in names.values() if name and (secret := _secret(secrets, name))
        },
    )


def _section(spec: Spec, key: str) -> Spec:
    if key not in spec.data:
        return Spec(spec.page, (*spec.path, key), f"`{key}`", {})
    return Spec.read(spec.page, (*spec.path, key), f"`{key}`", spec.data[key])


def _secret_name(spec: Spec, key: str) -> str:
    """Return the option that `key` tells the place of: `password` for `password_file`."""
    name, _, kind = key.rpartition("_")
    if name and kind in _KINDS:
        return name
    spec.page.report(
        f"`secrets` says where a secret is kept, not what it is: `{key}`",
        (*spec.path, key),
        _SAFE_HINT.format(key),
        key=True,
    )
    return ""


def _mail(spec: Spec, servers: Mapping[str, MailServer], level: Level, subject: str) -> MailChannel:
    mail = Spec.read(
        spec.page, (*spec.path, "mail"), "`mail`", spec.data["mail"], "write `to: [...]`"
    )
    mail.known_keys(MAIL_KEYS)
    server = _server_of(mail, servers)
    words = mail.text("subject", subject)
    _check_braces(mail, "subject", words)
    if not words.isprintable():
        mail.report("subject", "the subject is more than one line", "write it in one line")
    return MailChannel(
        to=_addresses(mail, servers.get(server)),
        server=server,
        subject=words,
        at=spec.at,
        level=level,
        on_unknown=mail.choice("on_unknown", get_args(OnUnknown), "resend"),
    )


def _server_of(mail: Spec, servers: Mapping[str, MailServer]) -> str:
    only = next(iter(servers)) if len(servers) == 1 else ""
    name = mail.text("server", only)
    if name in servers:
        return name
    if name:
        hint = did_you_mean(name, servers) or "the servers stand under `mail_servers:`"
        mail.report("server", f"no mail server named `{name}`", hint)
    elif servers:
        mail.report("server", "`mail` does not say which server", f"one of {', '.join(servers)}")
    else:
        mail.report("server", "there are no `mail_servers`", "add them at the top of the file")
    return ""


def _addresses(mail: Spec, server: MailServer | None) -> tuple[str, ...]:
    if not isinstance(mail.data.get("to"), list) or not mail.data["to"]:
        hint = "write a list, so that no address is taken for two: `to: [desk@mission.example]`"
        mail.report("to", "`to` is not a list of addresses", hint)
        return ()
    found = []
    for path, address in mail.texts("to"):
        match = _ADDRESS.match(address)
        if not match:
            mail.page.report(f"`{address}` is not one address", path, "write it as name@domain")
        elif server and match[1].lower() not in server.allowed_domains:
            _refuse_domain(mail.page, path, match[1], server)
        else:
            found.append(address)
    return tuple(dict.fromkeys(found))


def _refuse_domain(page: Page, path: Path, domain: str, server: MailServer) -> None:
    known = ", ".join(server.allowed_domains)
    message = f"`{domain}` is not an allowed domain of the mail server `{server.name}`"
    page.report(message, path, f"it may write to {known}" if known else "")


# -- alerts -----------------------------------------------------------------------------------


def read_alerts(schedule: Spec, servers: Mapping[str, MailServer]) -> tuple[AlertChannel, ...]:
    """Return where the alerts of a schedule go, beside the log that is always kept."""
    found = []
    for path, data in schedule.items("alert"):
        spec = Spec.read(schedule.page, path, "this alert", data, "`- ping: https://...`, say")
        alert = _alert(spec, servers)
        if alert is not None:
            found.append(alert)
    return tuple(found)


def _alert(spec: Spec, servers: Mapping[str, MailServer]) -> AlertChannel | None:
    kind = _kind(spec, ALERT_KINDS)
    level = Level[spec.choice("level", [str(each) for each in Level], "public")]
    if kind:
        spec.known_keys((kind, "level"))
    match kind:
        case "":
            return None
        case "mail":
            return _mail(spec, servers, level, "kzreport: {schedule} needs you")
        case "file":
            return FileAlert(spec.text("file", hint="write where: `file: ...`"), spec.at, level)
        case "ping":
            return PingAlert(_ping(spec), spec.at, level)
    secret = _secret(spec, "ping")
    return PingAlert(secret, spec.at, level) if secret else None


def _ping(spec: Spec) -> str:
    url = spec.text("ping", hint="an address: `ping: https://...`")
    if url and urlsplit(url).scheme not in ("http", "https"):
        spec.report("ping", f"`{url}` is not an address that can be called", "https://...")
    return url
