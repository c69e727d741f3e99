# family: patched messages
# tries: sends bytes that are no message
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
get_ipython().kernel.iopub_socket.send_multipart([b"junk", b"\x00" * 1000])
