"""Recipes: what stands on what, lists, additions, package databases, and what is refused."""

from __future__ import annotations

import re

import pytest

from tutor.engine.image_lock import LockedRepository
from tutor.engine.recipe_layers import made
from tutor.engine.recipe_tree import RecipeError
from tutor.engine.recipes import Recipe
from tutor.vfs.nodes import Directory, File
from tutor.vfs.tree import Tree
from tutor.vfs.usage import file_bytes

BASE = r"""
repository = "docker.io/library/base"
description = "a base"
stars = 7

[platforms.amd64]
variables = { machine = "amd64", triplet = "x86_64-linux-gnu" }
[platforms.arm64]
variant = "v8"
scale = 50
variables = { machine = "arm64", triplet = "aarch64-linux-gnu" }

[[images]]
name = "1.1"
tags = ["1", "${name}"]
layers = ["root"]
created = "2026-01-02T03:04:05Z"
config.env = ["PATH=/bin"]
config.cmd = ["sh"]
history = [{ created_by = "a step for ${machine}" }]

[[images]]
name = "1.0"
like = "1.1"
tags = ["${name}"]
formerly = ["1"]
created = "2025-01-02T03:04:05Z"

[layers.root]
density = 40
files = '''
/bin/
  sh 3000 code
  {cat,ls} -> sh
  dog => sh
/tmp/ 1777
/usr/include/{a,b}/
  *3.h ~400 source
'''
texts."/etc/passwd" = "root:x:0:0::/root:/bin/sh\n"
modes."/etc/passwd" = "0640 0:7"
[[layers.root.packages]]
format = "dpkg"
path = "/var/lib/dpkg/status"
rows = '''
mawk | 1 | 10 | e | utils | required | libc6 | awk
'''
"""

TOP = r"""
repository = "docker.io/library/top"

[platforms.amd64]
variables = { machine = "amd64", triplet = "x86_64-linux-gnu" }
[platforms.arm64]
variant = "v8"
variables = { machine = "arm64", triplet = "aarch64-linux-gnu" }

[[images]]
name = "2"
from = "base:${below}"
tags = ["2", "latest"]
layers = ["tool", "nothing"]
created = "2026-03-04T05:06:07Z"
variables = { below = "1.1", tool = "tool" }
config.env = ["PATH=/bin", "TOOL=${tool}"]
config.exposed_ports = ["80/tcp"]
config.labels = { made = "here" }
history = ["RUN make ${tool}", "CMD [\"sh\"]", { created_by = "last" }]

[[images]]
name = "2-bare"
from = "top:2"
tags = ["2-bare"]
layers = []
created = "2026-03-04T05:06:07Z"
config.user = "65532"

[layers.tool]
include = ["base:root"]
files = '''
/opt/
  ${tool} 100 source 0755
'''
additions."/etc/passwd" = "tool:x:1:1::/:/bin/sh\n"
[[layers.tool.packages]]
format = "dpkg"
path = "/var/lib/dpkg/status"
documents = "all"
contents = true
rows = '''
libz1 | 2 | 100 | s
bc | 3 | 90
libz-dev | 2 | 200 | s
hidden | 1 | 900 | x
'''
[layers.nothing]
"""


def base() -> Recipe:
    return Recipe("base", BASE)


def top() -> Recipe:
    below = base()
    return Recipe("top", TOP, lambda name: below)


def text(tree: Tree, path: str) -> str:
    node = tree.get(path)
    assert isinstance(node, File)
    return node.content.read().decode()


def names(tree: Tree, path: str) -> list[str]:
    return [name for name, _ in tree.children(path)]


def locked() -> tuple[LockedRepository, LockedRepository]:
    below = made(base(), lambda name: pytest.fail("a base stands on nothing"))
    return below, made(top(), lambda name: below)


def test_a_list_plants_files_links_and_folders() -> None:
    recipe = base()
    tree = recipe.tree(recipe.image("1.1"), "amd64", 1)
    assert names(tree, "/bin") == ["cat", "dog", "ls", "sh"]
    shell = tree.get("/bin/ls")
    assert isinstance(shell, File)
    assert (shell.size, shell.mode, shell.names) == (3000, 0o755, 2)
    folder, passwd = tree.get("/tmp"), tree.get("/etc/passwd")
    assert isinstance(folder, Directory)
    assert isinstance(passwd, File)
    assert (folder.mode, passwd.mode, passwd.gid) == (0o1777, 0o640, 7)
    assert names(tree, "/usr/include/a") == names(tree, "/usr/include/b") == ["base.h", "block.h", "buffer.h"]
    texts = len(text(tree, "/etc/passwd") + text(tree, "/var/lib/dpkg/status"))
    assert file_bytes(tree) == 3000 + 2 * 1200 + 2 * len("sh") + texts
    arm = recipe.tree(recipe.image("1.1"), "arm64", 1).get("/bin/sh")
    assert isinstance(arm, File)
    assert arm.size == 1500


def test_an_image_stands_on_the_very_layers_of_another() -> None:
    below, above = locked()
    for platform in ("amd64", "arm64"):
        bottom = below.layers["1.1", platform, 0]
        assert {key[2] for key in above.layers if key[:2] == ("2", platform)} == {1, 2}
        assert above.layers["2", platform, 1].base == "base:1.1"
        assert bottom.base == "@1767323045"
        assert f'"digest":"{bottom.digest}"' in "".join(
            document.text for document in above.documents.values() if '"layers"' in document.text
        ).replace(": ", ":")


def test_the_configuration_says_what_it_says_and_the_rest_is_the_bases() -> None:
    recipe = top()
    config = recipe.config(recipe.image("2"), "amd64")
    assert (config.env, config.cmd) == (("PATH=/bin", "TOOL=tool"), ("sh",))
    assert (config.exposed_ports, config.labels) == (("80/tcp",), (("made", "here"),))
    bare = recipe.config(recipe.image("2-bare"), "amd64")
    assert (bare.user, bare.env) == ("65532", config.env)


def test_history_is_the_bases_and_then_its_own() -> None:
    recipe = top()
    steps = recipe.history(recipe.image("2"), "arm64")
    assert [(step.created_by, step.empty_layer) for step in steps] == [
        ("a step for arm64", False), ("RUN make tool # buildkit", False), ('CMD ["sh"]', True), ("last", False),
    ]  # fmt: skip
    assert (steps[0].created, steps[1].created) == ("2026-01-02T03:04:05Z", "2026-03-04T05:06:07Z")


def test_an_image_without_layers_of_its_own_has_its_bases() -> None:
    recipe = top()
    bare = recipe.image("2-bare")
    assert (recipe.below(bare), recipe.height(bare)) == (3, 3)
    assert recipe.tree(bare, "amd64", 3) == recipe.tree(recipe.image("2"), "amd64", 3)


def test_additions_and_packages_come_to_what_is_there() -> None:
    recipe = top()
    tree = recipe.tree(recipe.image("2"), "amd64", 3)
    assert text(tree, "/etc/passwd") == "root:x:0:0::/root:/bin/sh\ntool:x:1:1::/:/bin/sh\n"
    status = text(tree, "/var/lib/dpkg/status")
    assert re.findall(r"^Package: (.*)$", status, re.M) == ["bc", "hidden", "libz-dev", "libz1", "mawk"]
    assert status.count("\n\n") == 5
    assert "Description: awk" in status


def test_packages_bring_files_by_their_name_and_size() -> None:
    recipe = top()
    tree = recipe.tree(recipe.image("2"), "amd64", 3)
    assert names(tree, "/usr/lib/x86_64-linux-gnu") == ["libz.a", "libz.so.1", "libz.so.1.0.0"]
    headers = ["base", "block", "buffer", "cache", "chain", "class"]
    assert names(tree, "/usr/include/z") == [f"{name}.h" for name in headers]
    assert tree.get("/usr/bin/bc") is not None
    assert tree.get("/usr/bin/hidden") is None
    assert names(tree, "/usr/share/doc/hidden") == ["changelog.Debian.gz", "copyright"]
    assert "libz1:amd64.list" in names(tree, "/var/lib/dpkg/info")


def test_a_folder_of_the_base_keeps_its_mode() -> None:
    recipe = Recipe("more", TOP.replace("/opt/", "/tmp/"), lambda name: base())
    folder = recipe.tree(recipe.image("2"), "amd64", 2).get("/tmp")
    assert isinstance(folder, Directory)
    assert folder.mode == 0o1777


def test_an_image_like_another_differs_in_what_it_says() -> None:
    recipe = base()
    old, new = recipe.image("1.0"), recipe.image("1.1")
    assert (old.tags, old.former, new.tags, new.former) == (("1.0",), ("1",), ("1", "1.1"), ())
    assert (old.layers, old.created) == (new.layers, "2025-01-02T03:04:05Z")
    below, _ = locked()
    assert below.tags["1"] == below.tags["1.1"] != below.tags["1.0"] == below.former["1"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("repository", "repo"), "cannot be read"),
        (('like = "1.1"', 'like = "9"'), "cannot be read"),
        (("3000 code", "3000 stone"), "unknown kind"),
        (("sh 3000 code", "sh code"), "no size"),
        (("dog => sh", "dog => cow"), "no file of this folder"),
        (("0640 0:7", "world"), "its mode"),
        (("density = 40", "density = 4"), "unknown kind"),
        (("mawk | 1 | 10", "mawk | 1"), "packages"),
        (('layers = ["root"]', 'layers = ["roof"]'), "no such layer"),
        (("${machine}", "${engine}"), "not set"),
    ],
)
def test_a_recipe_that_says_something_wrong_is_refused_in_one_line(change: tuple[str, str], reason: str) -> None:
    with pytest.raises(RecipeError, match=reason) as caught:
        made(Recipe("base", BASE.replace(*change)), lambda name: pytest.fail("not asked"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('below = "1.1"', 'below = "9"'), "no such image"),
        (('additions."/etc/passwd"', 'additions."/etc/nope"'), "no file to add to"),
        (('include = ["base:root"]', 'include = ["base:roof"]'), "no such layer"),
    ],
)
def test_what_is_missing_below_is_said(change: tuple[str, str], reason: str) -> None:
    recipe = Recipe("top", TOP.replace(*change), lambda name: base())
    with pytest.raises(RecipeError, match=reason):
        recipe.tree(recipe.image("2"), "amd64", 2)


def test_a_recipe_alone_has_no_others() -> None:
    recipe = Recipe("top", TOP)
    with pytest.raises(RecipeError, match="no other recipes"):
        recipe.height(recipe.image("2"))
