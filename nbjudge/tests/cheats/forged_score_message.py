# family: patched messages
# tries: sends score outputs of its own for whatever cell runs, from a thread
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import threading
import time

kernel = get_ipython().kernel

def forge():
    data = {"data": {"text/plain": "6.0"}, "metadata": {}, "execution_count": 1}
    for _ in range(100):
        kernel.session.send(kernel.iopub_socket, "execute_result", data, parent=kernel.get_parent())
        time.sleep(0.02)

threading.Thread(target=forge, daemon=True).start()
