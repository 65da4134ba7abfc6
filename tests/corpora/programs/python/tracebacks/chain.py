class ConfigError(Exception):
    pass


def load():
    try:
        return int("many")
    except ValueError as error:
        raise ConfigError("cannot read the number") from error


def main():
    try:
        load()
    finally:
        print("cleaning up")


if __name__ == "__main__":
    main()
