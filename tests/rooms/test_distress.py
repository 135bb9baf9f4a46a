"""Words that speak of wanting to die are noticed, and illness, loss and everyday talk are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.safety.distress import speaks_of_dying

SPOKEN = (
    "I want to die",
    "i wanna die",
    "sometimes I just want to die",
    "I wish I was dead",
    "wish i could just not wake up",
    "I'd rather be dead than go through this again",
    "I want to kill myself",
    "thinking about killing myself",
    "i want to end my life",
    "thinking of taking my own life",
    "I want to end it all",
    "suicide",
    "suicidal thoughts",
    "I don't want to live anymore",
    "I dont want to live like this",
    "i no longer want to be alive",
    "I can't go on like this",
    "no reason to live",
    "nothing left to live for",
    "my life is not worth living",
    "I am tired of living",
    "everyone would be better off without me",
    "how to die without pain",
    "painless way to die",
    "I keep thinking of self-harm",
    "I have the urge to hurt myself",
    "my son wants to kill himself",
    # As it is typed by somebody who is not well.
    "I WANT TO DIE",
    "i   want\nto...die",
    "want to dieeee",
    "wnat to die",
    "kill my self",
    "k i l l  m y s e l f",
    "#killmyself",
    "k1ll mys3lf",
    "sucide",
    "suicde help",
    # In Spanish.
    "quiero morir",
    "Me quiero morir",
    "quiero morirme",
    "ya no quiero vivir",
    "no quiero vivir así",
    "no quiero seguir viviendo",
    "no quiero despertar mañana",
    "quisiera estar muerta",
    "ojalá me muera",
    "pienso en matarme",
    "me voy a matar",
    "suicidarse",
    "pensamientos suicidas",
    "quitarme la vida",
    "quiero acabar con mi vida",
    "quiero acabar con todo",
    "no tengo ganas de vivir",
    "perdí las ganas de vivir",
    "estoy cansada de vivir",
    "mi vida no tiene sentido",
    "no vale la pena vivir",
    "todos estarían mejor sin mí",
    "quiero hacerme daño",
    "mi hija quiere morirse",
    "ya no puedo más",
    "quiro morir",
    "no kiero vivir",
    "QUIERO   MORIR",
    "quieromorir",
)
UNSPOKEN = (
    "",
    "ostomy",
    "living with cancer",
    "dying of cancer",
    "my mother is dying",
    "my mother died",
    "my husband died last year",
    "end of life care",
    "end-of-life planning",
    "I don't want to die",
    "I am afraid to die",
    "am I going to die",
    "will this kill me",
    "this pain is killing me",
    "I am dying to meet you all",
    "my dad wants to die at home",
    "she wanted to die with dignity",
    "I want to live",
    "how long do people live with this",
    "I don't want to live in a nursing home",
    "I don't want to live with my sister",
    "taking my life back after treatment",
    "end of treatment",
    "killer headache",
    "skill myself up",
    "I cut myself shaving",
    "I hurt my back",
    "grief after the death of a child",
    "I walked two kms and went home happy",
    "so tired of waiting",
    "I love dyeing wool",
    "deadline for the insurance form",
    "die Katze schläft",
    "morir de cáncer",
    "mi madre murió",
    "murió mi esposo el año pasado",
    "no quiero morir",
    "no me quiero morir todavía",
    "tengo miedo de morir",
    "me voy a morir de esto",
    "me muero de risa",
    "me muero por un café",
    "mi padre quiere morir en casa",
    "cuidados al final de la vida",
    "quiero vivir",
    "vivir con dolor crónico",
    "no quiero vivir en una residencia",
    "no quiero vivir con mi suegra",
    "la muerte de mi hijo",
    "una mejor muerte",
    "quiero cortarme el pelo",
    "quiero dormir",
    "acabar con el dolor de espalda",
    "la vida con diabetes",
    "ganas de comer",
)


@pytest.mark.parametrize("text", SPOKEN)
def test_wanting_to_die_is_noticed(text: str) -> None:
    assert speaks_of_dying(text)


@pytest.mark.parametrize("text", UNSPOKEN)
def test_illness_loss_and_everyday_talk_are_not_taken_for_it(text: str) -> None:
    assert not speaks_of_dying(text)


def test_it_is_noticed_in_the_middle_of_a_long_message() -> None:
    before, after = "We talked about the weather. " * 20, " And then we had tea." * 20
    assert speaks_of_dying(f"{before}I want to die.{after}")
    assert not speaks_of_dying(before + after)


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(speaks_of_dying(text), bool)


@pytest.mark.parametrize("text", SPOKEN)
def test_capitals_and_signs_around_make_no_difference(text: str) -> None:
    assert speaks_of_dying(f"  ¡¡{text.upper()}!!! 😞")
