//! What the window holds off: styles that a policy drops, and posts that want to act.

use galley_e2e::{TestBlog, Window};
use serde_json::json;

use crate::{FIRST, FIRST_SOURCE};

/// A post that tries to run code in every way that a post can.
const HOSTILE: &str = "\
---
title: Hostile
---

<script>parent.postMessage('ran', '*'); document.title = 'ran'</script>

<img src=\"missing.png\" onerror=\"document.title = 'ran'\">

<svg onload=\"document.title = 'ran'\"><a href=\"javascript:document.title='ran'\">x</a></svg>

<iframe srcdoc=\"<script>top.document.title = 'ran'</script>\"></iframe>

[a link](javascript:document.title='ran')

<a id=\"plain\" href=\"javascript:document.title='ran'\" onclick=\"document.title = 'ran'\">press</a>

<form action=\"https://example.org/\"><button id=\"send\">send</button></form>

<meta http-equiv=\"refresh\" content=\"0;url=https://example.org/\">

The end.
";

#[test]
fn the_editor_is_styled_under_the_policy_of_the_packaged_app() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    // All three come from style sheets that CodeMirror makes at run time, which a
    // policy with a nonce for styles drops without a word.
    assert_eq!(window.select(".cm-scroller").style("display"), "flex");
    assert_eq!(window.select(".cm-content").style("white-space-collapse"), "break-spaces");
    assert_eq!(window.select(".cm-editor").style("position"), "relative");
    let policy = "const done = arguments[0];
        addEventListener('securitypolicyviolation', (event) => done(event.violatedDirective));
        const script = document.createElement('script');
        script.textContent = 'window.intruded = true';
        document.head.append(script);";
    let held = window.async_script(policy, Vec::new());
    assert!(held.as_str().is_some_and(|held| held.starts_with("script-src")), "{held}");
    assert_eq!(window.script("return window.intruded ?? null"), json!(null));
}

#[test]
fn no_script_of_a_post_runs() {
    let blog = TestBlog::with_post(FIRST, HOSTILE);
    let window = Window::open(&blog);

    window.preview().wait_for_text("The end.");
    let preview = window.preview();
    let markup = preview.body();
    for forbidden in ["<script", "onerror", "onload", "onclick", "javascript:", "<iframe", "<meta"]
    {
        assert!(!markup.contains(forbidden), "{forbidden} is in the preview: {markup}");
    }
    preview.script("document.querySelector('#plain, [data-galley-body] a')?.click()");
    preview.script("document.querySelector('#send')?.click()");
    preview.wait_for_text("The end.");
    assert_ne!(preview.script("return document.title"), json!("ran"));
    assert_ne!(window.script("return document.title"), json!("ran"));
}

#[test]
fn even_markup_that_slipped_past_the_sanitiser_runs_nothing() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    let preview = window.preview();
    preview.script(
        "const body = document.querySelector('[data-galley-body]');
         body.innerHTML = '<img src=\"data:,\" onerror=\"window.ran = 1\"><b onclick=\"window.ran = 1\">b</b>';
         const script = document.createElement('script');
         script.textContent = 'window.ran = 1';
         body.append(script);
         body.querySelector('b').click();",
    );
    // The picture's failure is reported after it, so one of our own tells when.
    window
        .wait("the frame to be alive", "document.querySelector('[data-testid=preview]') !== null");
    let ran = preview.script("return window.ran ?? null");
    assert_eq!(ran, json!(null), "the frame's policy let a post's script run");
}

#[test]
fn the_frame_cannot_reach_the_app() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    let preview = window.preview();
    let reach = |expression: &str| {
        preview.script(&format!(
            "try {{ return String({expression}) }} catch (error) {{ return error.name }}"
        ))
    };
    assert_eq!(reach("parent.document"), json!("SecurityError"));
    assert_eq!(reach("top.location.href"), json!("SecurityError"));
    assert_eq!(reach("parent.__TAURI_INTERNALS__"), json!("SecurityError"));
    assert_eq!(reach("typeof window.__TAURI_INTERNALS__"), json!("undefined"));
    assert_eq!(reach("typeof window.__TAURI__"), json!("undefined"));
    assert_eq!(reach("localStorage"), json!("SecurityError"));
    assert_eq!(reach("origin"), json!("null"), "the frame's origin is its own alone");
}

#[test]
fn messages_from_the_frame_that_are_not_ours_do_nothing() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.preview().script(
        "for (const message of [null, 1, 'ready', {}, { galley: 'patched', version: 'x' },
            { galley: 'patched', version: 1e9 }, { galley: 'clicked', line: -5 },
            { galley: 'clicked', line: 1e12 }, { galley: 'link', href: 'javascript:alert(1)' },
            { galley: 'link', href: 'file:///etc/passwd' }, { galley: '__proto__' }])
            parent.postMessage(message, '*');",
    );
    window.editor().go_to_end().type_text("Unmoved.");
    window.preview().wait_for_text("Unmoved.");
}
