//! What only the embedder knows, asked while an input is carried out.

use std::fmt;
use std::pin::Pin;

use mdm_enrollment::row::RecordKey;
use mdm_enrollment::{Answered, CommandUuid, DigestLogin, PasswordDigest, Question};

/// Fills the slots of a command, anew at each hand-out: a one-time challenge, a signed URL, a token
/// ([`Terms::slots`](mdm_enrollment::Terms::slots)).
///
/// It is called after the commit, for commands that have slots. When it fails, the device is told 503, keeps its report
/// and comes again; then the same command is filled again. The command counts as handed out and not answered, so that
/// one that must not run twice may end without ever having been sent.
pub trait Fill: Send + Sync {
    /// The bytes to be sent.
    fn fill<'a>(&'a self, hand_out: HandOut<'a>) -> Filled<'a>;
}

/// Answers what a device asks and only the embedder knows.
///
/// It is called after the commit. `None` is told as 400 to a `GetToken`, whose service is not known then, and as "no"
/// to a `ReturnToService`; when it fails, the device is told 503 and asks again.
pub trait Answers: Send + Sync {
    /// The answer.
    fn answer<'a>(&'a self, enrollment: &'a RecordKey, question: &'a Question) -> Answering<'a>;
}

/// Knows the passwords of those who log in on a Mac, as far as HTTP digest has to.
///
/// It is asked only after the device was found to be enrolled and to speak for itself.
pub trait Logins: Send + Sync {
    /// The digest of the user's password; `None` when there is no such user, which is told as a wrong password.
    ///
    /// [`DigestLogin::user`] is the user whose channel is asked for, and [`DigestLogin::username`] who shows a password: in
    /// the directory the two must be one, or a user opens another's channel with the own password. The record knows the
    /// short name only after the first TokenUpdate; from then on another name is refused before the password is looked at.
    /// Whoever was renamed has to be given up once ([`Input::Release`](mdm_enrollment::Input::Release)).
    fn password<'a>(&'a self, enrollment: &'a RecordKey, login: &'a DigestLogin) -> LoggingIn<'a>;

    /// 32 bytes of a cryptographic random source: challenges and tokens are made of them.
    fn random(&self) -> [u8; 32];
}

/// What comes of looking for a password. When it fails, the device is told 503 and asks again.
pub type LoggingIn<'a> = Pin<Box<dyn Future<Output = Result<Option<PasswordDigest>, FillError>> + Send + 'a>>;

/// What comes of a question.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Option<Answered>, FillError>> + Send + 'a>>;

/// What comes of filling the slots of a command.
pub type Filled<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, FillError>> + Send + 'a>>;

/// Why the slots of a command could not be filled. It goes into logs: it must hold no value.
pub type FillError = Box<dyn std::error::Error + Send + Sync>;

/// A command that goes out.
#[derive(Clone, PartialEq, Eq)]
pub struct HandOut<'a> {
    /// To which enrollment.
    pub enrollment: &'a RecordKey,
    /// Which.
    pub uuid: &'a CommandUuid,
    /// What is to be filled in.
    pub slots: &'a [Box<str>],
    /// The command as it was ordered.
    pub payload: Vec<u8>,
}

/// The command is not shown.
impl fmt::Debug for HandOut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandOut")
            .field("enrollment", &self.enrollment)
            .field("uuid", &self.uuid)
            .field("slots", &self.slots)
            .finish_non_exhaustive()
    }
}
