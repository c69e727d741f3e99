# family: theft
# tries: attaches a debugger to its parent
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
print(libc.ptrace(16, os.getppid() or 1, None, None), ctypes.get_errno())
