X='a  b' sh -c 'echo "$X"'; export Y='multi
line'; sh -c 'echo "$Y"'
