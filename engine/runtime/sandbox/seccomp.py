"""The system calls that a code action may make, as a program for the kernel's filter.

Whatever is not named here fails with EPERM: processes, threads, sockets, signals, mounts,
tracing, keys, asynchronous I/O. The program is classic BPF (Linux, filter.rst); a call of
another architecture ends the process.
"""

import platform
import struct
from collections.abc import Sequence

from engine.runtime.sandbox.protocol import SandboxError

_X86_64 = """
read=0 write=1 open=2 close=3 stat=4 fstat=5 lstat=6 poll=7 lseek=8 mmap=9 mprotect=10 munmap=11
brk=12 rt_sigaction=13 rt_sigprocmask=14 rt_sigreturn=15 pread64=17 readv=19 writev=20 access=21
pipe=22 select=23 sched_yield=24 mremap=25 madvise=28 dup=32 dup2=33 nanosleep=35 setitimer=38
getpid=39 sendto=44 recvfrom=45 shutdown=48 getsockname=51 socketpair=53 getsockopt=55 exit=60
uname=63 fcntl=72 getcwd=79
readlink=89 gettimeofday=96 getrlimit=97 getrusage=98 times=100 getuid=102 getgid=104 geteuid=107
getegid=108 getppid=110 sigaltstack=131 gettid=186 time=201 futex=202 sched_getaffinity=204
getdents64=217 restart_syscall=219 clock_gettime=228 clock_getres=229 clock_nanosleep=230
exit_group=231 epoll_wait=232 epoll_ctl=233 openat=257 newfstatat=262 readlinkat=267 faccessat=269
pselect6=270 ppoll=271 set_robust_list=273 epoll_pwait=281 eventfd2=290 epoll_create1=291 dup3=292
pipe2=293 getrandom=318 statx=332 rseq=334 faccessat2=439
"""
_AARCH64 = """
getcwd=17 eventfd2=19 epoll_create1=20 epoll_ctl=21 epoll_pwait=22 dup=23 dup3=24 fcntl=25
faccessat=48 openat=56 close=57 pipe2=59 getdents64=61 lseek=62 read=63 write=64 readv=65 writev=66
pread64=67 pselect6=72 ppoll=73 readlinkat=78 newfstatat=79 fstat=80 exit=93 exit_group=94 futex=98
set_robust_list=99 nanosleep=101 setitimer=103 clock_gettime=113 clock_getres=114
clock_nanosleep=115 sched_getaffinity=123 sched_yield=124 restart_syscall=128 sigaltstack=132
rt_sigaction=134 rt_sigprocmask=135 rt_sigreturn=139 times=153 uname=160 getrlimit=163
getrusage=165 gettimeofday=169 getpid=172 getppid=173 getuid=174 geteuid=175 getgid=176 getegid=177
gettid=178 socketpair=199 getsockname=204 sendto=206 recvfrom=207 getsockopt=209
shutdown=210 brk=214 munmap=215 mremap=216
mmap=222 mprotect=226 madvise=233 getrandom=278 statx=291 rseq=293 faccessat2=439
"""
_CLONE3 = 435
# Of all device controls only those that asyncio and dup need: FIONBIO, FIONCLEX, FIOCLEX.
_IOCTL = {"x86_64": 16, "aarch64": 29}
_CONTROLS = (0x5421, 0x5450, 0x5451)
# Architecture as the kernel's audit numbers it, and its system calls.
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}
# On x86_64 calls from here on belong to the x32 interface.
_X32_FROM = 0x4000_0000

_LOAD, _JUMP_EQUAL, _JUMP_FROM, _RETURN = 0x20, 0x15, 0x35, 0x06
# Offsets in the kernel's struct seccomp_data (little-endian).
_AT_CALL, _AT_ARCHITECTURE, _AT_SECOND_ARGUMENT = 0, 4, 24
_ALLOW, _KILL, _ERROR = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_EPERM, _ENOSYS = 1, 38


def filter_program(machine: str = "") -> bytes:
    """The filter for a machine (this one by default); SandboxError where none is written."""
    machine = machine or platform.machine()
    if machine not in _MACHINES:
        raise SandboxError(f"no filter of system calls for the machine {machine!r}")
    architecture, names = _MACHINES[machine]
    calls = sorted(int(entry.split("=")[1]) for entry in names.split())
    lines = [
        (_LOAD, 0, 0, _AT_ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_CALL),
        (_JUMP_FROM, 0, 1, _X32_FROM),
        (_RETURN, 0, 0, _KILL),
        # The C library tries clone3 first and takes another call only where it is unknown.
        (_JUMP_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _ERROR | _ENOSYS),
    ]
    lines += [(_JUMP_EQUAL, 0, len(_CONTROLS) + 3, _IOCTL[machine])]
    lines += [(_LOAD, 0, 0, _AT_SECOND_ARGUMENT), *_one_of(_CONTROLS), *_one_of(calls)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _one_of(numbers: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """Lines that allow where the loaded number is one of these, and else refuse."""
    jumps = [(_JUMP_EQUAL, len(numbers) - index, 0, number) for index, number in enumerate(numbers)]
    return [*jumps, (_RETURN, 0, 0, _ERROR | _EPERM), (_RETURN, 0, 0, _ALLOW)]
