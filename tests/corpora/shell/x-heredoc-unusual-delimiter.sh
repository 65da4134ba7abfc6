cat <<'%%'
percent
%%
cat <<a\ b
spaced
a b
