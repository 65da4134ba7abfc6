from alpine:3.20
run echo a
Run echo b
CMD ["sh"]
