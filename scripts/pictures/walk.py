"""Find the pages of a running demo by following its links, as the people who use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import html
from playwright.sync_api import APIRequestContext, APIResponse, BrowserContext

from scripts.pictures.kinds import LOGIN, START, VISITS, Kind, kind_of


def accounts(request: APIRequestContext) -> list[str]:
    """The demo's accounts as the login page lists them."""
    boxes = html.fromstring(request.get(LOGIN).text()).iter("input")
    return [box.get("value", "") for box in boxes if box.get("name") == "anvandare"]


def sign_in(context: BrowserContext, reader: str, municipality: str) -> None:
    """Become the municipality's first account of that sort. Raises LookupError when it has none."""
    context.clear_cookies()
    names = [row for row in accounts(context.request) if row.startswith(reader) and f"@{municipality}." in row]
    if not names:
        raise LookupError(f"{municipality} has no {reader}")
    send(context.request, LOGIN, "logga-in-som/", {"anvandare": names[0]})


def send(request: APIRequestContext, page: str, action: str, values: dict[str, str]) -> None:
    """Send these values with the page's form that goes to an address with that ending."""
    answer = request.get(page)
    forms = html.fromstring(answer.text()).iter("form")
    form = next(row for row in forms if row.get("action", "").endswith(action))
    token = next(box.get("value", "") for box in form.iter("input") if box.get("name") == "csrfmiddlewaretoken")
    fields: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, **values}
    request.post(urljoin(answer.url, form.get("action")), form=fields, headers={"Referer": answer.url})


def pages(request: APIRequestContext, municipality: str) -> Iterator[tuple[Kind, str]]:
    """Every kind of page and its address, a few of each, breadth first in the order of the links on the pages."""
    root = f"/{municipality}/"
    queue, seen, visits = [root + START], {root + START}, Counter[str]()
    while queue:
        address = queue.pop(0)
        kind = kind_of(address.removeprefix(root))
        if kind is None or visits[kind.name] == VISITS:
            continue
        visits[kind.name] += 1
        answer = request.get(address)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        yield kind, address
        new = [row for row in dict.fromkeys(links(answer)) if row.startswith(root) and row not in seen]
        seen.update(new)
        queue += new


def links(answer: APIResponse) -> Iterator[str]:
    """Where the page's links lead on the same server, without the part after #."""
    for link in html.fromstring(answer.text()).iter("a"):
        target = urlsplit(urljoin(answer.url, link.get("href")))
        if target.netloc == urlsplit(answer.url).netloc:
            yield target.path + (f"?{target.query}" if target.query else "")
