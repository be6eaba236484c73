"""The methods that can be measured, by name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from .origin import COPYING, ORIGIN, origin
from .sets import Beliefs, TruthSet
from .truthfinder import truthfinder
from .voting import vote

Method = Callable[[TruthSet], Beliefs]

DEFAULT = "origin"
METHODS: Mapping[str, Method] = MappingProxyType(
    {
        DEFAULT: origin,
        "origin-unlimited": lambda given: origin(given, replace(ORIGIN, limit=1.0)),
        # Half the prior: it would else count for both ways.
        "origin-either-way": lambda given: origin(
            given, replace(ORIGIN, copying=replace(COPYING, either_way=True, prior=COPYING.prior / 2))
        ),
        "origin-independent": lambda given: origin(given, replace(ORIGIN, copying=None)),
        "vote": vote,
        "truthfinder": truthfinder,
    }
)
