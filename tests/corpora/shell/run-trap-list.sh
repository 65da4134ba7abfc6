trap 'echo a b' INT; trap "echo 'q'" TERM; trap : HUP; trap | sort; trap - INT; trap | sort; trap '' USR1; trap | sort; trap 0; trap 'echo bye' 0
