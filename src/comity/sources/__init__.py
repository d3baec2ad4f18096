"""Where data come from: one module per public data set, found by its presence in this package."""

from importlib import import_module
from pkgutil import iter_modules

from comity.sources.reader import READERS, Reader, Reading, read_source

__all__ = ["READERS", "Reader", "Reading", "read_source"]

#: Modules that serve readers and read no source themselves.
_NOT_READERS = {"build", "dyad_years", "fetch", "reader", "table", "tabular"}

for _module in iter_modules(__path__):
    if _module.name not in _NOT_READERS and not _module.name.startswith("_"):
        import_module(f"{__name__}.{_module.name}")
