//! New projects from the embedded templates.
