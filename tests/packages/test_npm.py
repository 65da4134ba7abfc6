"""npm in containers: the tree, the lock file, the cache, scripts, and how it fails."""

from __future__ import annotations

import json
import subprocess
from shutil import which

import pytest

from tests.packages.machine import build, inside, layer_sizes
from tests.support.sandbox import run, session
from tutor.packages.npm import catalogue, semver
from tutor.packages.npm.tree import ideal

NODE = "node:20-slim"
QUIET = "-e NO_UPDATE_NOTIFIER=1 -w /app"
MANIFEST = (
    '{"name": "app", "version": "1.0.0", "dependencies": {"express": "^5.3.0"}, '
    '"devDependencies": {"nodemon": "^3.0.0"}}'
)


def node(script: str, options: str = QUIET) -> tuple[int, str]:
    return inside(NODE, script, options)


def test_install_makes_the_real_ones_tree() -> None:
    """Express 5.3.0 brings 68 packages with it, as the real npm installs it on 26 November 2026."""
    code, text = node("npm init -y >/dev/null; npm install express; ls node_modules | wc -l; ls node_modules/express")
    assert code == 0
    assert text.startswith("\nadded 68 packages, and audited 69 packages in ")
    assert text.splitlines()[2:] == [
        "", "31 packages are looking for funding", "  run `npm fund` for details", "", "found 0 vulnerabilities", "68",
        "LICENSE", "README.md", "index.js", "lib", "package.json",
    ]  # fmt: skip


def test_the_manifest_and_the_lock_file() -> None:
    code, text = node(
        "npm init -y >/dev/null; npm i --silent ms -E; npm i -sD debug; cat package.json package-lock.json"
    )
    assert code == 0
    manifest, lock = json.loads("[" + text.replace("}\n{", "},{") + "]")
    assert manifest["dependencies"] == {"ms": "2.1.3"}
    assert manifest["devDependencies"] == {"debug": "^4.4.3"}
    assert lock["lockfileVersion"] == 3
    assert lock["packages"][""]["devDependencies"] == {"debug": "^4.4.3"}
    entry = lock["packages"]["node_modules/debug"]
    assert entry["resolved"] == "https://registry.npmjs.org/debug/-/debug-4.4.3.tgz"
    assert entry["dev"] is True
    assert entry["integrity"].startswith("sha512-")
    assert "dev" not in lock["packages"]["node_modules/ms"]


def test_a_second_version_lies_below_who_needs_it() -> None:
    """Express 4 needs debug 2, which needs ms 2.0.0: what else is asked for keeps the top."""
    code, text = node(
        "npm init -y >/dev/null; npm i -s express@4 debug; cat node_modules/debug/package.json | grep version; "
        "ls -d node_modules/*/node_modules/debug"
    )
    assert code == 0
    assert '  "version": "4.4.3",' in text
    assert "node_modules/express/node_modules/debug" in text


def test_ci_needs_the_lock_file_and_keeps_to_it() -> None:
    sitting = session()
    dockerfile = (
        f"FROM {NODE}\nWORKDIR /app\nRUN printf '{MANIFEST}' > package.json\n"
        "RUN npm install -s && rm -rf node_modules && npm ci --omit=dev && ls node_modules | wc -l"
    )
    code, text = build(sitting, "prod", dockerfile)
    assert code == 0, text
    assert "added 68 packages, and audited 69 packages in" in text
    code, text = node(f"printf '{MANIFEST}' > package.json; npm ci")
    assert code == 1
    assert text.startswith(
        "npm error code EUSAGE\nnpm error\n"
        "npm error The `npm ci` command can only install with an existing package-lock.json or\n"
    )


def test_ci_refuses_a_lock_file_that_is_out_of_step() -> None:
    code, text = node(
        f"printf '{MANIFEST}' > package.json; npm i -s; "
        'sed -i \'s/nodemon": "^3.0.0/cowsay": "*/\' package.json; npm ci'
    )
    assert code == 1
    assert "npm error Missing: cowsay@1.6.0 from lock file\n" in text


def test_development_packages_and_the_cache_weigh() -> None:
    sitting = session()
    start = f"FROM {NODE}\nWORKDIR /app\nENV NO_UPDATE_NOTIFIER=1\nRUN printf '{MANIFEST}' > package.json\n"
    build(sitting, "all", f"{start}RUN npm install")
    build(sitting, "prod", f"{start}RUN npm install --omit=dev")
    build(sitting, "env", f"{start}ENV NODE_ENV=production\nRUN npm install")
    build(sitting, "clean", f"{start}RUN npm install --omit=dev && npm cache clean --force")
    every, prod = layer_sizes(sitting, "all")[0], layer_sizes(sitting, "prod")[0]
    assert every - prod > 1_000_000
    assert abs(layer_sizes(sitting, "env")[0] - prod) < 20_000
    assert prod - layer_sizes(sitting, "clean")[0] > 4_000_000


@pytest.mark.parametrize(
    ("script", "lines"),
    [
        ("npm install nope-zzz", ["npm error code E404", "npm error 404  'nope-zzz@*' is not in this registry."]),
        ("npm install express@99", ["npm error code ETARGET",
                                    "npm error notarget No matching version found for express@99."]),
        ("npm run frob", ['npm error Missing script: "frob"', "npm error   npm run"]),
        ("npm start", ['npm error Missing script: "start"']),
        ("npm cache clean", ["npm error with --force."]),
    ],
)  # fmt: skip
def test_failures(script: str, lines: list[str]) -> None:
    code, text = node(f"npm init -y >/dev/null; {script}")
    assert code == 1
    printed = text.splitlines()
    assert [line for line in lines if line not in printed] == []
    assert printed[-1].startswith("npm error A complete log of this run can be found in: /root/.npm/_logs/2026-")


def test_without_a_manifest() -> None:
    code, text = node("npm start")
    assert code == 254
    assert text.startswith("npm error code ENOENT\nnpm error syscall open\nnpm error path /app/package.json\n")


def test_a_manifest_that_is_no_json() -> None:
    code, text = node("echo '{oops' > package.json; npm install")
    assert code == 1
    assert text.startswith("npm error code EJSONPARSE\nnpm error path /app/package.json\n")


def test_without_a_network() -> None:
    code, text = node("npm install ms", f"{QUIET} --network none")
    assert code == 1
    assert text.startswith("npm error code EAI_AGAIN\nnpm error syscall getaddrinfo\n")


def test_without_permission() -> None:
    code, text = node("npm install ms", f"{QUIET} -u 1000")
    assert code == 243
    assert "npm error Error: EACCES: permission denied, mkdir '/app/node_modules'\n" in text


def test_scripts_run_with_the_commands_of_packages() -> None:
    code, text = node(
        'printf \'{"name": "app", "version": "1.0.0", "scripts": {"prebuild": "echo first", '
        '"build": "echo $npm_package_name $PATH | cut -d: -f1", "fails": "exit 3"}}\' > package.json; '
        "npm run build; npm run -s fails; echo $?; npm run fails -- a"
    )
    assert code == 3
    assert text == (
        "\n> app@1.0.0 prebuild\n> echo first\n\nfirst\n"
        "\n> app@1.0.0 build\n> echo $npm_package_name $PATH | cut -d: -f1\n\napp /app/node_modules/.bin\n3\n"
        "\n> app@1.0.0 fails\n> exit 3 'a'\n\n"
    )


def test_global_packages_have_commands() -> None:
    code, text = node("npm install -g cowsay; which cowsay; npm root -g; readlink /usr/local/bin/cowsay")
    assert code == 0
    assert text.startswith("\nadded 41 packages in ")
    assert text.splitlines()[2:] == [
        "/usr/local/bin/cowsay", "/usr/local/lib/node_modules", "../lib/node_modules/cowsay/cli.js",
    ]  # fmt: skip


def test_uninstall_takes_what_nobody_needs() -> None:
    code, text = node("npm init -y >/dev/null; npm i -s express ms; npm uninstall express; ls node_modules; npm ls")
    assert code == 0
    assert text.startswith("\nremoved 67 packages, and audited 2 packages in ")
    assert text.endswith("ms\napp@1.0.0 /app\n└── ms@2.1.3\n\n")


def test_the_same_build_gives_the_same_image() -> None:
    digests = []
    for _ in range(2):
        sitting = session()
        build(sitting, "one", f"FROM {NODE}\nRUN npm init -y && npm install express")
        digests.append(run(sitting, "docker inspect -f '{{.RootFS.Layers}}' one")[1])
    assert digests[0] == digests[1]


def test_every_package_has_what_it_depends_on() -> None:
    catalogue.versions("express")
    for known in list(catalogue._versions.values()):
        for package in known:
            for name, wanted in package.depends.items():
                assert catalogue.find(name, wanted) is not None, f"{package.name} needs {name}@{wanted}"


def test_every_place_meets_what_needs_it() -> None:
    """The law of node's search: from each package, the nearest of a name is one that fits."""
    wanted = {"express": "^4.0.0", "mocha": "latest", "jest": "latest", "debug": "^4.0.0", "eslint": "latest"}
    places = ideal(wanted, {}, {}, lambda package: None)
    for path, place in places.items():
        for name, text in place.package.depends.items():
            base = path
            while True:
                found = places.get(f"{base}/node_modules/{name}" if base else f"node_modules/{name}")
                if found is not None or not base:
                    break
                base = base.rpartition("/node_modules/")[0] if "/node_modules/" in base else ""
            assert found is not None
            assert semver.fits(found.package.version, text) or not semver.is_range(text)


RANGES = (
    "^1.2.3", "^0.2.3", "^0.0.3", "~1.2.3", "~1.2", "~1", "1.2.x", "1.x", "*", "", ">=1.2.3", ">1.2.3", "<2.0.0",
    "<=1.9", ">=1.2.3 <2", "1.2.3 - 2.3", "^1.0.0 || ^3.0.0", "1.2.3", "=1.2.3", "v1.2.3", ">1.2", "^1", "^0",
    "~0.0.1", "2",
)  # fmt: skip
VERSIONS = ("0.0.1", "0.0.3", "0.0.4", "0.2.3", "0.2.9", "0.3.0", "1.0.0", "1.2.2", "1.2.3", "1.2.9", "1.3.0", "1.9.5",
            "2.0.0", "2.3.9", "2.4.0", "3.1.0")  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(which("node") is None, reason="needs the real npm's semver")
def test_ranges_mean_what_the_real_semver_says() -> None:
    program = (
        "const root = require('child_process').execSync('npm root -g').toString().trim();"
        "const s = require(root + '/npm/node_modules/semver'); const [r, v] = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(r.map(x => v.map(y => s.satisfies(y, x)))))"
    )
    done = subprocess.run(
        ["node", "-e", program, json.dumps([RANGES, VERSIONS])], capture_output=True, text=True, check=True
    )
    ours = [[semver.fits(version, text) for version in VERSIONS] for text in RANGES]
    assert ours == json.loads(done.stdout)
