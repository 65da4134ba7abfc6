"""The mini engine: pure functions over one frozen `State`.

Three kinds of functions, each found by its module (nothing is re-exported here, so that importing one costs one):

- *queries* `f(state, …) -> value` look and change nothing;
- *operations* `op(state, world, …) -> Outcome` return the next state, the events that led there and a value of their
own;
- *drivers* `f(box, …) -> value` run a program that talks to its caller's streams; they change the sandbox only through
  `box.apply(outcome)` of operations, each based on `box.state` of that moment, so two of them may stand in one
  pipeline.

All raise `errors.EngineError`, whose message is the daemon's text without "Error response from daemon: ".

images      lookup listing inspect_image history tag remove prune pull push search manifests save load import_image
commit containers  containers.create start stop remove listing inspect logs diff copy rename update processes attach
execute
            background (running processes as values) interactive (nested prompts)
others      volumes networks usage (system df) prune
build       build.build, build.request, build.progress, build.cache
"""
