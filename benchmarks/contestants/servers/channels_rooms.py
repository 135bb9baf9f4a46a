"""Rooms on Django Channels, as its tutorial writes them.

`CHANNEL_LAYER` names the layer's class and `REDIS_URL` its Redis ("" for a layer in memory).
"""

import os

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import path

# A full channel drops messages (100 by default): room for the load's longest queue.
CAPACITY = 10_000


class RoomConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.group = f"room.{self.scope['url_route']['kwargs']['room']}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.channel_layer.group_send(self.group, {"type": "said", "text": text_data})

    async def said(self, event: dict[str, str]) -> None:
        await self.send(text_data=event["text"])


def layer() -> dict[str, object]:
    redis = os.environ["REDIS_URL"]
    config = {"capacity": CAPACITY} | ({"hosts": [redis]} if redis else {})
    return {"BACKEND": os.environ["CHANNEL_LAYER"], "CONFIG": config}


settings.configure(CHANNEL_LAYERS={"default": layer()}, LOGGING_CONFIG=None)
django.setup()
application = ProtocolTypeRouter(
    {"websocket": URLRouter([path("rooms/<room>", RoomConsumer.as_asgi())])}
)
