//! A desktop for one window: an X display that nobody sees, and a message bus.

use anyhow::Result;
use std::path::Path;
use std::process::Command;

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
}
