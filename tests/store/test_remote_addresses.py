"""Where requests to a store elsewhere go, and with which credentials: addresses, redirects, proxies."""

import base64

import pytest

from claimgraph.errors import Misuse, RemoteFailure
from claimgraph.store.remote import RemoteStore
from claimgraph.store.transport import Credentials, address, shown
from tests.store.answers import JSON, ONE_ROW, SELECT, rows
from tests.store.servers import free_port, scripted


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials("ed", "pä:ss"), "Basic " + base64.b64encode("ed:pä:ss".encode()).decode()),
        (Credentials(token="abc"), "Bearer abc"),
        (Credentials("ed", "x", "abc"), "Bearer abc"),
        (Credentials(), None),
    ],
)
def test_credentials_are_sent_and_never_shown(credentials, header):
    with scripted((200, JSON, ONE_ROW), (403, {}, b"")) as (url, script):
        store = RemoteStore.at(url, credentials)
        store.query(SELECT)
        with pytest.raises(RemoteFailure) as refused:
            store.query(SELECT)
    assert script.asked[0][2].get("Authorization") == header
    told = f"{refused.value} {store!r} {credentials!r}"
    assert "abc" not in told and "ss'" not in told


def test_credentials_come_from_the_environment_and_out_of_the_address(monkeypatch):
    monkeypatch.setenv("CLAIMGRAPH_USER", "ed")
    monkeypatch.setenv("CLAIMGRAPH_PASSWORD", "secret")
    assert Credentials.given() == Credentials("ed", "secret")
    assert Credentials.given(user="else") == Credentials("else", "secret")
    bare, inside = address("http://ed:p%40ss@example.org:8080/sparql?x=1#f")
    assert (bare, inside) == ("http://example.org:8080/sparql?x=1", Credentials("ed", "p@ss"))
    assert shown("http://ed:secret@example.org/sparql?key=secret") == "http://example.org/sparql"


def test_a_token_that_would_break_out_of_its_header_is_refused():
    with pytest.raises(Misuse, match="control character"):
        RemoteStore.at("http://example.org/", Credentials(token="a\r\nX: 1")).query(SELECT)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "example.org", "http://", "http://[::1", "", "http://exa..mple/", "http://ex ample/", "http://example.org/a b", "http://example.org/\n"])
def test_only_http_addresses_are_asked(url):
    with pytest.raises(Misuse):
        RemoteStore.at(url)


def test_an_address_in_any_letters_is_asked_in_ascii():
    assert address("http://exämple.org/attaqué?q=é%20b")[0] == "http://xn--exmple-cua.org/attaqu%C3%A9?q=%C3%A9%20b"


def test_a_proxy_that_is_away_is_named(monkeypatch):
    port = free_port()
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://ed:secret@127.0.0.1:{port}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for scheme in ("http", "https"):
        with pytest.raises(RemoteFailure, match=rf"{scheme}://example.org/s by the proxy 127.0.0.1:{port}: nothing listens there"):
            RemoteStore.at(f"{scheme}://example.org/s").query(SELECT)


def test_credentials_do_not_follow_a_redirect_to_another_host():
    with scripted((200, JSON, ONE_ROW)) as (target, aimed):
        with scripted((302, {"Location": target.replace("127.0.0.1", "localhost")}, b"")) as (url, _):
            RemoteStore.at(url, Credentials(token="abc")).query(SELECT)
    assert "Authorization" not in aimed.asked[0][2]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_query_that_is_sent_on_is_still_the_query(status):
    with scripted((status, {"Location": "/elsewhere"}, b""), (200, JSON, ONE_ROW)) as (url, script):
        RemoteStore.at(url, Credentials(token="abc")).query(SELECT)
    first, second = script.asked
    assert (second[0], second[1]) == ("POST", "/elsewhere") and second[3] == first[3] != b""
    assert second[2]["Authorization"] == "Bearer abc" and second[2]["Content-Type"] == first[2]["Content-Type"]


def test_what_is_to_be_seen_elsewhere_is_fetched():
    with scripted((303, {"Location": "/result"}, b""), (200, JSON, ONE_ROW)) as (url, script):
        assert rows(RemoteStore.at(url).query(SELECT)) == [("1",)]
    assert [asked[:2] for asked in script.asked] == [("POST", "/sparql"), ("GET", "/result")]


@pytest.mark.parametrize(
    ("location", "message"),
    [("ftp://127.0.0.1/x", "sends on to ftp://127.0.0.1/x"), ("file:///etc/passwd", "sends on to file:///etc/passwd"), ("/sparql", "sends on to itself"), ("", "sends on to itself")],
)
def test_redirects_that_lead_nowhere_are_told(location, message):
    with scripted((302, {"Location": location} if location else {}, b"")) as (url, _):
        with pytest.raises(RemoteFailure, match=message):
            RemoteStore.at(url).query(SELECT)


def test_a_password_asked_for_by_another_host_is_told_of_that_host():
    with scripted((401, {}, b"")) as (target, _):
        other = target.replace("127.0.0.1", "localhost")
        with scripted((302, {"Location": other}, b"")) as (url, _):
            with pytest.raises(RemoteFailure, match=f"{other} asks for a user name"):
                RemoteStore.at(url, Credentials(token="abc")).query(SELECT)


@pytest.mark.parametrize("text", ["INSERT DATA { <http://e/a> <http://e/b> 1 }", "DROP ALL", "nonsense", ""])
def test_an_update_is_sent_nowhere(text):
    with scripted((200, JSON, ONE_ROW)) as (url, script):
        with pytest.raises(Misuse, match="not a query"):
            RemoteStore.at(url).query(text)
    assert script.asked == []


def test_a_graph_is_put_under_its_encoded_name():
    with scripted((204, {}, b"")) as (url, script):
        RemoteStore.at(f"{url}?key=1").put_graph("http://example.org/g?a=1&b=2", b"<a:a> <a:b> 1 .")
    method, path, headers, body = script.asked[0]
    assert (method, path) == ("PUT", "/sparql?key=1&graph=http%3A%2F%2Fexample.org%2Fg%3Fa%3D1%26b%3D2")
    assert headers["Content-Type"] == "text/turtle; charset=utf-8" and body == b"<a:a> <a:b> 1 ."
