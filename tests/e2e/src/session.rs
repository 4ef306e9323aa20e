//! A `WebDriver` session with one program, and its calls as plain functions.

use anyhow::{Context, Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::runtime::{Builder, Runtime};

use crate::deadline::wait_for;
use crate::process::{self, Running};

/// How long one call to the driver may take. Beyond this the driver hangs.
const CALL: Duration = Duration::from_mins(1);

pub(crate) struct Session {
    runtime: Runtime,
    client: Client,
    driver: Running,
    app: u32,
    started_at: f64,
}

impl Session {
    /// Starts the driver by `command`, prepared with the program's surroundings,
    /// and through it the program.
    pub(crate) fn start(
        mut command: Command,
        program: &Path,
        arguments: &[OsString],
        log: &Path,
    ) -> Result<Self> {
        let port = free_port()?;
        let driver = Running::start(command.arg(format!("--port={port}")), log)?;
        wait_for("the driver to listen", || TcpStream::connect((Ipv4Addr::LOCALHOST, port)));

        let runtime = Builder::new_current_thread().enable_all().build()?;
        let arguments: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let browser = json!({ "binary": program, "args": arguments });
        // No browser name: the driver would compare it with the program's own.
        let capabilities = [("webkitgtk:browserOptions".to_owned(), browser)];
        let started_at = now();
        let client = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.into_iter().collect());
            builder.connect(&format!("http://127.0.0.1:{port}")).await
        });
        let client = match client {
            Ok(client) => client,
            Err(error) => bail!("{error}\n{}", driver.messages()),
        };
        let app = *process::children(driver.id()).first().context("the driver started no app")?;
        Ok(Self { runtime, client, driver, app, started_at })
    }

    /// Makes one call and waits for its end.
    pub(crate) fn call<T>(&self, call: impl Future<Output = Result<T, CmdError>>) -> Result<T> {
        self.runtime.block_on(async {
            let answer = tokio::time::timeout(CALL, call).await;
            answer.context("the driver does not answer")?.map_err(Into::into)
        })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The first element with the selector, at this moment.
    pub(crate) fn element(&self, selector: &str) -> Result<Element> {
        self.call(self.client.find(Locator::Css(selector)))
    }

    pub(crate) fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.call(self.client.execute(script, arguments))
    }

    pub(crate) fn async_script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.call(self.client.execute_async(script, arguments))
    }

    /// Presses the keys in this order and lets go of them in the opposite one.
    pub(crate) fn chord(&self, keys: &[char]) -> Result<()> {
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        let actions = down.chain(up).fold(KeyActions::new("keyboard".into()), KeyActions::then);
        self.call(self.client.perform_actions(actions))
    }

    pub(crate) fn picture(&self) -> Result<Vec<u8>> {
        self.call(self.client.screenshot())
    }

    /// What the program and the driver have written.
    pub(crate) fn messages(&self) -> String {
        self.driver.messages()
    }

    /// The program's process.
    pub(crate) fn app(&self) -> u32 {
        self.app
    }

    /// When the driver was asked to start the program, in milliseconds since 1970,
    /// which is how the page counts too.
    pub(crate) fn started_at(&self) -> f64 {
        self.started_at
    }
}

fn now() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("the clock is past 1970").as_secs_f64() * 1000.0
}

/// A port that nobody uses. Another program could take it before the driver does;
/// the driver then ends, and the wait for it says so.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
