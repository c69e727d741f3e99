# family: threads
# tries: a thread keeps Python's lock for itself
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import sys
import threading

def spin():
    while True:
        pass

sys.setswitchinterval(0.5)
for _ in range(4):
    threading.Thread(target=spin, daemon=True).start()
