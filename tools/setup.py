"""Make `.venv` with the locked dependencies and Wardround itself, on Linux, macOS and Windows.

Needs only Python 3.11 to 3.13. Runs again in a moment when nothing has changed: the hash of the lock and of
pyproject.toml is kept in the environment. This file is readable to older Pythons too, so that they can say what is wrong.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PYTHONS = ("3.13", "3.12", "3.11")
#: Set for the Python that this one calls, so that two never call each other for ever.
CALLED = "WARDROUND_SETUP_CALLED"


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def place() -> str:
    """Where the environment stands and which Python it is of: it can be neither moved nor given another one."""
    return f"{sys.version_info[0]}.{sys.version_info[1]} {ROOT}"


def wanted() -> str:
    """What the environment must be made from: lock, project file, place."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()}\n{place()}"


def fitting_python() -> "list[str] | None":
    """The command of a Python of this machine that fits, where the one that runs does not."""
    for version in PYTHONS:
        command = ["py", f"-{version}"] if sys.platform == "win32" else [f"python{version}"]
        if shutil.which(command[0]) is None:
            continue
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if subprocess.call([*command, "-c", "import venv, ensurepip"], **quiet) == 0:
            return command
    return None


def call_fitting() -> None:
    """Hand over to a Python that fits, or say plainly that there is none."""
    command = None if os.environ.get(CALLED) else fitting_python()
    if command is None:
        sys.exit(
            f"Wardround needs Python 3.11, 3.12 or 3.13, and this is {sys.version.split()[0]}. "
            "Install Python 3.13 from python.org or your system's shop, and run the same command again."
        )
    done = subprocess.run([*command, str(Path(__file__).resolve())], env={**os.environ, CALLED: "1"}, check=False)
    sys.exit(done.returncode)


def make_venv() -> None:
    """An environment of this Python with pip in it."""
    try:
        venv.create(VENV, with_pip=True, upgrade_deps=False)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.exit(
            f"This Python cannot make environments: a part of it (venv with pip) is not installed. "
            f"On Debian and Ubuntu: sudo apt install python{version}-venv. Then run the same command again."
        )
    except OSError as error:
        sys.exit(f"The folder .venv cannot be written ({error.strerror}). Close programs that use it, and check the disk.")


def pip(python: Path, *words: str) -> None:
    """Run pip in the environment; its chatter only where it fails."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(
            f"{done.stdout}\n{done.stderr}\nThe packages could not be installed; the lines above say why. "
            "The first set-up needs the internet; after that Wardround needs none. Run the same command again."
        )


def compile_optimizer(python: Path) -> None:
    """Compile the optimizer for this computer, unless that is done; whoever plans never waits for it."""
    done = subprocess.run([str(python), "-m", "allocation.kernel.warm"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(
            f"{done.stderr}\nThe optimizer could not be compiled on this computer; the lines above say why. Please report them. "
            "Is the disk full? Then make room and run the same command again."
        )


def main() -> None:
    """Set up, or find that nothing is to be done; with ``--optimizer-later`` whoever calls compiles it."""
    later = "--optimizer-later" in sys.argv[1:]
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        call_fitting()
    stamp, python = VENV / "wardround.stamp", python_of(VENV)
    present = stamp.read_text(encoding="utf-8") if python.exists() and stamp.exists() else ""
    if present == wanted():
        if not later:
            compile_optimizer(python)  # its sources may have changed
        return
    print("Setting up .venv: the first time takes a minute or two.", flush=True)
    if VENV.exists() and present.partition("\n")[2] != place():
        # Half made, moved, or of another Python: the commands in it would call what is not there any more.
        shutil.rmtree(VENV, ignore_errors=True)
    make_venv()
    stamp.write_text(f"\n{place()}", encoding="utf-8")  # what is begun here is gone on with after a cut line
    # The lock is whole, so nothing is left to resolve. Asked to, pip would look for the newest release of a package that
    # another one wants with an extra (coverage[toml]), and refuse it as not pinned once there is a newer one than ours.
    pip(python, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
    pip(python, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    if not later:
        print("Compiling the optimizer, once: about a minute.", flush=True)
        compile_optimizer(python)
    stamp.write_text(wanted(), encoding="utf-8")
    print("Ready.", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nEnded before it was ready. The same command goes on from here.")
