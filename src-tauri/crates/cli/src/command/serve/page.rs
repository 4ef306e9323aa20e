//! What a shown page has that an exported one has not.

use galley_engine::wire;

use super::answer::SCRIPT;

/// Waits for a change, and then has the page loaded again. A page that nobody looks at does
/// not wait: a browser keeps few connections to one address.
pub(super) const RELOAD: &str = include_str!("reload.js");

/// The page with the script that waits for something newer than `version`, and with what is
/// wrong above it.
pub(super) fn with_additions(html: &str, version: u64, fault: Option<&wire::Error>) -> String {
    let last = "<p>What is below is the last site that could be rendered.</p>\n";
    let fault = fault.map(|fault| section(fault, last)).unwrap_or_default();
    let additions =
        format!("{fault}<script src=\"{SCRIPT}\" data-since=\"{version}\" defer></script>\n");
    let (before, after) = html.split_at(html.rfind("</body>").unwrap_or(html.len()));
    format!("{before}{additions}{after}")
}

/// The page that is shown while there has been no site yet.
pub(super) fn of_fault(fault: &wire::Error) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <body>\n{}</body>\n</html>\n",
        escaped(&fault.message),
        section(fault, "")
    )
}

/// Says what is wrong, with all that led to it, and then `more`.
fn section(fault: &wire::Error, more: &str) -> String {
    let wire::Error { message, hint, causes, .. } = fault;
    let causes: String =
        causes.iter().map(|cause| format!("<li>{}</li>\n", escaped(cause))).collect();
    let hint = hint.as_ref().map(|hint| format!("<p>{}</p>\n", escaped(hint)));
    format!(
        "<section role=\"alert\" style=\"{STYLE}\">\n\
         <p style=\"font-weight:600\">{}</p>\n<ul style=\"white-space:pre-wrap\">\n{causes}</ul>\n\
         {}{more}</section>\n",
        escaped(message),
        hint.unwrap_or_default()
    )
}

/// Its own, so that no theme can hide it.
const STYLE: &str = "all:initial;position:fixed;inset:0 0 auto 0;z-index:2147483647;\
    max-height:60vh;overflow:auto;padding:16px 24px;background:#7a1420;color:#fff;\
    font:14px/1.5 ui-monospace,monospace;box-shadow:0 4px 24px #0008";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use galley_engine::ErrorCode;

    use super::*;

    fn fault() -> wire::Error {
        wire::Error {
            code: ErrorCode::Internal,
            message: "the template `a.html` fails at line 3".to_owned(),
            hint: None,
            causes: vec!["`<b>` is unknown".to_owned()],
        }
    }

    #[test]
    fn additions_come_last_in_the_body() {
        let page = with_additions("<body><p>Hello</p></body></html>", 7, None);
        assert_eq!(
            page,
            "<body><p>Hello</p><script src=\"/.galley/reload.js\" data-since=\"7\" defer></script>\n\
             </body></html>"
        );
        assert!(with_additions("no body", 1, None).ends_with("</script>\n"));
    }

    #[test]
    fn what_is_wrong_is_said_and_cannot_be_markup() {
        let page = with_additions("<body></body>", 1, Some(&fault()));
        assert!(page.contains("fails at line 3") && page.contains("`&lt;b&gt;` is unknown"));
        assert!(
            of_fault(&fault()).contains("<title>the template `a.html` fails at line 3</title>")
        );
    }
}
