//! The dev session: build, serve, watch, reload.
