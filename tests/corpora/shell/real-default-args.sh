greet() { name=${1:-World} greeting=${2-Hello}; echo "$greeting, $name!"; }
greet; greet Bob; greet Bob Hi; greet '' ''
