
print("never")
