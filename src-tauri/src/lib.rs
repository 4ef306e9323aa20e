//! The desktop shell: one window around the engine.
//!
//! The only code that knows Tauri. It unpacks what the window asks, calls
//! `galley_engine`, and hands the answer back; it decides nothing about posts.
//! The list of commands and events is in `ipc.rs`.

use tauri::{Manager, WebviewUrl, WebviewWindowBuilder};

mod closing;
mod commands;
mod events;
mod ipc;
mod preview_scheme;
mod print;
mod start;
mod state;

pub use closing::Closing;
pub use ipc::{builder, export_bindings};
pub use start::Arguments;
pub use state::OpenBlogs;

/// Opens the window and runs until it is closed.
#[expect(clippy::exit, reason = "in code that Tauri generates")]
pub fn run() {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("GALLEY_LOG")
                .unwrap_or_else(|_| "warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let ipc = ipc::builder::<tauri::Wry>();
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(preview_scheme::NAME, preview_scheme::answer)
        .invoke_handler(ipc.invoke_handler())
        .setup(move |app| {
            ipc.mount_events(app);
            let blogs = OpenBlogs::new(start::Arguments::from_env(), events::emitter(app.handle()));
            blogs.open_early();
            app.manage(blogs);
            app.manage(Closing::default());
            open_window(app)?;
            Ok(())
        })
        .on_window_event(|window, event| {
            match event {
                // Where the system tells of no change, it is seen now.
                tauri::WindowEvent::Focused(true) => window.state::<OpenBlogs>().look(),
                tauri::WindowEvent::CloseRequested { api, .. }
                    if window.state::<Closing>().ask(window) =>
                {
                    api.prevent_close();
                }
                // Closing writes what is not yet in its file.
                tauri::WindowEvent::Destroyed => window.state::<OpenBlogs>().close_all(),
                _ => {}
            }
        })
        .run(tauri::generate_context!())
        .expect("the app's configuration is valid");
}

fn open_window(app: &tauri::App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Galley")
        .inner_size(1440.0, 900.0)
        .min_inner_size(560.0, 360.0)
        // The window itself never navigates: links open in the system's browser.
        .on_navigation(|url| {
            matches!(url.scheme(), "tauri" | preview_scheme::NAME)
                || url.host_str() == Some("localhost") && url.port() == Some(1420)
                || matches!(url.host_str(), Some("tauri.localhost" | "galley-preview.localhost"))
        })
        .build()?;
    Ok(())
}
