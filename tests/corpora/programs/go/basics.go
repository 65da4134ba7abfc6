package main

import (
	"errors"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
)

type Shape interface {
	Area() float64
	Name() string
}

type Square struct {
	Side float64
}

type Circle struct {
	Radius float64
	label  string
}

func (s Square) Area() float64  { return s.Side * s.Side }
func (s Square) Name() string   { return "square" }
func (c *Circle) Area() float64 { return 3 * c.Radius * c.Radius }
func (c *Circle) Name() string  { return "circle" }

type Counter struct {
	hits map[string]int
	log  []string
}

func NewCounter() *Counter {
	return &Counter{hits: make(map[string]int)}
}

func (c *Counter) Hit(name string) int {
	c.hits[name]++
	c.log = append(c.log, name)
	return c.hits[name]
}

const (
	Red = iota
	Green
	Blue
)

const Limit = 10

var version = "dev"
var ErrEmpty = errors.New("empty input")

func divide(a, b int) (int, error) {
	if b == 0 {
		return 0, fmt.Errorf("cannot divide %d by zero", a)
	}
	return a / b, nil
}

func named(n int) (result int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	result = 100 / n
	return result, nil
}

func sum(numbers ...int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return
}

func check(text string) error {
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("check: %w", ErrEmpty)
	}
	return nil
}

func main() {
	fmt.Println("Hello,", "World", 42, 3.5, true, nil, []int{1, 2}, map[string]int{"b": 2, "a": 1})
	fmt.Printf("%d|%5d|%-5d|%05d|%x|%s|%10s|%-10s|%q|%v|%.2f|%8.3f|%t|%c|%%|%T %T\n", 7, 7, 7, 7, 255, "go", "right", "left", "quoted", 1.5, 3.14159, 2.5, true, 'A', 1, "s")
	x, y := 7, 2
	fmt.Println(x/y, x%y, -7/2, -7%2, float64(x)/float64(y), x<<3, x&y, x|y, x^y)
	var f float64 = 3
	f = f / 2
	fmt.Println(f, 1e21, 1e20, 100000000.0, float32(2.5))
	shapes := []Shape{Square{2}, &Circle{Radius: 1, label: "c"}}
	for i, s := range shapes {
		fmt.Printf("%d %s %.1f\n", i, s.Name(), s.Area())
	}
	c := NewCounter()
	c.Hit("a")
	c.Hit("b")
	fmt.Println(c.Hit("a"), c.log, len(c.hits), c.hits["nope"])
	if v, ok := c.hits["a"]; ok {
		fmt.Println("found", v)
	}
	delete(c.hits, "a")
	_, ok := c.hits["a"]
	fmt.Println(ok, Red, Green, Blue, Limit, version)
	if _, err := divide(1, 0); err != nil {
		fmt.Println("error:", err)
	}
	q, _ := divide(9, 2)
	fmt.Println(q)
	fmt.Println(named(0))
	fmt.Println(named(5))
	fmt.Println(sum(1, 2, 3), sum([]int{4, 5}...), sum())
	err := check("  ")
	fmt.Println(err, errors.Is(err, ErrEmpty), check("x") == nil)
	for i := 0; i < 3; i++ {
		switch {
		case i == 0:
			fmt.Print("zero ")
		case i == 1:
			fmt.Print("one ")
			fallthrough
		default:
			fmt.Print("more ")
		}
	}
	fmt.Println()
	words := strings.Fields("the quick brown fox")
	sort.Strings(words)
	fmt.Println(words, len(words), strings.Join(words, "-"), strings.ToUpper("up"), strings.Repeat("ab", 3))
	a := []int{1, 2, 3, 4, 5}
	b := a[1:3]
	b[0] = 99
	fmt.Println(a, b, len(b), a[:2], a[3:])
	people := []struct {
		Name string
		Age  int
	}{{"Al", 30}, {"Bo", 25}}
	sort.Slice(people, func(i, j int) bool { return people[i].Age < people[j].Age })
	fmt.Printf("%v %+v\n", people, people[0])
	p := &people[0]
	p.Age = 26
	fmt.Println(people[0].Age, Square{3} == Square{3})
	n, err := strconv.Atoi("12x")
	fmt.Println(n, err)
	m, _ := strconv.Atoi("12")
	fmt.Println(m+1, strconv.Itoa(5)+"!")
	for i, r := range "héy" {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println(len("héy"), []byte("hi"), string([]byte{104, 105}))
	adders := []func(int) int{}
	for i := 0; i < 3; i++ {
		adders = append(adders, func(n int) int { return n + i })
	}
	for _, add := range adders {
		fmt.Print(add(10), " ")
	}
	fmt.Println()
	for i := range 3 {
		defer fmt.Println("deferred", i)
	}
	var s Shape = Square{1}
	if sq, ok := s.(Square); ok {
		fmt.Println("a square of", sq.Side)
	}
	var grid [2][3]int
	grid[1][2] = 5
	fmt.Println(grid, len(os.Args) > 0)
	var nothing *Circle
	fmt.Println(nothing == nil, fmt.Sprint("a", 1, 2, "b", 3), fmt.Sprintf("%v %v", &Square{4}, []string{"x"}))
	fmt.Fprintln(os.Stderr, "to stderr")
	if os.Getenv("NOT_SET_ANYWHERE") == "" {
		os.Exit(3)
	}
}
