//! What people see: the only file that prints.
