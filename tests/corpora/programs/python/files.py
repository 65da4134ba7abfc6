import os
import shutil
import tempfile
from pathlib import Path

base = tempfile.mkdtemp()
os.chdir(base)
with open("data.txt", "w") as f:
    print(f.write("line one\n"), f.closed)
    f.writelines(["line two\n", "line three"])
    print("printed", file=f)
print(f.closed)
with open("data.txt") as f:
    print(f.readline().strip(), f.read(5), f.readlines())
with open("data.txt", "a") as f:
    f.write("more\n")
for number, line in enumerate(open("data.txt"), 1):
    print(number, line.rstrip())
with open("raw.bin", "wb") as f:
    f.write(bytes([0, 255, 10]))
print(open("raw.bin", "rb").read(), os.path.getsize("raw.bin"))
os.makedirs("a/b/c", exist_ok=True)
open("a/b/x.txt", "w").close()
print(sorted(os.listdir(".")), os.listdir("a"), os.path.isdir("a/b"), os.path.isfile("a/b/x.txt"))
for root, dirs, files in os.walk("a"):
    print(root, sorted(dirs), files)
for attempt in ("open('nope')", "mkdir", "x", "dir", "remove", "write"):
    try:
        if attempt == "mkdir":
            os.mkdir("a")
        elif attempt == "x":
            open("data.txt", "x")
        elif attempt == "dir":
            open("a")
        elif attempt == "remove":
            os.remove("nope")
        elif attempt == "write":
            open("data.txt").write("x")
        else:
            open("nope")
    except (OSError, ValueError) as error:
        print(type(error).__name__, error, getattr(error, "errno", None), getattr(error, "filename", None))
os.rename("raw.bin", "moved.bin")
os.remove("moved.bin")
shutil.copy("data.txt", "copy.txt")
shutil.rmtree("a")
print(sorted(os.listdir(".")))
p = Path("sub") / "deep" / "file.txt"
p.parent.mkdir(parents=True, exist_ok=True)
p.write_text("hello path\n")
print(p, p.name, p.suffix, p.stem, p.parent, p.exists(), p.read_text(), repr(p), p.is_file(), Path("sub").is_dir())
print([str(x) for x in Path("sub").iterdir()], Path("/a/b") == Path("/a") / "b", p.with_suffix(".md"), sorted(map(str, Path(".").glob("*.txt"))))
p.unlink()
print(p.exists(), Path("/etc/../x").parts, Path("a.txt").resolve().name)
