"""What software made a figure."""

import platform
from importlib.metadata import PackageNotFoundError, version

from recsys_core import __version__

LIBRARIES = (
    "numpy",
    "scipy",
    "pandas",
    "scikit-learn",
    "scikit-surprise",
    "implicit",
    "torch",
    "sentence-transformers",
    "duckdb",
    "pyarrow",
    "pydantic",
)


def versions() -> dict[str, str]:
    """Tastelab, Python and the libraries that figures depend on, by name; without importing any."""
    found = {"tastelab": __version__, "python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
