"""Screen names: what one may look like, and by which look two of them are one name.

Whose name it is and whether it is taken are other floors' business.
"""

from rooms.names.cleaning import LONGEST, SHORTEST, clean_name
from rooms.names.likeness import resembles
from rooms.names.looks import skeleton
from rooms.names.reserved import RESERVED

__all__ = ["LONGEST", "RESERVED", "SHORTEST", "clean_name", "resembles", "skeleton"]
