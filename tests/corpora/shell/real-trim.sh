trim() { s=$1; s=${s#"${s%%[! ]*}"}; s=${s%"${s##*[! ]}"}; printf '[%s]\n' "$s"; }
trim '  hello world  '
trim 'x'
trim '    '
