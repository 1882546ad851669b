"""Forms: the standard library's reading, in linear time."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.web.forms import TooManyFields, form_fields


@given(st.text(alphabet=st.sampled_from(list("ab=&%+4C39a;é \x00")), max_size=60))
def test_it_reads_what_the_standard_library_reads(text: str) -> None:
    encoded = text.encode()
    ours = [(name.decode("utf-8", "replace"), value.decode("utf-8", "replace")) for name, value in form_fields(encoded, 1_000)]
    assert ours == parse_qsl(text, keep_blank_values=True, errors="replace")


def test_it_decodes_once() -> None:
    assert form_fields(b"query=%25C3%25A9", 10) == [(b"query", b"%C3%A9")]


@pytest.mark.parametrize("text", [b"&" * 100_000, b"a=b&" * 100_000])
def test_more_fields_than_allowed_are_not_read(text: bytes) -> None:
    with pytest.raises(TooManyFields):
        form_fields(text, 50)
