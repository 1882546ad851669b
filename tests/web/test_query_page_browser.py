"""The query page as a reader uses it, in a real headless Chromium: with the mouse, and with the keyboard alone."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="needs selenium: pip install -e '.[test]'")
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

pytestmark = pytest.mark.browser
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en", "--force-prefers-reduced-motion", "--window-size=1380,1500")
CROSS_JOIN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, downloads: Path) -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs Chromium and its driver: apt-get install chromium chromium-driver")
    options = Options()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    yield chrome
    chrome.quit()


class Page:
    """What the tests do on the page."""

    def __init__(self, browser: webdriver.Chrome, url: str) -> None:
        self.browser, self.url = browser, url

    def open(self, path: str = "/query") -> "Page":
        self.browser.get(self.url + path)
        return self

    def one(self, css: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def until(self, condition: Callable[[], object], seconds: float = 15) -> object:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if found := condition():
                    return found
            except StaleElementReferenceException:
                pass
            time.sleep(0.05)
        raise AssertionError(f"not within {seconds} s; status {self.one('#status').text!r}, problem {self.one('#problem').text!r}")

    def write(self, query: str) -> None:
        area = self.one("#query")
        area.clear()
        area.send_keys(query)

    def run(self, query: str) -> None:
        self.write(query)
        self.one("#query").send_keys(Keys.CONTROL, Keys.ENTER)
        self.until(lambda: (self.one("#result").is_displayed() or self.one("#problem").is_displayed()) and not self.one("#stop").is_displayed())

    def column(self, number: int) -> list[str]:
        return [cell.text for cell in self.all(f"#view tbody td:nth-child({number + 1})")]


@pytest.fixture
def page(browser: webdriver.Chrome, live_server) -> Iterator[Page]:
    browser.get_log("browser")
    opened = Page(browser, live_server.url).open()
    yield opened
    complaints = [entry["message"] for entry in browser.get_log("browser") if "Failed to load resource" not in entry["message"]]
    assert not complaints, complaints  # scripts that fail, and what the content policy forbids


def test_a_question_is_chosen_its_value_changed_and_the_rows_follow(page: Page) -> None:
    page.one("#questions-filter").send_keys("how many of whom")
    (link,) = [link for link in page.all("[data-query]") if link.is_displayed()]
    link.click()
    page.until(lambda: page.one("#result").is_displayed())
    everything = len(page.all("#view tbody tr"))
    assert link.get_attribute("aria-current") == "true" and everything > 1
    page.one("#parameters input[name=event]").send_keys("event:dia-diafarabe-attack", Keys.TAB)
    page.until(lambda: 0 < len(page.all("#view tbody tr")) < everything)
    assert "dia-diafarabe-attack" in page.one("#query").get_attribute("value")
    page.one("#parameters input[name=event]").clear()
    page.one("#parameters input[name=event]").send_keys("javascript:alert(1)", Keys.TAB)
    page.until(lambda: page.one("#parameters input[name=event]").get_attribute("aria-invalid") == "true" and page.one("#problem").is_displayed())


def test_rows_sort_as_numbers_and_links_lead_on(page: Page) -> None:
    page.run("SELECT ?claim ?n { ?claim cg:figure ?n }")
    heads = page.all("#view th button")
    heads[1].click()
    numbers = [int(n) for n in page.column(2)]
    assert len(set(numbers)) > 3 and numbers == sorted(numbers) and page.all("#view th")[1].get_attribute("aria-sort") == "ascending"
    page.all("#view th button")[1].click()
    assert [int(n) for n in page.column(2)] == numbers[::-1]
    link = page.one("#view tbody a")
    assert link.text.startswith("claim:")
    link.click()
    page.until(lambda: "/page/claim/" in page.browser.current_url)
    assert page.one("h1").text


def test_missing_prefixes_are_added_and_told(page: Page) -> None:
    page.run("SELECT ?x { ?x a cg:ConflictEvent ; rdfs:label ?l }")
    assert page.one("#query").get_attribute("value").startswith("PREFIX cg: <https://w3id.org/claimgraph/ns#>\nPREFIX rdfs:")
    assert "cg:, rdfs:" in page.one("#status").text


def test_an_error_is_shown_at_its_line(page: Page) -> None:
    page.run("SELECT * WHERE {\n  ?s ?p ?o .\n  FILTR (?o > 3)\n}")
    assert "line 3" in page.one("#problem").text and "FILTR" in page.one("#problem").text
    assert [line.text for line in page.all(".gutter .wrong")] == ["3"]
    assert page.one(".c-wrong").text == "FILTR (?o > 3)" or "FILTR" in "".join(piece.text for piece in page.all(".c-wrong"))
    assert page.browser.switch_to.active_element == page.one("#query")
    line = page.browser.execute_script("const a = document.getElementById('query'); return a.value.slice(0, a.selectionStart).split('\\n').length")
    assert line == 3
    page.one("#query").send_keys(" ")
    assert not page.all(".gutter .wrong")


def test_a_killed_query_says_so_and_what_would_work(page: Page) -> None:
    page.write(CROSS_JOIN)
    page.one("#query").send_keys(Keys.CONTROL, Keys.ENTER)
    page.until(lambda: page.one("#problem").is_displayed(), 20)
    told = page.one("#problem").text
    assert "took too long" in told and "5 s" in told and "/dump.nq" in told
    assert page.one("#problem a[href$='/dump.nq']")


def test_a_running_query_can_be_stopped(page: Page, live_server) -> None:
    page.write(CROSS_JOIN + " # stopped")
    page.one("#query").send_keys(Keys.CONTROL, Keys.ENTER)
    page.until(lambda: page.one("#stop").is_displayed())
    page.one("#stop").click()
    page.until(lambda: "Stopped" in page.one("#status").text)


def test_a_shared_link_opens_and_runs_the_query(page: Page) -> None:
    page.run('SELECT ("é %C3%A9 & # +" AS ?x) {}')
    page.one("#share").click()
    link = page.one("#share-link").get_attribute("value")
    assert "/query?query=" in link
    page.open("/")
    page.browser.get(link)
    page.until(lambda: page.all("#view tbody td"))
    assert page.column(1) == ["é %C3%A9 & # +"]


def test_a_link_too_long_for_an_address_keeps_the_query_behind_the_hash(page: Page) -> None:
    page.browser.execute_script("const a = document.getElementById('query'); a.value = 'ASK {} # ' + 'x'.repeat(9000); a.dispatchEvent(new Event('input'))")
    page.one("#share").click()
    link = page.one("#share-link").get_attribute("value")
    assert "/query#query=" in link
    page.browser.get("about:blank")
    page.browser.get(link)
    page.until(lambda: page.all(".verdict"))
    assert page.one(".verdict").text == "Yes"


@pytest.mark.parametrize(("button", "name", "holds"), [("csv", "result.csv", b"n\r\n-5\r\n"), ("spreadsheet", "result-spreadsheet.csv", b"'-5"), ("json", "result.json", b'"bindings"')])
def test_a_result_is_taken_along(page: Page, downloads: Path, button: str, name: str, holds: bytes) -> None:
    page.run("SELECT (-5 AS ?n) {}")
    page.one(f"[data-file={button}]").click()
    page.until(lambda: (downloads / name).is_file())
    assert holds in (downloads / name).read_bytes()


def test_coordinates_become_a_map_and_numbers_bars(page: Page) -> None:
    page.run('SELECT ?place ?name ?wkt { ?place rdfs:label ?name ; geo:hasGeometry/geo:asWKT ?wkt FILTER (LANG(?name) = "en") }')
    tabs = {tab.text: tab for tab in page.all("[role=tab]")}
    tabs["Map"].click()
    page.until(lambda: len(page.all(".result-map .outline")) >= 8)
    assert len(page.all(".result-map circle")) >= 5
    assert "/id/place/" in page.one(".result-map a").get_dom_attribute("href")
    page.run("SELECT ?who (COUNT(?c) AS ?n) { ?c cg:claimant/rdfs:label ?who } GROUP BY ?who ORDER BY DESC(?n)")
    {tab.text: tab for tab in page.all("[role=tab]")}["Bars"].click()
    widths = [float(bar.get_attribute("width")) for bar in page.all(".chart rect")]
    assert len(widths) > 1 and widths == sorted(widths, reverse=True) and widths[0] == 100


def test_latitude_and_longitude_columns_are_a_map_too(page: Page) -> None:
    page.run("SELECT ?lat ?long ?label { VALUES (?lat ?long ?label) { (14.1 -5.0 'here') (13.9 -5.4 'there') } }")
    assert "Map" in [tab.text for tab in page.all("[role=tab]")]


def test_a_graph_is_shown_as_turtle(page: Page) -> None:
    page.run("CONSTRUCT { ?e a cg:ConflictEvent } { ?e a cg:ConflictEvent }")
    assert "a cg:ConflictEvent" in page.one("#view pre").text
    assert page.one("[data-file=ttl]").text == "Turtle"


def test_what_is_hostile_in_a_result_stays_text(page: Page) -> None:
    page.run(r'SELECT ?x ?y { VALUES (?x ?y) { ("<img src=x onerror=alert(1)>" <javascript:alert(1)>) ("a\u202Eb" <http://example.org/"x>) } }'.replace('"x>', "x>"))
    assert not page.all("#view img") and page.column(1)[0] == "<img src=x onerror=alert(1)>" and "U+202E" in page.column(1)[1]
    assert {link.get_attribute("href") for link in page.all("#view a")} == {"http://example.org/x"}
    assert page.all("#view bdi")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    """From the editor to the result, its views, its sorting and a download without a mouse, and back out again."""
    page.one("#query").click()
    page.browser.switch_to.active_element.send_keys(Keys.CONTROL, "a")
    page.browser.switch_to.active_element.send_keys("SELECT ?who (COUNT(?c) AS ?n) { ?c cg:claimant ?who } GROUP BY ?who", Keys.CONTROL, Keys.ENTER)
    page.until(lambda: page.one("#result").is_displayed())
    seen = []
    for _ in range(14):
        page.browser.switch_to.active_element.send_keys(Keys.TAB)
        active = page.browser.switch_to.active_element
        seen.append(active.get_attribute("id") or active.get_attribute("data-file") or active.text or active.tag_name)
        outline = page.browser.execute_script("const s = getComputedStyle(document.activeElement); return s.outlineStyle")
        assert outline != "none", seen
        if active.get_attribute("role") == "tab":
            active.send_keys(Keys.ARROW_RIGHT)
            page.until(lambda: page.all(".chart"))
            page.browser.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
            page.until(lambda: page.all("#view table"))
        if active.tag_name == "button" and active.get_attribute("aria-label") == "Sort by n":
            active.send_keys(Keys.ENTER)
            break
    assert "run" in seen and "csv" in seen and page.all("#view th")[1].get_attribute("aria-sort") == "ascending"


@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.browser.set_window_size(width, 900)
    try:
        page.open("/query").run("SELECT * { ?s ?p ?o } LIMIT 5")
        inner, content = page.browser.execute_script("return [document.documentElement.clientWidth, document.documentElement.scrollWidth]")
        assert content <= inner + 1
    finally:
        page.browser.set_window_size(1380, 1500)


def typed(page: Page, before: str, letters: str) -> list[str]:
    """What is offered after ``letters`` are typed behind ``before``."""
    page.browser.execute_script("document.querySelector('#query').value = arguments[0]", before)
    page.one("#query").send_keys(Keys.CONTROL, Keys.END)
    page.one("#query").send_keys(letters)
    return [one.text.split()[0] for one in page.all("#completions li") if one.is_displayed()]


def test_names_are_completed_by_keyboard(page: Page) -> None:
    area = page.one("#query")
    area.click()
    page.until(lambda: typed(page, "SELECT * { ?s ", "cg:fig") == ["cg:figure", "cg:figureHigh", "cg:figureLow"])
    chosen = page.one("#completions [aria-selected=true]")
    assert area.get_attribute("aria-activedescendant") == chosen.get_attribute("id") and chosen.text.startswith("cg:figure")
    area.send_keys(Keys.ARROW_DOWN, Keys.ENTER, " ?n }")
    assert area.get_attribute("value") == "SELECT * { ?s cg:figureHigh ?n }" and not page.one("#completions").is_displayed()
    for _ in range(6):
        area.send_keys(Keys.CONTROL, "z")
    assert "figureHigh" not in area.get_attribute("value"), "it can be undone"
    assert "cg:claimant" in typed(page, "SELECT * { ?s ", "claimant")
    assert "cg:victimStatus" in typed(page, "SELECT * { ?s ", "status")  # by a part of its name
    assert typed(page, "SELECT ?figure ?other { ?s cg:figure ", "?fi") == ["?figure"]
    area.send_keys(Keys.TAB)
    assert area.get_attribute("value").endswith("cg:figure ?figure")
    assert set(typed(page, "", "DESC")[:2]) == {"DESCRIBE", "DESC"}


def test_nothing_is_offered_where_nothing_is_meant(page: Page) -> None:
    page.one("#query").click()
    page.until(lambda: typed(page, "SELECT * { ?s ", "cg:fig"))
    for before in ("# the ", "SELECT * { ?s ?p 'the ", "SELECT * { ?s <http://example.org/", 'SELECT * { ?s ?p """\n'):
        assert typed(page, before, "figure") == [], before
    assert typed(page, "SELECT * { ?s ", "cg:fig")
    page.one("#query").send_keys(Keys.ESCAPE)
    assert not page.one("#completions").is_displayed()
    page.one("#query").send_keys(Keys.TAB)
    assert page.browser.switch_to.active_element.get_attribute("id") == "run"
    typed(page, "SELECT * { ?s ", "cg:figure")  # a whole name: Enter is a new line
    page.one("#query").send_keys(Keys.ENTER)
    assert page.one("#query").get_attribute("value").rstrip(" ").endswith("cg:figure\n")


def test_earlier_runs_of_the_visit_come_back(page: Page) -> None:
    page.run("# The first one\nSELECT ?claim { ?claim a cg:CasualtyClaim } LIMIT 3")
    page.run("ASK { ?s ?p ?o }")
    page.open("/query")
    titles = [option.text for option in page.all("#runs option")]
    assert titles[1].startswith("ASK { ?s ?p ?o } · ") and titles[2].startswith("The first one · 3 ")
    page.all("#runs option")[2].click()
    page.until(lambda: len(page.all("#view tbody tr")) == 3)
    assert "# The first one" in page.one("#query").get_attribute("value")
    assert [option.text for option in page.all("#runs option")][1].startswith("The first one · 3 ")


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "en"), ("light", "ar")])
def test_no_serious_accessibility_fault_while_somebody_works(page: Page, scheme: str, language: str) -> None:
    """With rows below, earlier runs to choose from and names offered at the caret."""
    package = pytest.importorskip("axe_core_python", reason="needs axe-core: pip install axe-core-python")
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    try:
        page.open(f"/query?lang={language}")
        page.run("ASK { ?s ?p ?o }")
        page.run("SELECT ?claim ?n { ?claim cg:figure ?n }")
        page.until(lambda: typed(page, "SELECT * { ?s ", "cg:fig"))
        page.browser.execute_script(next(Path(package.__path__[0]).glob("*.js")).read_text(encoding="utf-8"))
        found = page.browser.execute_async_script("const done = arguments[0]; axe.run(document).then(done)")
        page.browser.get_log("browser")  # axe tries what the content policy forbids
    finally:
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"] if v["impact"] in ("serious", "critical")] == []
    assert page.one("#runs").is_displayed() and page.one("#completions").is_displayed()
