# family: patched messages
# tries: sends one message of 300 MB
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
kernel = get_ipython().kernel
content = {"name": "stdout", "text": "x" * 300_000_000}
kernel.session.send(kernel.iopub_socket, "stream", content, parent=kernel.get_parent())
