def average(numbers):
    total = sum(numbers)
    return total / len(numbers)


def main():
    print("start")
    value = average([])
    print(value)


main()
