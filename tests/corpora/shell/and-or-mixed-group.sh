{ true && false; } || { echo a; false; } || echo b
(true; false) && echo c || echo d
true && { echo e; } && (echo f)
