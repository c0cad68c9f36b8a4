//! Giving memory back to the system. The allocator keeps what isolates have freed for the next ones; after many of
//! them have gone it is told to let go.

/// Returns free memory to the system, as far as the allocator can. May take some milliseconds.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn give_back() {
    // Decision 0002: glibc's documented call, without arguments that could be wrong, safe from any thread.
    #[expect(unsafe_code, reason = "the only way to ask the C allocator")]
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Other allocators do so by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn give_back() {}
