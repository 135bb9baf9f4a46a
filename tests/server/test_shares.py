"""Shares stay even while people come and go, and each is in one of them."""

from hypothesis import given
from hypothesis import strategies as st

from server.shares import SHARES, Shares, slices


@given(st.lists(st.integers(0, 200)))
def test_everybody_who_is_there_is_in_one_share(moves: list[int]) -> None:
    shares: Shares[int] = Shares()
    there: set[int] = set()
    for who in moves:
        if who in there:
            shares.remove(who)
        else:
            shares.add(who)
        there ^= {who}
        assert sorted(each for share in shares.all for each in share) == sorted(there)
        assert bool(shares) == bool(there)


@given(st.integers(0, 300))
def test_those_who_come_are_dealt_out_evenly(count: int) -> None:
    shares: Shares[int] = Shares()
    for who in range(count):
        shares.add(who)
    sizes = {len(share) for share in shares.all}
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) == -(-count // SHARES)


def test_slices_pass_over_who_has_gone_by_then() -> None:
    there = set(range(10))
    some = slices(there, 4)
    first = set(next(some))
    gone = next(iter(there - first))
    there.discard(gone)
    rest = [each for slice_ in some for each in slice_]
    assert sorted([*first, *rest, gone]) == list(range(10))
