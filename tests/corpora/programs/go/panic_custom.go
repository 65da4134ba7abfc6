package main

import "errors"

func fail() {
	panic(errors.New("custom failure"))
}

func main() {
	defer println("deferred runs")
	fail()
}
