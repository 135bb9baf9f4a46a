"""What the wire promises to programs, generated from the declared types: OpenAPI for HTTP, AsyncAPI
for the socket, TypeScript for the web client, and a page for people."""

from server.contracts.docs_page import routes
from server.contracts.documents import main

__all__ = ["main", "routes"]
