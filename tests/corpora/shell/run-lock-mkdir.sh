lock() { mkdir "$T/lock" 2>/dev/null; }; lock && echo got; lock || echo busy; rmdir $T/lock; lock && echo again; trap 'rmdir $T/lock; echo freed' EXIT
