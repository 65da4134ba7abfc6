"""`statistics` in the small."""


class StatisticsError(ValueError):
    """There is too little data."""


def mean(data):
    """Return the average."""
    values = list(data)
    if not values:
        raise StatisticsError("mean requires at least one data point")
    result = sum(values) / len(values)
    return int(result) if all(isinstance(value, int) for value in values) and result == int(result) else result


def fmean(data):
    """Return the average as a float."""
    values = list(data)
    if not values:
        raise StatisticsError("fmean requires at least one data point")
    return float(sum(values) / len(values))


def median(data):
    """Return the middle."""
    values = sorted(data)
    if not values:
        raise StatisticsError("no median for empty data")
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def mode(data):
    """Return what is there most often."""
    values = list(data)
    if not values:
        raise StatisticsError("no mode for empty data")
    return max(values, key=values.count)


def pvariance(data):
    """Return the variance of all."""
    values = list(data)
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / len(values)


def variance(data):
    """Return the variance of a sample."""
    values = list(data)
    if len(values) < 2:
        raise StatisticsError("variance requires at least two data points")
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def stdev(data):
    """Return the standard deviation of a sample."""
    return variance(data) ** 0.5
