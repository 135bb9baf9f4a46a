"""A refusal carries what its sentence needs, and nothing else."""

import pytest

from rooms.refusals import PARAMS, Code, Refusal, refuse


@pytest.mark.parametrize("code", Code)
def test_refusal_is_built_with_the_parameters_it_declares(code: Code) -> None:
    params = dict.fromkeys(PARAMS.get(code, ()), 1)
    assert refuse(code, **params) == Refusal(code=code, params={**params})


@pytest.mark.parametrize("code", Code)
def test_refusal_with_another_parameter_is_a_mistake(code: Code) -> None:
    params = {**dict.fromkeys(PARAMS.get(code, ()), 1), "surprise": 1}
    with pytest.raises(ValueError, match="declares"):
        refuse(code, **params)


@pytest.mark.parametrize("code", [code for code in Code if PARAMS.get(code)])
def test_refusal_that_lacks_its_parameters_is_a_mistake(code: Code) -> None:
    with pytest.raises(ValueError, match="declares"):
        refuse(code)


@pytest.mark.parametrize(
    ("refusal", "temporary"),
    [
        (refuse(Code.NOT_ALLOWED), False),
        (refuse(Code.BUSY, retry_after=0), True),
        (refuse(Code.MUTED, until=1, reason="unkind"), True),
        (refuse(Code.TOO_LATE, minutes=15), False),
    ],
)
def test_refusal_knows_whether_trying_again_may_help(refusal: Refusal, temporary: bool) -> None:
    assert refusal.temporary is temporary
