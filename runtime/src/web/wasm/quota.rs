//! What the memories and tables of one isolate may take together. Nothing leaves a store, so what was given is never
//! given back. How many objects there are is not limited: each is small.

use crate::limits::ISOLATE_HEAP_BYTES_MAX;
use wasmi::ResourceLimiter;
use wasmi_core::LimiterError;

/// Bytes of an element of a table.
const ELEMENT_BYTES: usize = size_of::<u64>();

/// The bytes that are left of [`ISOLATE_HEAP_BYTES_MAX`].
pub(super) struct Quota {
    left: usize,
}

impl Quota {
    pub(super) fn new() -> Self {
        Self {
            left: ISOLATE_HEAP_BYTES_MAX,
        }
    }

    /// Takes what is between two sizes, unless that is more than is left, or than is allowed.
    fn take(&mut self, bytes: Option<usize>, is_allowed: bool) -> bool {
        let left = bytes
            .filter(|_| is_allowed)
            .and_then(|bytes| self.left.checked_sub(bytes));
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }
}

impl ResourceLimiter for Quota {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> Result<bool, LimiterError> {
        let grows = desired.saturating_sub(current);
        Ok(self.take(Some(grows), maximum.is_none_or(|max| desired <= max)))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> Result<bool, LimiterError> {
        let grows = desired.saturating_sub(current).checked_mul(ELEMENT_BYTES);
        Ok(self.take(grows, maximum.is_none_or(|max| desired <= max)))
    }

    fn instances(&self) -> usize {
        usize::MAX
    }

    fn tables(&self) -> usize {
        usize::MAX
    }

    fn memories(&self) -> usize {
        usize::MAX
    }
}
