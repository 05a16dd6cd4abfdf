"""The `youda` command."""

import os

# Before anything loads numpy: the matrices of one question are small, and threads that wait for each other over them
# cost more than twice the processor time of the whole answer. What an operator has set stands.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
