"""One error, two readers: a document for programs, a page for people, with the same status and the same words."""

import httpx
import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PROBLEMS = {
    "a query that is none": ("GET", "/sparql?query=SELECT%20%7B", {}, 400, "is not closed"),
    "what is not evaluated": ("GET", "/sparql?query=ASK%20%7B%20SERVICE%20%3Chttp%3A%2F%2Fe%2F%3E%20%7B%7D%20%7D", {}, 400, "reads its own dataset only"),
    "a question of nobody": ("GET", "/queries/no-such", {}, 404, ""),
    "a method of nobody": ("PUT", "/sparql", {}, 405, "read only"),
    "too much": ("POST", "/sparql", {"content": b"x" * 70_000}, 413, "at most 64 kB"),
    "a name of nobody": ("GET", "/reconcile/preview?id=no-such", {}, 404, ""),
    "a batch that is none": ("POST", "/reconcile", {"data": {"queries": "["}}, 400, "not JSON"),
    "a number without end": ("POST", "/reconcile", {"data": {"queries": '{"q": {"limit": ' + "9" * 5_000 + "}}"}}, 400, "thousands of digits"),
    "markup": ("POST", "/reconcile", {"data": {"queries": "<b>"}}, 400, "not JSON"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_browser_gets_a_page_and_a_program_a_document(live_server, name: str) -> None:
    method, path, given, status, words = PROBLEMS[name]
    document = httpx.request(method, live_server.url + path, **given)
    page = httpx.request(method, live_server.url + path, headers={"Accept": BROWSER}, **given)
    assert (document.status_code, document.headers["content-type"]) == (status, "application/problem+json")
    assert (page.status_code, page.headers["content-type"], page.headers["cache-control"]) == (status, "text/html; charset=utf-8", "no-store")
    assert words in document.text and words in page.text and "<h1>" in page.text
    for header in ("retry-after", "allow", "access-control-allow-origin"):
        assert document.headers.get(header) == page.headers.get(header)
    assert "default-src 'none'" in page.headers["content-security-policy"] and "accept" in page.headers["vary"].lower()


def test_the_page_has_the_readers_language(live_server) -> None:
    page = httpx.get(live_server.url + "/sparql?query=SELECT%20%7B", headers={"Accept": BROWSER, "Accept-Language": "ar"})
    assert page.headers["content-language"] == "ar" and 'dir="rtl"' in page.text


def test_an_error_repeats_little_of_what_it_is_about(live_server) -> None:
    for asked in ("lat=" + "9" * 4_000, "&".join(f"name{n}=1" for n in range(800))):
        told = httpx.get(f"{live_server.url}/queries/events-near.csv?{asked}")
        assert told.status_code == 400 and len(told.content) < 2_000
