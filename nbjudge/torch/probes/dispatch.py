"""A mode of torch's dispatcher that starts at once."""

import sys
from typing import Any, ClassVar

from torch.utils._python_dispatch import TorchDispatchMode


class QuickDispatchMode(TorchDispatchMode):
    """A mode whose first operation does not import torch's compiler, which takes seconds.

    Torch imports the compiler so as to tell it not to compile the mode. Where nobody has imported
    it, nothing is compiled, and the mode goes without.
    """

    _plain: ClassVar[Any]
    _not_compiled: ClassVar[Any]

    def __init_subclass__(cls, **keywords: Any) -> None:
        plain = vars(cls)["__torch_dispatch__"]
        super().__init_subclass__(**keywords)
        cls._plain, cls._not_compiled = plain, cls.__torch_dispatch__

    def __enter__(self) -> Any:
        kind: Any = type(self)
        compiles = "torch._dynamo" in sys.modules
        kind.__torch_dispatch__ = kind._not_compiled if compiles else kind._plain
        return super().__enter__()
