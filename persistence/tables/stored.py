"""What all tables share. Times are milliseconds since the Unix epoch, database clock."""

from typing import Annotated

from sqlalchemy import BigInteger, Integer, MetaData, Text
from sqlmodel import Field, SQLModel

_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Moment = Annotated[int, Field(sa_type=BigInteger)]
Number = Annotated[int, Field(sa_type=BigInteger)]
Words = Annotated[str, Field(sa_type=Text)]
# SQLite numbers rows by itself only where the key is spelt INTEGER.
COUNTED = BigInteger().with_variant(Integer, "sqlite")


class Stored(SQLModel):
    metadata = MetaData(naming_convention=_CONVENTION)
