cd "$T"; echo in > f; <f cat; >g echo out; cat g; <f >h cat; cat h
