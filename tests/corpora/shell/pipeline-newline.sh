echo a |
cat |

cat
echo b | # comment
cat
