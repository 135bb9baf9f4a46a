"""An expected no in words, for whoever is at a form: the refusal's sentence with its parts."""

from rooms.refusals import Code, Refusal
from server.pages.page_texts import moment
from server.texts import Texts


def sentence(catalogue: Texts, lang: str, refusal: Refusal) -> str:
    """What the catalogue says of it; times in words, in UTC."""
    said = dict(refusal.params)
    if refusal.code is Code.NAME_INVALID:
        said["why"] = catalogue.t(lang, f"name-why-{said['why']}")
    if refusal.code is Code.WEAK_PASSWORD:
        said["why"] = catalogue.t(lang, f"password-{said['why']}", least=said["least"])
    if "until" in said:
        end = moment(lang, int(said["until"]))
        hour = int(end.clock.partition(":")[0])
        clock = catalogue.t(lang, "time-clock", hour=hour, clock=end.clock)
        said["until"] = catalogue.t(lang, "time-day-clock", day=end.day, clock=clock)
    if "reason" in said:
        said["reason"] = catalogue.t(lang, f"reason-{said['reason']}")
    return catalogue.t(lang, f"refusal-{refusal.code}", **said)
