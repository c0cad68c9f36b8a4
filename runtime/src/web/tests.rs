//! Web APIs as user code sees them.
