class Service:
    def __init__(self):
        self.status = "ok"

    def report(self):
        return self.statu.upper()


Service().report()
