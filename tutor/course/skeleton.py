"""The lesson file that `layerwise lesson new` writes: small, whole, and right by the audit."""

from __future__ import annotations

_TEXT = """\
+++
format = 1
id = "@ID@"
title = "@TITLE@"
objectives = []
requires = []
minutes = 5
seed = "@ID@"
+++

Say in two or three short sentences what this lesson is about, and why it matters.

```sh setup
docker pull -q alpine:3.20
```

## The first thing to do

One idea a step. Say what to do, and show the command:

    docker image tag alpine:3.20 my/base:1

```sh check
# my/base:1 exists
docker image inspect my/base:1
# it is the same image as alpine:3.20
test "$(docker image inspect -f '{{.Id}}' my/base:1)" = "$(docker image inspect -f '{{.Id}}' alpine:3.20)"
```

```sh hint
# First the image that is there, then its new name.
```

```sh mistake fails="my/base:1 exists"
docker image tag alpine:3.20 my/base
# You gave no tag, so the name is my/base:latest. Write my/base:1.
```

```sh solution
docker image tag alpine:3.20 my/base:1
```

## Think about it

A question makes people stop and think.

```quiz
How many images are here now?
- [x] One, with two names.
- [ ] Two.
  > Both names point at the same image: their IDs are equal.
> A name only points at an image.
```
"""


def skeleton(id: str) -> str:
    """A lesson of that id."""
    return _TEXT.replace("@ID@", id).replace("@TITLE@", id.replace("-", " ").capitalize())
