//! What user code's SQL may not do, by SQLite's authorizer, as workerd has it: touch `_cf_` tables, open other files,
//! begin transactions of its own, change how the database works. Our own statements pass. It also ends a statement
//! that runs too long.

use crate::limits::EVENT_CPU_MAX;
use crate::lock::lock;
use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Pragmas that tell about the schema or set what only this connection sees.
const PRAGMAS: [&str; 17] = [
    "case_sensitive_like",
    "data_version",
    "defer_foreign_keys",
    "foreign_key_check",
    "foreign_key_list",
    "foreign_keys",
    "ignore_check_constraints",
    "index_info",
    "index_list",
    "index_xinfo",
    "legacy_alter_table",
    "optimize",
    "page_size",
    "quick_check",
    "recursive_triggers",
    "reverse_unordered_selects",
    "table_list",
];

/// Pragmas that need a table they are about.
const TABLE_PRAGMAS: [&str; 2] = ["table_info", "table_xinfo"];

/// Functions that workerd refuses: data whose schema used them could not move there.
const FUNCTIONS_REFUSED: [&str; 13] = [
    "fts3_tokenizer",
    "if",
    "json_pretty",
    "load_extension",
    "soundex",
    "sqlite_compileoption_get",
    "sqlite_compileoption_used",
    "sqlite_log",
    "sqlite_source_id",
    "sqlite_version",
    "subtype",
    "unistr",
    "unistr_quote",
];

const MODULES: [&str; 3] = ["fts5", "fts5vocab", "rtree"];

/// Instructions of SQLite's machine between two looks at the clock.
const INSTRUCTIONS: i32 = 100_000;

/// See the file's comment.
#[derive(Default)]
pub(super) struct Guard {
    /// Whether user code's statement runs.
    on: AtomicBool,
    /// Whether it wanted a transaction of its own.
    wanted_transaction: AtomicBool,
    /// When it must end.
    deadline: Mutex<Option<Instant>>,
}

impl Guard {
    /// Puts a guard before `connection`; it lets everything pass.
    pub(super) fn install(connection: &Connection) -> rusqlite::Result<Arc<Self>> {
        let guard = Arc::new(Self::default());
        let judge = guard.clone();
        connection.authorizer(Some(move |context: AuthContext<'_>| judge.judge(&context)))?;
        let clock = guard.clone();
        connection.progress_handler(
            INSTRUCTIONS,
            Some(move || lock(&clock.deadline).is_some_and(|end| Instant::now() > end)),
        )?;
        Ok(guard)
    }

    /// Runs `run` with the guard on.
    pub(super) fn guarded<T>(&self, run: impl FnOnce() -> T) -> T {
        self.wanted_transaction.store(false, Ordering::Relaxed);
        *lock(&self.deadline) = Some(Instant::now() + EVENT_CPU_MAX);
        self.on.store(true, Ordering::Relaxed);
        let result = run();
        self.on.store(false, Ordering::Relaxed);
        *lock(&self.deadline) = None;
        result
    }

    /// Whether the statement wanted a transaction of its own.
    pub(super) fn wanted_transaction(&self) -> bool {
        self.wanted_transaction.load(Ordering::Relaxed)
    }

    fn judge(&self, context: &AuthContext<'_>) -> Authorization {
        if !self.on.load(Ordering::Relaxed) {
            return Authorization::Allow;
        }
        if matches!(
            context.action,
            AuthAction::Transaction { .. } | AuthAction::Savepoint { .. }
        ) {
            self.wanted_transaction.store(true, Ordering::Relaxed);
        }
        let allowed = match context.database_name {
            Some("temp") => is_allowed_in_temp(&context.action),
            _ => is_allowed(&context.action),
        };
        if allowed {
            Authorization::Allow
        } else {
            Authorization::Deny
        }
    }
}

fn is_allowed(action: &AuthAction<'_>) -> bool {
    use AuthAction as A;
    match action {
        A::Select | A::Recursive | A::Analyze { .. } => true,
        A::CreateTable { table_name }
        | A::Delete { table_name }
        | A::DropTable { table_name }
        | A::Insert { table_name }
        | A::Read { table_name, .. }
        | A::Update { table_name, .. }
        | A::AlterTable { table_name, .. } => is_users(table_name),
        A::CreateView { view_name } | A::DropView { view_name } => is_users(view_name),
        A::Reindex { index_name } => is_users(index_name),
        A::CreateIndex {
            index_name,
            table_name,
        }
        | A::DropIndex {
            index_name,
            table_name,
        } => is_users(index_name) && is_users(table_name),
        A::CreateTrigger {
            trigger_name,
            table_name,
        }
        | A::DropTrigger {
            trigger_name,
            table_name,
        } => is_users(trigger_name) && is_users(table_name),
        A::CreateVtable {
            table_name,
            module_name,
        }
        | A::DropVtable {
            table_name,
            module_name,
        } => is_users(table_name) && is_one_of(module_name, &MODULES),
        A::Pragma {
            pragma_name,
            pragma_value,
        } => is_allowed_pragma(pragma_name, *pragma_value),
        A::Function { function_name } => !is_one_of(function_name, &FUNCTIONS_REFUSED),
        _ => false,
    }
}

/// Nobody has tables there, but SQLite looks whether there are any.
fn is_allowed_in_temp(action: &AuthAction<'_>) -> bool {
    match action {
        AuthAction::Select => true,
        AuthAction::Read { table_name, .. } | AuthAction::Update { table_name, .. } => {
            table_name.starts_with("sqlite_temp_")
        }
        _ => false,
    }
}

fn is_allowed_pragma(name: &str, value: Option<&str>) -> bool {
    let named_table = value.is_none_or(is_users);
    named_table && (is_one_of(name, &PRAGMAS) || value.is_some() && is_one_of(name, &TABLE_PRAGMAS))
}

fn is_users(name: &str) -> bool {
    let start = name.as_bytes().get(..4);
    let ours = start.is_some_and(|start| start.eq_ignore_ascii_case(b"_cf_"));
    // It tells where in the file each page of every table is, and is none of the room's tables.
    !ours && !name.eq_ignore_ascii_case("dbstat")
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
