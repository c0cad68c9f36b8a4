//! Room storage's SQL: values go over between JavaScript and SQLite here.

use super::store::thrown;
use super::{Scope, define};
use crate::storage::sql::{SqlResult, SqlValue};
use crate::web::bytes::{self, ByteArray};
use rquickjs::{Array, ArrayBuffer, Ctx, Exception, FromJs, IntoJs, Object, Result, Value};
use std::sync::Arc;

pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "sqlExec",
        move |ctx: Ctx<'js>, sql: String, bindings: Vec<Value<'js>>| {
            let bindings: Vec<SqlValue> = bindings
                .iter()
                .map(|value| binding(&ctx, value))
                .collect::<Result<_>>()?;
            let result = s.desk.storage().sql(&sql, &bindings);
            match result {
                Ok(result) => answer(&ctx, result),
                Err(error) => Err(Exception::throw_message(&ctx, &error.to_string())),
            }
        },
    )?;
    let s = scope.clone();
    define(ctx, functions, "sqlDatabaseSize", move |ctx: Ctx<'js>| {
        let bytes = s.desk.storage().database_bytes();
        Ok::<_, rquickjs::Error>(thrown(&ctx, bytes)? as f64)
    })
}

/// `storage_sql.js` gives nothing but null, numbers, strings and byte arrays.
fn binding<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<SqlValue> {
    if let Some(number) = value.as_number() {
        return Ok(SqlValue::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Ok(SqlValue::Text(text.to_string()?));
    }
    if value.is_null() {
        return Ok(SqlValue::Null);
    }
    let array = ByteArray::from_js(ctx, value.clone())?;
    Ok(SqlValue::Blob(bytes::copy(ctx, &array)?.into()))
}

/// `[columns, rows, rowsRead, rowsWritten]`
fn answer<'js>(ctx: &Ctx<'js>, result: SqlResult) -> Result<Array<'js>> {
    let rows = Array::new(ctx.clone())?;
    for (index, row) in result.rows.into_iter().enumerate() {
        let values = Array::new(ctx.clone())?;
        for (column, value) in row.into_iter().enumerate() {
            let value = match value {
                SqlValue::Null => Value::new_null(ctx.clone()),
                SqlValue::Number(number) if number == 0.0 => Value::new_float(ctx.clone(), number),
                SqlValue::Number(number) => Value::new_number(ctx.clone(), number),
                SqlValue::Text(text) => text.into_js(ctx)?,
                SqlValue::Blob(bytes) => ArrayBuffer::new(ctx.clone(), bytes)?.into_value(),
            };
            values.set(column, value)?;
        }
        rows.set(index, values)?;
    }
    let answer = Array::new(ctx.clone())?;
    answer.set(0, result.columns)?;
    answer.set(1, rows)?;
    answer.set(2, result.rows_read as f64)?;
    answer.set(3, result.rows_written as f64)?;
    Ok(answer)
}
