import functools


def retry(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper


@retry
def fetch(url):
    raise ConnectionError(f"cannot reach {url}")


fetch("http://db")
