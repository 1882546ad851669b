"""The measure of growth itself: it lets linear work through, and nothing that grows faster."""

import pytest

from tests import growth
from tests.growth import assert_linear


def linear(length: int) -> int:
    return sum(range(length * 1_000))


def quadratic(length: int) -> int:
    return sum(sum(range(length)) for _ in range(length))


def test_linear_work_passes() -> None:
    assert_linear(linear, 1_000)


def test_quadratic_work_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "LEAST_SECONDS", 0.001)  # the ratio alone, however fast the machine
    with pytest.raises(AssertionError, match="8 times the length costs [0-9]+ times as much"):
        assert_linear(quadratic, 1_000)
