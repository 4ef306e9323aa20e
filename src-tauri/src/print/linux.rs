//! Printing by `WebKit`, which needs no window for it.
//!
//! The page is shown by a web view of its own that is in no window and ends afterwards: without
//! scripts, without any way to the app, and with a way to the network that leads nowhere, so that
//! it is held even where its own policy would not.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use gtk::glib::{self, MainContext};
use gtk::prelude::*;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use webkit2gtk::{
    HardwareAccelerationPolicy, LoadEvent, NavigationPolicyDecision,
    NavigationPolicyDecisionExt as _, NetworkProxyMode, NetworkProxySettings,
    PolicyDecisionExt as _, PrintOperation, PrintOperationExt as _, PrintOperationResponse,
    Settings, URIRequestExt as _, UserContentInjectedFrames, UserContentManager,
    UserContentManagerExt as _, UserStyleLevel, UserStyleSheet, WebContext, WebContextExt as _,
    WebView, WebViewExt as _, WebsiteDataManagerExt as _,
};

use super::Failed;

/// For a page to load, and again for it to be printed: enough for a picture book on a busy
/// machine, and an end to waiting for a process that hangs.
const PATIENCE: Duration = Duration::from_mins(2);
/// The address of a page that has none.
const NO_ADDRESS: &str = "about:blank";
/// At its port nobody listens, and nobody can.
const NO_PROXY: &str = "http://127.0.0.1:0";
/// What the themes ask for on paper (`@page` in `base.css`), which `WebKit` does not read: above,
/// beside and below, in millimetres.
const MARGINS: (f64, f64, f64) = (22.0, 20.0, 24.0);

/// `WebKit` does not tell a PDF which letters are in a ligature, so nobody would find the word.
const NO_LIGATURES: &str = "* { font-variant-ligatures: no-common-ligatures !important; }";

/// What `WebKit` says of a page.
type Said = Result<(), Failed>;

/// Prints into a file, or by the system's dialog. Waits for the window's thread.
pub(super) fn on_paper(html: String, pdf: Option<&Path>) -> Said {
    let pdf = pdf.map(Path::to_owned);
    let (answer, answered) = mpsc::channel();
    MainContext::default().invoke(move || {
        MainContext::default().spawn_local(async move {
            // Who asked waits; if not, the app is ending.
            answer.send(shown_and_printed(&html, pdf).await).ok();
        });
    });
    answered.recv().unwrap_or(Err(Failed::Ended))
}

async fn shown_and_printed(html: &str, pdf: Option<PathBuf>) -> Said {
    let (say, mut said) = unbounded_channel();
    let paper = paper();
    let view = hidden_view(&paper, &say, pdf.is_some());
    view.load_html(html, Some(NO_ADDRESS));
    heard_in_time(&mut said).await?;

    let operation = operation_on(&view, &paper, &say);
    if let Some(pdf) = pdf {
        operation.set_print_settings(&into_file(&pdf)?);
        // Looking for the printer runs a main loop, within which no future may wait.
        glib::idle_add_local_once(move || operation.print());
        heard_in_time(&mut said).await
    } else {
        glib::idle_add_local_once(move || {
            if operation.run_dialog(window().as_ref()) == PrintOperationResponse::Cancel {
                say.send(Ok(())).ok();
            }
        });
        // The author may take his time.
        said.recv().await.unwrap_or(Err(Failed::Ended))
    }
}

async fn heard_in_time(said: &mut UnboundedReceiver<Said>) -> Said {
    match glib::future_with_timeout(PATIENCE, said.recv()).await {
        Ok(said) => said.unwrap_or(Err(Failed::Ended)),
        Err(_) => Err(Failed::Silent),
    }
}

/// The sheet that the author's country uses.
fn paper() -> gtk::PageSetup {
    let paper = gtk::PageSetup::new();
    let (above, beside, below) = MARGINS;
    paper.set_top_margin(above, gtk::Unit::Mm);
    paper.set_left_margin(beside, gtk::Unit::Mm);
    paper.set_right_margin(beside, gtk::Unit::Mm);
    paper.set_bottom_margin(below, gtk::Unit::Mm);
    paper
}

/// A web view that says when its page is there with all its pictures, or why not.
fn hidden_view(paper: &gtk::PageSetup, say: &UnboundedSender<Said>, to_be_read: bool) -> WebView {
    let context = WebContext::new_ephemeral();
    if let Some(data) = context.website_data_manager() {
        let mut nowhere = NetworkProxySettings::new(Some(NO_PROXY), &[]);
        data.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut nowhere));
    }
    // Without scripts no picture waits until somebody scrolls to it.
    let settings = Settings::builder()
        .enable_javascript(false)
        .enable_javascript_markup(false)
        .enable_media(false)
        .enable_dns_prefetching(false)
        .enable_hyperlink_auditing(false)
        .hardware_acceleration_policy(HardwareAccelerationPolicy::Never)
        .build();
    let styles = UserContentManager::new();
    if to_be_read {
        styles.add_style_sheet(&UserStyleSheet::new(
            NO_LIGATURES,
            UserContentInjectedFrames::TopFrame,
            UserStyleLevel::User,
            &[],
            &[],
        ));
    }
    let view = WebView::builder()
        .web_context(&context)
        .settings(&settings)
        .user_content_manager(&styles)
        .build();
    view.connect_decide_policy(|_, decision, _| {
        let leads_away = decision.downcast_ref::<NavigationPolicyDecision>().is_some_and(|it| {
            let action = it.navigation_action();
            let address = action.and_then(|action| action.request()?.uri());
            address.as_deref() != Some(NO_ADDRESS)
        });
        if leads_away {
            decision.ignore();
        }
        leads_away
    });
    let size = size_of(paper);
    let tell = say.clone();
    view.connect_load_changed(move |view, event| match event {
        // Without a window it has no size, and what is measured by it would vanish.
        LoadEvent::Committed => view.size_allocate(&size),
        LoadEvent::Finished => {
            tell.send(Ok(())).ok();
        }
        _ => {}
    });
    let tell = say.clone();
    view.connect_load_failed(move |_, _, _, error| {
        tell.send(Err(Failed::Load(error.to_string()))).ok();
        true
    });
    let tell = say.clone();
    view.connect_web_process_terminated(move |_, _| {
        tell.send(Err(Failed::Ended)).ok();
    });
    view
}

/// What a sheet has room for, in CSS pixels.
fn size_of(paper: &gtk::PageSetup) -> gtk::Allocation {
    const PER_INCH: f64 = 96.0;
    #[expect(clippy::cast_possible_truncation, reason = "no sheet is a million miles wide")]
    let pixels = |inches: f64| (inches * PER_INCH).round() as i32;
    let (width, height) = (paper.page_width(gtk::Unit::Inch), paper.page_height(gtk::Unit::Inch));
    gtk::Allocation::new(0, 0, pixels(width), pixels(height))
}

/// What prints the page and says when that is done.
fn operation_on(
    view: &WebView,
    paper: &gtk::PageSetup,
    say: &UnboundedSender<Said>,
) -> PrintOperation {
    let operation = PrintOperation::new(view);
    operation.set_page_setup(paper);
    // It fails before it finishes, and the first word counts.
    let tell = say.clone();
    operation.connect_failed(move |_, error| {
        tell.send(Err(Failed::Printer(error.to_string()))).ok();
    });
    let tell = say.clone();
    operation.connect_finished(move |_| {
        tell.send(Ok(())).ok();
    });
    operation
}

/// The settings for GTK's own printer, which prints into a file.
fn into_file(pdf: &Path) -> Result<gtk::PrintSettings, Failed> {
    let address = glib::filename_to_uri(pdf, None);
    let address = address.map_err(|error| Failed::Printer(error.to_string()))?;
    let settings = gtk::PrintSettings::new();
    // It has no name but the one that is shown to the author.
    settings.set_printer(&glib::dgettext(Some("gtk30"), "Print to File"));
    settings.set(gtk::PRINT_SETTINGS_OUTPUT_FILE_FORMAT, Some("pdf"));
    settings.set(gtk::PRINT_SETTINGS_OUTPUT_URI, Some(&address));
    Ok(settings)
}

/// The app's window, for the dialog to stand before.
fn window() -> Option<gtk::Window> {
    let windows = gtk::Window::list_toplevels().into_iter();
    windows.filter_map(|it| it.downcast::<gtk::Window>().ok()).find(gtk::Window::is_active)
}
