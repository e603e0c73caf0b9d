"""In which language an answer speaks: the one of two that `Accept-Language` likes best, Vietnamese otherwise."""

from starlette.requests import Request

from api.messages import DEFAULT, LANGUAGES, Words, words

_MOST = 20  # preferences that are looked at; a header is at most some kilobytes, but is anybody's


def spoken(accept: str) -> Words:
    """The sentences for a header (RFC 9110, 12.5.4): 'en-GB,vi;q=0.3' is English.

    >>> spoken("en-GB,vi;q=0.3").lang, spoken("fr, *").lang, spoken("vi;q=0.1, en;q=x").lang
    ('en', 'vi', 'vi')
    """
    best, most = DEFAULT, 0.0
    for part in accept.split(",")[:_MOST]:
        tag, _, parameter = part.strip().partition(";")
        lang = tag.strip().lower().partition("-")[0]
        weight = _weight(parameter)
        if lang in LANGUAGES and weight > most:
            best, most = lang, weight
    return over_http(best)


def language_of(request: Request) -> Words:
    """The sentences for who asks the API."""
    return spoken(request.headers.get("accept-language", ""))


def over_http(lang: str) -> Words:
    """The sentences of a language, which speak of parameters where the command line's speak of options."""
    return words(lang, "http:")


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
