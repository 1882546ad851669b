"""A real headless Chromium reads the site, live and from files, at two widths, and an accessibility check runs on every kind of page."""

import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest

from claimgraph.web.files.publishing import publish
from claimgraph.web.serving import live_site
from tests.copies import copy_graph
from tests.views.scenes import turtle

pytestmark = pytest.mark.browser
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-dev-shm-usage", "--disable-features=Translate,OptimizationHints")  # fmt: skip
#: one page of every kind, by key
KINDS = (
    "", "search", "page/event/diafarabe-and-koumara-attacks", "page/event/mali-war", "page/claim/diafarabe-koumara-2023-c12",
    "page/actor/jnim", "page/place/koumara", "page/place/dia-diafarabe", "page/source/la-presse-2023-01-12",
    "page/article/diafarabe-and-koumara-attacks", "page/passage/diafarabe-koumara-2023-p02", "page/code", "page/code/casualty-type",
    "page/code/casualty-type/neutralized", "page/ns", "page/shapes", "page/report", "page/dataset", "page/graph/gazetteer", "page/event/none",
    "page/event/koumara-macina-attack", "page/event/jnim-campaign-early-2023", "page/claim/diafarabe-koumara-2023-c09", "page/claim/diafarabe-koumara-2023-r02",
    "page/place/segou-region", "page/ref/diafarabe-koumara-2023-4", "page/side/diafarabe-koumara-2023-1", "page/participation/diafarabe-koumara-2023-mali",
    "queries", "queries/contradictions",
)  # fmt: skip
#: events unlike the first article's, by key (see tests/views/scenes.py)
OTHERS = ("", "page/event/many", "page/event/bare", "page/event/civilians", "page/event/silent", "page/place/quay", "page/place/northland", "page/actor/council")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Chromium with a profile of its own, its console kept."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("needs Chromium: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))
    opened.set_page_load_timeout(60)
    yield opened
    opened.quit()


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def static_site(repository, tmp_path_factory):
    """The published folder and the address of a plain file server over it."""
    out = tmp_path_factory.mktemp("static") / "site"
    publish(repository, out)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietFiles, directory=out))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield out, f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    thread.join()
    server.server_close()


def requests_of(browser):
    """The addresses that the browser asked for since the last look."""
    import json

    events = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


def assert_quiet(browser, allowed):
    """Nothing on the console, nothing asked from elsewhere."""
    errors = [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    assert errors == []
    # chrome: is the browser's own first tab
    foreign = [url for url in requests_of(browser) if not url.startswith((*allowed, "data:", "chrome:"))]
    assert foreign == []


def click(browser, selector):
    from selenium.webdriver.common.by import By

    element = next(e for e in browser.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed())
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


def heading(browser):
    from selenium.webdriver.common.by import By

    return browser.find_element(By.TAG_NAME, "h1").text


def walk(browser, start, allowed):
    """Home → event → claim → source → place, by clicking what a reader would."""
    browser.get(start)
    assert "Who says how many" in heading(browser)
    fits(browser)
    click(browser, "#event-list a[href*='diafarabe-and-koumara-attacks']")
    assert heading(browser) == "Diafarabé and Koumara attacks"
    fits(browser)
    click(browser, ".comparison a.figure[href*='c02']")
    assert "14" in heading(browser)
    fits(browser)
    click(browser, "main dl a[href*='/source/']")
    assert "14 soldats" in heading(browser)
    fits(browser)
    click(browser, "main a[href*='/claim/']")
    click(browser, ".crumbs a")
    click(browser, "#facts ~ * a[href*='/place/']")
    assert "Cercle" in heading(browser)
    fits(browser)
    assert_quiet(browser, allowed)


def fits(browser):
    """No page is wider than the window."""
    assert browser.execute_script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_walk_on_the_live_site(browser, live_server, width):
    browser.set_window_size(*WIDTHS[width])
    walk(browser, live_server.url + "/", (live_server.url,))


@pytest.mark.parametrize("width", WIDTHS)
def test_walk_on_a_plain_file_server(browser, static_site, width):
    browser.set_window_size(*WIDTHS[width])
    walk(browser, static_site[1], (static_site[1].rpartition("/")[0],))


@pytest.mark.parametrize("width", WIDTHS)
def test_walk_on_files_from_disk(browser, static_site, width):
    browser.set_window_size(*WIDTHS[width])
    walk(browser, (static_site[0] / "index.html").as_uri(), ("file:",))


def test_search_and_filters_work_from_disk(browser, static_site):
    from selenium.webdriver.common.by import By

    browser.set_window_size(*WIDTHS["desktop"])
    browser.get((static_site[0] / "search.html").as_uri() + "?q=komara")
    shown = [item.text for item in browser.find_elements(By.CSS_SELECTOR, "#names > li") if item.is_displayed()]
    assert shown and all("Koumara" in text for text in shown)
    browser.get((static_site[0] / "index.html").as_uri())
    browser.find_element(By.CSS_SELECTOR, "select[name=place] option[value=kassela]").click()
    shown = [item for item in browser.find_elements(By.CSS_SELECTOR, "#event-list > li") if item.is_displayed()]
    assert len(shown) == 1 and "Kassela" in shown[0].text


def test_pages_are_whole_without_scripts(browser, live_server):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(live_server.url + "/")
        assert "Diafarabé and Koumara attacks" in browser.page_source and 'id="filters" hidden' in browser.page_source
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.fixture(scope="module")
def axe() -> str:
    """The axe-core script, out of the Python package that carries it."""
    package = pytest.importorskip("axe_core_python", reason="needs axe-core: pip install axe-core-python")
    return next(Path(package.__path__[0]).glob("*.js")).read_text(encoding="utf-8")


def faults(browser, axe, address, look):
    """The serious faults that axe-core finds at an address: rule and the first elements."""
    scheme = "dark" if look == "dark" else "light"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    browser.get(address + ("?lang=ar" if look == "arabic" else ""))
    browser.execute_script(axe)
    found = browser.execute_async_script("const done = arguments[0]; axe.run(document).then(done)")
    browser.get_log("browser")
    return [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found["violations"] if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("look", ["light", "dark", "arabic"])
@pytest.mark.parametrize("key", KINDS)
def test_no_serious_accessibility_fault(browser, live_server, axe, key, look):
    browser.set_window_size(*WIDTHS["desktop"])
    assert faults(browser, axe, f"{live_server.url}/{key}", look) == []


@pytest.fixture(scope="module")
def other_server(repository, tmp_path_factory, serve_app):
    """The live site of the repository's graph with events unlike its own."""
    root = tmp_path_factory.mktemp("others")
    copy_graph(repository, root)
    (root / "graph" / "scenes.ttl").write_text(turtle(), encoding="utf-8")
    with serve_app(live_site(root)) as server:
        yield server


@pytest.mark.parametrize("look", ["light", "dark", "arabic"])
@pytest.mark.parametrize("key", OTHERS)
def test_no_serious_accessibility_fault_with_other_events(browser, other_server, axe, key, look):
    browser.set_window_size(*WIDTHS["desktop"])
    assert faults(browser, axe, f"{other_server.url}/{key}", look) == []


@pytest.fixture
def small_phone(browser):
    """The narrowest phone, with a finger for a pointer."""
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True})
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    yield browser
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def cut_off(browser):
    """What sticks out of the window sideways and cannot be scrolled to inside its own box."""
    return browser.execute_script(
        """const wide = document.documentElement.clientWidth + 1;
        return [...document.querySelectorAll("main *, header *, footer *")]
          .filter((e) => !e.closest("svg, pre, .scroll, .skip, thead") && e.getClientRects().length)
          .filter((e) => { const box = e.getBoundingClientRect(); return box.right > wide || box.left < -1; })
          .map((e) => e.outerHTML.slice(0, 120)).slice(0, 3)"""
    )


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("key", KINDS)
def test_nothing_is_wider_than_a_small_phone(small_phone, live_server, key, language):
    small_phone.get(f"{live_server.url}/{key}?lang={language}")
    assert cut_off(small_phone) == []
    fits(small_phone)


@pytest.mark.parametrize("key", OTHERS)
def test_other_events_fit_a_small_phone(small_phone, other_server, key):
    small_phone.get(f"{other_server.url}/{key}")
    assert cut_off(small_phone) == []
    fits(small_phone)


def test_a_finger_meets_targets_large_enough(small_phone, live_server):
    """44 px, but for links that stand in a sentence (WCAG 2.5.5)."""
    small_phone.get(f"{live_server.url}/page/event/diafarabe-and-koumara-attacks")
    selector = ".masthead a, .meta a, .formats a, .colophon a, .crumbs a, summary, td > .entry a.figure"
    low = small_phone.execute_script(
        "return [...document.querySelectorAll(arguments[0])].filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 44)"
        ".map((e) => [e.textContent.trim(), e.getBoundingClientRect().height])", selector,
    )  # fmt: skip
    assert low == []


def test_headings_are_in_order_and_the_first_stop_of_the_keyboard_is_the_way_past_the_menu(browser, live_server):
    from selenium.webdriver.common.keys import Keys

    browser.set_window_size(*WIDTHS["desktop"])
    for key in KINDS:
        browser.get(f"{live_server.url}/{key}")
        levels = browser.execute_script("return [...document.querySelectorAll('h1, h2, h3')].map((h) => Number(h.tagName[1]))")
        assert levels[0] == 1 and levels.count(1) == 1, key
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), (key, levels)
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.execute_script("return document.activeElement.className") == "skip"
    outline = browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline not in ("none", "")


@pytest.mark.parametrize("key", ["page/event/many", "page/event/diafarabe-and-koumara-attacks", "page/claim/diafarabe-koumara-2023-c12", ""])
def test_paper_has_no_menu_and_cuts_no_table(browser, other_server, key):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 720, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        browser.get(f"{other_server.url}/{key}")
        shown = browser.execute_script("return [...document.querySelectorAll('.masthead nav, form, .formats, .skip, .where-at')].filter((e) => e.getClientRects().length).length")
        cut = browser.execute_script("return [...document.querySelectorAll('main *')].filter((e) => !e.closest('svg, pre') && e.getBoundingClientRect().right > 721).map((e) => e.outerHTML.slice(0, 100))")
        address = browser.execute_script("const link = document.querySelector('main a[rel~=external]'); return link ? getComputedStyle(link, '::after').content : link")
        assert shown == 0 and cut == []
        assert address is None or "attr(href)" in address or "http" in address
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
