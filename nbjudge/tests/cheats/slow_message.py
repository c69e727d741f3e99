# family: forged channel
# tries: sends its answer one byte a second
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% before softmax
import socket
import struct
import time
import nbjudge.kernel.agent

def serve(address):
    with socket.socket(socket.AF_UNIX) as stream:
        stream.connect(address)
        stream.recv(2**20)
        stream.sendall(struct.pack("!Q", 1000))
        for _ in range(1000):
            stream.sendall(b"x")
            time.sleep(1)

nbjudge.kernel.agent.serve = serve
