package main

import "fmt"

func main() {
	items := []int{1, 2, 3}
	index := 5
	fmt.Println("before")
	fmt.Println(items[index])
}
