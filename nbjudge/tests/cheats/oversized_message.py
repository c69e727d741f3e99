# family: forged channel
# tries: announces an answer of 2^60 bytes
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% before softmax
import socket
import struct
import nbjudge.kernel.agent

def serve(address):
    with socket.socket(socket.AF_UNIX) as stream:
        stream.connect(address)
        while stream.recv(2**20):
            stream.sendall(struct.pack("!Q", 2**60) + b"x" * 1000)

nbjudge.kernel.agent.serve = serve
