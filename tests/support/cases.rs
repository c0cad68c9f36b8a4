//! A room whose answers are the results of named JavaScript functions.

use super::{Dev, Project};

/// A project whose room has these `name: function` pairs. They are given the request, `rewrite(handlers, html, document)`
/// and `thrown(run)`.
pub(crate) fn cases(cases: &str) -> Project {
    Project::server(&format!(
        "const cases = {{ {cases} }};
        const rewrite = (handlers, html, document) => {{
          const rewriter = new HTMLRewriter();
          if (handlers) rewriter.on('*', handlers);
          if (document) rewriter.onDocument(document);
          return rewriter.transform(new Response(html)).text();
        }};
        const thrown = async (run) => {{
          try {{ return ['nothing', await run()]; }} catch (error) {{ return `${{error.name}}: ${{error.message}}`; }}
        }};
        export default class {{
          constructor(room) {{ this.room = room; }}
          async onRequest(request) {{
            const result = await cases[new URL(request.url).searchParams.get('case')]({{ request, rewrite, thrown }});
            return result instanceof Response ? result : Response.json(result ?? null);
          }}
        }}"
    ))
}

/// Compares what the function `case` returns.
#[track_caller]
pub(crate) fn assert_case(dev: &Dev, case: &str, expected: serde_json::Value) {
    let body = dev.text(&format!("/party/r?case={case}"));
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(answer, expected, "{case}");
}
