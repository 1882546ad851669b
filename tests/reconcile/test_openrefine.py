"""OpenRefine itself, headless, driven over its HTTP API against our live service."""

import json
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import free_port

pytestmark = pytest.mark.openrefine
SHEET = """name,kind,cercle,killed in 2023,when
Diafarabe,place,Ténenkou,14,2023-01-10
Koumara,place,Macina,7,2023-01-10
Koumara,place,,,
Dja,place,Ténenkou,,
Gao,place,,,
"""
ACTORS = """name,seen
JNIM,2023
Wagner mercenaries,2023
FAMa,2023
Katiba Serma,2023
"""


class OpenRefine:
    """The commands of OpenRefine's HTTP API that a reconciliation takes."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, command: str, **parameters: str) -> Any:
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"{self.address}/command/core/{command}?{query}", timeout=60) as response:
            return json.load(response)

    def post(self, command: str, project: str = "", **form: Any) -> Any:
        token = self.get("get-csrf-token")["token"]
        query = urllib.parse.urlencode({"csrf_token": token} | ({"project": project} if project else {}))
        data = {key: value if isinstance(value, str) else json.dumps(value) for key, value in form.items()}
        url = f"{self.address}/command/core/{command}?{query}"
        with urllib.request.urlopen(url, urllib.parse.urlencode(data).encode(), timeout=120) as response:
            return json.load(response)

    def register(self, manifest: dict[str, Any], url: str) -> None:
        """What the browser does when a user adds a service: the manifest goes into the preferences."""
        known = {**manifest, "url": url, "ui": {"handler": "ReconStandardServicePanel"}, "urlForm": url}
        self.post("set-preference", name="reconciliation.standardServices", value=[known])

    def create(self, name: str, text: str) -> str:
        """A project of a CSV text; gives its number."""
        token = self.get("get-csrf-token")["token"]
        border = "----claimgraph"
        fields = {"project-name": name, "format": "text/line-based/*sv", "options": json.dumps({"separator": ",", "headerLines": 1, "guessCellValueTypes": True, "storeBlankRows": True})}
        parts = [f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
        parts.append(f'--{border}\r\nContent-Disposition: form-data; name="project-file"; filename="{name}.csv"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n--{border}--\r\n')
        request = urllib.request.Request(
            f"{self.address}/command/core/create-project-from-upload?csrf_token={token}", "".join(parts).encode(),
            {"Content-Type": f"multipart/form-data; boundary={border}"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=60) as response:
            return urllib.parse.parse_qs(urllib.parse.urlsplit(response.url).query)["project"][0]

    def wait(self, project: str) -> None:
        """Until no long-running process of the project is left."""
        for _ in range(240):
            if not self.get("get-processes", project=project)["processes"]:
                return
            time.sleep(0.25)
        raise AssertionError("OpenRefine is still busy")

    def reconcile(self, project: str, column: str, service: str, kind: str, details: list[dict[str, Any]], auto: bool = True) -> None:
        """Start reconciling a column, as the dialog does, and wait for the end."""
        config = {
            "mode": "standard-service", "service": service, "identifierSpace": "", "schemaSpace": "", "type": {"id": kind, "name": kind},
            "autoMatch": auto, "columnDetails": details, "limit": 0,
        }  # fmt: skip
        self.post("reconcile", project, columnName=column, config=config, engine={"facets": [], "mode": "row-based"})
        self.wait(project)

    def extend(self, project: str, column: str, service: str, properties: list[str], **settings: Any) -> None:
        """Add columns from the reconciled values, as "Add columns from reconciled values" does."""
        extension = {"properties": [{"id": p, "name": p, **({"settings": settings} if settings else {})} for p in properties]}
        self.post(
            "extend-data", project, baseColumnName=column, endpoint=service, identifierSpace="", schemaSpace="", extension=extension,
            columnInsertIndex=1, engine={"facets": [], "mode": "row-based"},
        )  # fmt: skip
        self.wait(project)

    def rows(self, project: str) -> tuple[list[str], list[list[Any]]]:
        """Column names and the cells of every row, in the order shown."""
        model = self.get("get-models", project=project)["columnModel"]["columns"]
        answer = self.post("get-rows", project, engine={"facets": [], "mode": "row-based"}, start="0", limit="100")
        pool = answer.get("pool", {}).get("recons", {})  # versions differ: a cell holds its recon, or the number of it
        for cell in (cell for row in answer["rows"] for cell in row["cells"] if cell):
            if isinstance(cell.get("r"), str):
                cell["r"] = pool[cell["r"]]
        cells = [[row["cells"][c["cellIndex"]] if c["cellIndex"] < len(row["cells"]) else None for c in model] for row in answer["rows"]]
        return [column["name"] for column in model], cells


@pytest.fixture(scope="module")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    """A fresh OpenRefine with a workspace of its own."""
    command = shutil.which("openrefine")
    if command is None:
        pytest.skip("needs OpenRefine: apt-get install openrefine (continuous integration does)")
    port, workspace = free_port(), tmp_path_factory.mktemp("openrefine")
    log = (workspace / "log").open("wb")
    process = subprocess.Popen(
        [command, "-i", "127.0.0.1", "-p", str(port), "-d", str(workspace), "-x", "refine.headless=true"],
        stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    client = OpenRefine(f"http://127.0.0.1:{port}")
    try:
        for _ in range(240):
            try:
                client.get("get-version")
                break
            except (urllib.error.URLError, ConnectionError, json.JSONDecodeError):
                assert process.poll() is None, (workspace / "log").read_text()[-2000:]
                time.sleep(0.25)
        else:
            pytest.fail("OpenRefine did not start within a minute")
        yield client
    finally:
        import os

        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        log.close()


@pytest.fixture(scope="module")
def registered(refine: OpenRefine, live: str) -> OpenRefine:
    """OpenRefine with our service added."""
    with urllib.request.urlopen(live) as response:
        refine.register(json.load(response), live)
    return refine


def judged(cell: dict[str, Any] | None) -> str | None:
    """The id of a cell's match, or ``None``."""
    recon = (cell or {}).get("r") or {}
    return recon["m"]["id"] if recon.get("j") == "matched" else None


def nearest(cell: dict[str, Any] | None) -> str:
    """The id of a cell's match, else of its first candidate."""
    recon = (cell or {})["r"]
    return recon["m"]["id"] if "m" in recon else recon["c"][0]["id"]


def shown(cell: dict[str, Any] | None) -> Any:
    """The value of a cell as the grid shows it."""
    return (cell or {}).get("v")


def test_types_are_guessed_from_ten_cells(registered: OpenRefine, live: str) -> None:
    project = registered.create("guess", SHEET)
    answer = registered.post("guess-types-of-column", project, columnName="name", service=live)
    assert answer["code"] == "ok"
    assert {"Place", "Village"} <= {kind["id"] for kind in answer["types"]}


def test_places_match_only_where_the_cercle_tells_namesakes_apart(registered: OpenRefine, live: str) -> None:
    project = registered.create("places", SHEET)
    details = [{"column": "cercle", "propertyName": "lies in", "propertyID": "containedIn"}]
    registered.reconcile(project, "name", live, "Place", details)
    _, rows = registered.rows(project)
    assert [judged(row[0]) for row in rows] == ["place.diafarabe", "place.koumara", None, None, None]
    candidates = rows[2][0]["r"]["c"]
    assert candidates[0]["id"] == "place.koumara"
    assert {kind if isinstance(kind, str) else kind["id"] for kind in candidates[0]["types"]} >= {"Village", "Place"}


def test_values_of_any_json_type_reach_the_service_and_lose_no_row(registered: OpenRefine, live: str) -> None:
    """Numeric cells come as JSON numbers, dates as texts, reconciled cells as objects."""
    project = registered.create("values", SHEET)
    details = [
        {"column": "killed in 2023", "propertyName": "killed", "propertyID": "killed.value"},
        {"column": "when", "propertyName": "date", "propertyID": "date"},
    ]
    registered.reconcile(project, "name", live, "Place", details)
    _, rows = registered.rows(project)
    assert [nearest(row[0]) for row in rows[:3]] == ["place.diafarabe", "place.koumara", "place.koumara"]
    registered.reconcile(project, "cercle", live, "Cercle", [])
    _, rows = registered.rows(project)
    assert [judged(rows[n][2]) for n in (0, 1)] != [None, None], "a cercle by its bare name matches within its type"
    registered.reconcile(project, "name", live, "Place", [{"column": "cercle", "propertyName": "lies in", "propertyID": "containedIn"}])
    _, rows = registered.rows(project)
    assert judged(rows[1][0]) == "place.koumara", "a reconciled cell speaks as well as its text"


def test_one_bad_query_in_a_batch_costs_no_other_row(registered: OpenRefine, live: str) -> None:
    """An HTTP error would leave all ten rows of the batch without candidates."""
    names = ["JNIM", "x" * 3000, "\u0007\u200b", "((((*", "GSIM", "نصرة الإسلام", "\\", "0", "{}", "Wagner"]
    text = "name\n" + "".join('"' + name.replace('"', '""') + '"\n' for name in names)
    project = registered.create("bad", text)
    registered.reconcile(project, "name", live, "Actor", [])
    _, rows = registered.rows(project)
    matched = [judged(row[0]) for row in rows]
    assert [matched[n] for n in (0, 4, 9)] == ["actor.jnim", "actor.jnim", "actor.wagner-group"]
    assert matched[1] is None


def test_claim_columns_line_up_row_by_row(registered: OpenRefine, live: str) -> None:
    """Parallel columns of equal length: figure, claimant, victims and source of one claim stand in one row."""
    project = registered.create("actors", ACTORS)
    registered.reconcile(project, "name", live, "Actor", [])
    _, rows = registered.rows(project)
    assert [judged(row[0]) for row in rows] == ["actor.jnim", "actor.wagner-group", "actor.malian-armed-forces", None]
    columns = ["killed.figure", "killed.claimant", "killed.victims", "killed.event", "killed.source"]
    registered.extend(project, "name", live, columns)
    heading, rows = registered.rows(project)
    at = {name: number for number, name in enumerate(heading)}
    assert len(heading) == 2 + len(columns)
    told = []
    name = ""
    for row in rows:
        name = shown(row[at["name"]]) or name
        told.append((name, *(shown(cell) for number, cell in enumerate(row) if number not in (at["name"], at["seen"]))))
    mali, jnim, officials = "Mali (state)", "Jama'at Nasr al-Islam wal Muslimin", "Malian officials"
    # The infobox's claims rest on no footnote, so their source stays blank and nothing moves up into it.
    assert ("JNIM", "31", mali, jnim, "Diafarabé and Koumara attacks", None) in told
    assert any(row[:3] == ("JNIM", "5", jnim) and row[5] for row in told)
    assert any(row[:4] == ("FAMa", "14", officials, "Malian Armed Forces") for row in told)
    assert any(row[:4] == ("FAMa", "7", jnim, "Malian Armed Forces") for row in told)
    assert not any(cell for row in told if row[0] == "Katiba Serma" for cell in row[1:]), "nothing is told of an unknown group"


def test_a_property_without_values_shifts_no_column(registered: OpenRefine, live: str) -> None:
    """OpenRefine puts values into the wrong column when a requested property is missing from a row."""
    project = registered.create("shift", "name\nWagner Group\nJNIM\n")
    registered.reconcile(project, "name", live, "Actor", [])
    registered.extend(project, "name", live, ["country", "linkedTo", "no-such-property", "wikidata"])
    heading, rows = registered.rows(project)
    by_name = {shown(row[0]): [shown(cell) for cell in row[1:]] for row in rows if shown(row[0])}
    assert len(heading) == 5
    assert by_name["Wagner Group"] == [None, "Malian Armed Forces", None, "Q36597284"]
    assert by_name["JNIM"] == [None, "al-Qaeda", None, "Q28877411"]


def test_settings_choose_among_the_claims(registered: OpenRefine, live: str) -> None:
    project = registered.create("settings", "name\nDiafarabé and Koumara attacks\n")
    registered.reconcile(project, "name", live, "Event", [])
    registered.extend(project, "name", live, ["killed.figure"], claimant="Mali", latest="true", limit="2")
    heading, rows = registered.rows(project)
    assert [shown(row[1]) for row in rows] == ["14", "31"], "claims of Mali and of whoever acts for it; 12 is replaced by 14"
