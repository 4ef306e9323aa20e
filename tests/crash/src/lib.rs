//! The crash proof: what was acknowledged is there after any kill, fault or power cut.
//!
//! A writer (`bin/writer.rs`) drives the engine as the window does and reports, line by
//! line, what it is about to do and what was acknowledged. The proof (`bin/crash.rs`) kills
//! it, opens the same blog, and holds what is found against the ledger of those reports.
//!
//! Three ways to crash: at random moments ([`rounds`]), at each write in turn ([`faults`]),
//! and by taking the power from the disk ([`power`]).

pub mod aftermath;
pub mod blog;
pub mod child;
pub mod faults;
pub mod ledger;
pub mod operation;
pub mod power;
pub mod report;
pub mod rounds;
pub mod script;
pub mod session;
pub mod site;
pub mod strace;
pub mod table;
pub mod texts;
pub mod verdict;
