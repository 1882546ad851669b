"""What is opened in a spreadsheet runs nothing there."""

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, Store

from claimgraph.store.spreadsheet import write_spreadsheet

#: what spreadsheets take for the beginning of a formula, told here again
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cells(query: str, most: int = 1_000) -> list[list[str]]:
    out = io.BytesIO()
    write_spreadsheet(Store().query(query), out, most)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def test_every_hostile_literal_is_harmless(shared_data: Path) -> None:
    literals = json.loads((shared_data / "hostile" / "terms.json").read_text())["literals"]
    rows = cells(f"SELECT ?x {{ VALUES ?x {{ {' '.join(str(Literal(literal)) for literal in literals)} }} }}", len(literals))
    assert len(rows) == len(literals) + 1 and not any(cell.startswith(FORMULA) for row in rows for cell in row)


@pytest.mark.parametrize("sign", FORMULA)
def test_every_sign_of_a_formula_is_harmless(sign: str) -> None:
    assert cells(f"SELECT ?x {{ VALUES ?x {{ {Literal(sign + '1')} }} }}")[1][0] == f"'{sign}1"


def test_terms_of_every_kind_and_none() -> None:
    query = "SELECT ?a ?b ?c ?d { VALUES (?a ?b) { (<http://e/> 'é'@fr) (-1 UNDEF) } BIND(<<( <e:a> <e:b> '=1' )>> AS ?c) }"
    assert cells(query) == [["a", "b", "c", "d"], ["http://e/", "é", '<<( <e:a> <e:b> "=1" )>>', ""], ["'-1", "", '<<( <e:a> <e:b> "=1" )>>', ""]]


def test_yes_and_no() -> None:
    assert cells("ASK {}") == [["answer"], ["true"]]


def test_more_rows_than_may_be_are_an_error() -> None:
    assert len(cells("SELECT ?x { VALUES ?x { 1 2 3 } }", 3)) == 4
    with pytest.raises(OverflowError):
        cells("SELECT ?x { VALUES ?x { 1 2 3 } }", 2)
