//! A desktop for one window: an X display that nobody sees, and a message bus.

use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, MapState};

use crate::process::Running;

/// Larger than the window, which opens at 1440 × 900.
const SCREEN: &str = "1600x1000x24";

pub(crate) struct Desktop {
    display: String,
    bus: String,
    /// Both end with the desktop.
    _programs: [Running; 2],
}

impl Desktop {
    /// Starts both; `logs` gets what they have to say.
    pub(crate) fn start(logs: &Path) -> Result<Self> {
        let mut server = Command::new("Xvfb");
        // The server takes a free number and tells which, once it listens.
        server.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        let (server, number) = Running::start_until_ready(&mut server, &logs.join("display.log"))?;
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile", "--print-address"]);
        let (bus, address) = Running::start_until_ready(&mut bus, &logs.join("bus.log"))?;
        Ok(Self { display: format!(":{number}"), bus: address, _programs: [bus, server] })
    }

    /// Makes a program a guest of this desktop and of no other.
    pub(crate) fn host(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("GDK_BACKEND", "x11")
            .env_remove("WAYLAND_DISPLAY");
    }

    /// Asks the visible windows to close, as the button in their corner does.
    pub(crate) fn close_windows(&self) -> Result<()> {
        self.close_those(|_| true)
    }

    /// The same of those with that title.
    pub(crate) fn close_window_named(&self, title: &str) -> Result<()> {
        self.close_those(|found| found == title)
    }

    fn close_those(&self, is_meant: impl Fn(&str) -> bool) -> Result<()> {
        let (server, screen) = x11rb::connect(Some(&self.display))?;
        let root = server.setup().roots[screen].root;
        let atom =
            |name: &[u8]| -> Result<u32> { Ok(server.intern_atom(false, name)?.reply()?.atom) };
        let protocols = atom(b"WM_PROTOCOLS")?;
        let delete = atom(b"WM_DELETE_WINDOW")?;
        let mut n_asked = 0;
        for window in server.query_tree(root)?.reply()?.children {
            let visible = server.get_window_attributes(window)?.reply()?.map_state;
            let known = server.get_property(false, window, protocols, AtomEnum::ATOM, 0, 32)?;
            let can_close = known
                .reply()?
                .value32()
                .is_some_and(|mut known| known.any(|protocol| protocol == delete));
            let title =
                server.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 99)?;
            let title = String::from_utf8_lossy(&title.reply()?.value).into_owned();
            if visible == MapState::VIEWABLE && can_close && is_meant(&title) {
                let ask = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
                server.send_event(false, window, EventMask::NO_EVENT, ask)?.check()?;
                n_asked += 1;
            }
        }
        (n_asked > 0).then_some(()).context("there is no window to close")
    }
}
