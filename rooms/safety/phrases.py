"""How people say that they want to die, in English and Spanish: patterns over plain words.

Each is matched against small letters without accents or apostrophes, one space between words.
Written from what people say, not from a clinical scale; a native speaker should read them again.
"""

# "I do not want to die" is fear, and has its own rooms.
_NO = "".join(f"(?<!{no} )" for no in ("dont", "didnt", "doesnt", "not", "never", "cant"))
# Where and how to die is what people plan who know that they will.
_PLANNED = (
    r"(?! (?:at home|in peace|peacefully|with dignity|laughing|of (?:laughter|embarrassment)))"
)
_SELF = r"(?:my ?self|him ?self|her ?self|them ?sel(?:f|ves))"
_MINE = r"(?:my|his|her|their)"
_DEAD = r"(?:die|be dead|not exist|stop existing|sleep forever|(?:never|not) wake up)"
_WANT = r"(?:want|wants|wanna|wanted|wanting|wish|need|ready|prefer|hope|hoping|like|love)"
_WONT = r"(?:dont|do not|doesnt|does not|didnt|no longer|never|not)(?: even| really| just)?"

ENGLISH = (
    rf"{_NO}\b{_WANT}(?: to)?(?: just)? {_DEAD}\b{_PLANNED}",
    r"\b(?:rather|better off|wish i (?:was|were)|wish i could just be) (?:be )?dead\b",
    r"\bwish i (?:could|would) (?:just )?(?:die|disappear|vanish|not wake up|never wake up)\b",
    r"\bwish i (?:wasnt|werent|was not|were not|was never|had never been) (?:alive|born|here)\b",
    r"\brather die\b",
    rf"\b(?:kill|kil|killing|hang|hanging|shoot|drown|poison|off|unalive) {_SELF}\b",
    r"\b(?:unalive|self ?harm(?:ing)?|harm(?:ing)? my ?self)\b",
    r"\b(?:want|going|gonna|need|urge|urges) (?:to )?(?:hurt|cut) my ?self\b",
    r"\bsuicid(?:e|al|es|ality)\b",
    rf"\b(?:end|ending|take|taking) {_MINE}(?: own)? life\b(?! (?:back|one|day|into|in a))",
    r"\b(?:end it all|ending it all|end it now|want (?:to end it|it all to end|it to be over))\b",
    rf"\b{_WONT} (?:want|wants|wanna|wish|care)(?: to)?"
    r" (?:be alive|exist|go on|wake up|keep living)\b",
    rf"\b{_WONT} (?:want|wants|wanna|wish|care)(?: to)? live\b"
    r"(?! (?:in|near|at|there|here|on|alone|far|with (?:my|him|her|them|a)\b))",
    rf"\b{_WONT} (?:want|wants|wanna)(?: to)? be here (?:anymore|any more|any longer)\b",
    rf"\b{_WONT} feel like (?:living|being alive|going on)\b",
    r"\b(?:cant|can not|cannot|could not|couldnt) (?:go on|carry on|keep going)"
    r"(?: like this| anymore| any more| any longer| living|$)",
    r"\b(?:cant|can not|cannot) live (?:anymore|any more|any longer|like this)\b",
    r"\b(?:no reason|nothing|no will|lost (?:the|my) will|no point) (?:left )?to (?:live|go on)\b",
    r"\bnothing (?:left )?to live for\b",
    r"\b(?:no point|whats the point|what is the point)"
    r" (?:in |of )?(?:living|being alive|going on)\b",
    r"\bnot worth living\b|\bisnt worth living\b",
    r"\b(?:tired|sick|done) (?:of|with) (?:living|life|being alive)\b|\bhate being alive\b",
    r"\bbetter off without me\b",
    r"\b(?:how (?:to|can i|do i)|(?:easy|easiest|painless|quick|best) ways? to|ways to) die\b"
    rf"{_PLANNED}",
    r"\b(?:take|taking|swallow|swallowed|took) all (?:of )?my pills\b|\boverdose on purpose\b",
    r"\bjump(?:ing)? off (?:a|the) (?:bridge|roof|building)\b",
    r"\bjump(?:ing)? in front of (?:a|the) (?:train|car)\b",
)

_NUNCA = "".join(f"(?<!{no} )" for no in ("no", "no me", "nunca", "tampoco"))
_PREVISTO = r"(?! (?:en (?:casa|mi casa|paz)|con dignidad|de (?:risa|verguenza)))"
_QUIERO = (
    r"(?:quiero|kiero|quisiera|quiere|queria|deseo|prefiero|ganas de|me gustaria|necesito"
    r"|pienso en|pensando en|voy a|intente|intento)"
)
_MUERTO = r"(?:muert[oa]|muert@|muertx)"

SPANISH = (
    rf"{_NUNCA}\b(?:quiero|kiero|quisiera|quiere|queria|deseo|prefiero|ganas de|me gustaria"
    rf") (?:morir|morirme|morirse|estar {_MUERTO}|desaparecer)\b{_PREVISTO}",
    rf"\b(?:ojala|mejor|preferiria estar|quisiera estar|estaria mejor) {_MUERTO}\b",
    r"\bojala (?:me muera|me muriera|no despierte|no despertara|no hubiera nacido)\b",
    r"\b(?:matarme|quitarme la vida|quitarse la vida|ahorcarme|suicidarme|suicidarse)\b",
    rf"\bme {_QUIERO} (?:matar|suicidar|ahorcar|quitar la vida)\b",
    r"\bme (?:dan|vienen) ganas de (?:matarme|morirme)\b",
    r"\bsuicid(?:io|a|as|ios|arse|arme|andome)\b|\bautolesi\w+\b",
    r"\b(?:acabar|terminar) con (?:mi|su) (?:vida|existencia|sufrimiento)\b",
    r"\b(?:quiero|quisiera|voy a|ganas de|mejor) (?:acabar|terminar) con todo\b",
    r"\bponer(?:le)? fin a (?:mi|su|la|todo)\b",
    rf"\b{_QUIERO} (?:hacerme dano|lastimarme|cortarme)\b(?! (?:el|las unas|un poco))",
    r"\bno (?:me )?(?:quiero|kiero|quisiera|quiere|deseo) (?:ya )?(?:mas )?"
    r"(?:existir|despertar|despertarme|seguir viviendo|seguir viv[oa]|estar viv[oa])\b",
    r"\bno (?:quiero|kiero|quisiera|quiere|deseo) vivir\b"
    r"(?! (?:en|sol[oa]|lejos|aqui|ahi|con (?:mi|mis|el|ella|ellos|una?)\b))",
    r"\bno quiero seguir(?: asi| aqui|$)",
    r"\b(?:no|sin|perdi las?|he perdido las?|perder las?) (?:tengo )?ganas de (?:vivir|seguir)\b",
    r"\bno (?:puedo|aguanto) seguir (?:asi|viviendo|adelante|mas)\b|\bno puedo mas$",
    r"\b(?:cansad[oa]|hart[oa]) de (?:vivir|la vida|mi vida|estar viv[oa])\b",
    r"\b(?:la|mi) vida (?:ya )?no (?:vale la pena|tiene sentido|vale nada)\b",
    r"\bno vale la pena (?:vivir|seguir viviendo)\b",
    r"\bno (?:le )?(?:encuentro|veo|tiene) sentido a? ?(?:la vida|mi vida|vivir|seguir)\b",
    r"\bno tengo (?:razones|motivos|nada) (?:para|por) (?:que )?vivir\b",
    r"\b(?:dormir|dormirme) (?:y|para) (?:ya )?no despertar\b",
    r"\bestarian? mejor sin mi\b",
    r"\b(?:como|formas? de|maneras? de) (?:puedo )?(?:morir|morirme|matarme)\b"
    rf"{_PREVISTO}",
    r"\b(?:tirarme|lanzarme|saltar) (?:de|del|desde|a|al|por)(?: un| una| el| la)?"
    r" (?:puente|balcon|ventana|tren|metro|vias|azotea)\b",
    r"\b(?:cortarme las venas|pegarme un tiro|tomarme todas (?:las|mis) pastillas)\b",
)

UNDIVIDED = (
    "killmyself",
    "wanttodie",
    "wannadie",
    "endmylife",
    "enditall",
    "quieromorir",
    "quieromorirme",
    "noquierovivir",
    "quitarmelavida",
)
"""Said as one word, as in a hashtag or with a space between all letters."""

SPELT = frozenset(
    """
    alive anymore being better dead die exist tried going harm kill killing life live living
    myself pills reason rather suicidal suicide tired want wants wish without worth
    acabar autolesion cansada cansado despertar despertarme ganas hacerme harta harto matar matarme
    morir morirme morirse muerta muerte muerto ojala prefiero quiero quisiera quitarme sentido
    suicidarme suicidarse suicidio terminar vida vivir viviendo
    """.split()  # noqa: SIM905  a list of words is read as a text
)
"""The words that carry a phrase, one slip in which is forgiven, and words that are near to them."""
