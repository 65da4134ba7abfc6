cat <<END-OF
text
END-OF
cat << END
spaced
END
cat <<"$x"
literal
$x
