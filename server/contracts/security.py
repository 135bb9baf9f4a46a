"""How a caller says who it is, in words that OpenAPI and AsyncAPI share."""

SESSION = {
    "type": "apiKey",
    "name": "__Host-hearthside",
    "in": "cookie",
    "description": (
        "A browser has a session cookie, `__Host-hearthside` (over plain HTTP `hearthside`). With "
        "it, a socket and every request that changes something needs this site's `Origin` header."
    ),
}

BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "A program has a bearer token, in the `Authorization` header; `Origin` may be missing. The "
        "operator makes one with `people token`; asking for one over HTTP needs `Origin` too."
    ),
}

SOCKET = (
    "Authentication is that of the HTTP request that opens the socket: the session cookie or a "
    "bearer token. Without either one reads, as a guest, the rooms that are open to guests."
)
