//! The signed message around every request and answer (RFC 8894 section 3).

use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef, PrintableStringRef, Utf8StringRef};
use der::{Tag, Tagged as _};
use x509_cert::attr::Attribute;

use super::operation::MAX_BYTES;
use super::{
    FAIL_INFO, FailInfo, MESSAGE_TYPE, MessageType, PKI_STATUS, RECIPIENT_NONCE, SENDER_NONCE,
    TRANSACTION_ID, TransactionId,
};
use crate::cms::{Algorithms, Draft, SignedData, attribute, encode_attributes};
use crate::digest::Digest;
use crate::{Certificate, Error, KeyPair, Limits};

/// A message whose signature verifies.
pub(super) struct Message {
    pub(super) kind: MessageType,
    pub(super) transaction: TransactionId,
    pub(super) sender_nonce: Option<Vec<u8>>,
    pub(super) recipient_nonce: Option<Vec<u8>>,
    /// pkiStatus; answers have one.
    pub(super) status: Option<String>,
    pub(super) fail_info: Option<FailInfo>,
    pub(super) digest: Digest,
    pub(super) signer: Certificate,
    /// The envelope. Answers that carry none leave it out.
    pub(super) content: Vec<u8>,
}

/// A message to be sent.
pub(super) struct Outgoing<'a> {
    pub(super) kind: MessageType,
    pub(super) transaction: &'a TransactionId,
    pub(super) sender_nonce: &'a [u8],
    pub(super) recipient_nonce: Option<&'a [u8]>,
    pub(super) status: Option<(&'static str, Option<FailInfo>)>,
    pub(super) digest: Digest,
    pub(super) content: Option<&'a [u8]>,
}

impl Message {
    /// Reads and verifies a message that is signed by one of these, or, where there are none, by whoever it says.
    pub(super) fn decode(
        bytes: &[u8],
        algorithms: Algorithms,
        signers: Option<&[Certificate]>,
    ) -> Result<Self, Error> {
        let message = SignedData::decode(bytes, &LIMITS, algorithms)?;
        let content = message.content.as_deref().unwrap_or_default();
        let signer = message.verify_as_one_of(content, signers.unwrap_or(&message.certificates))?;
        let text = |id, name| string(&message, id, name);
        let kind =
            text(MESSAGE_TYPE, "messageType")?.ok_or(Error::SignedAttribute { name: "messageType" })?;
        let transaction =
            text(TRANSACTION_ID, "transactionID")?.ok_or(Error::SignedAttribute { name: "transactionID" })?;
        let fail_info = text(FAIL_INFO, "failInfo")?.as_deref().and_then(FailInfo::of);
        Ok(Self {
            kind: MessageType::of(&kind).ok_or(Error::Unsupported { what: "SCEP message type" })?,
            transaction: TransactionId::new(transaction)?,
            sender_nonce: nonce(&message, SENDER_NONCE, "senderNonce")?,
            recipient_nonce: nonce(&message, RECIPIENT_NONCE, "recipientNonce")?,
            status: text(PKI_STATUS, "pkiStatus")?,
            fail_info,
            digest: message.digest(),
            signer,
            content: content.to_vec(),
        })
    }
}

impl Outgoing<'_> {
    pub(super) fn sign(&self, key: &KeyPair, certificate: &Certificate) -> Result<Vec<u8>, Error> {
        let digest = self.digest.hash(self.content.unwrap_or_default())?;
        let attributes = encode_attributes(&digest, self.attributes().map_err(unencodable)?)?;
        let signature = key.sign(self.digest, &attributes)?;
        Draft {
            leaf: certificate,
            kind: key.kind(),
            digest: self.digest,
            content: self.content,
            certificates: certificate.as_der(),
            attributes: &attributes,
        }
        .encode(&signature)
    }

    fn attributes(&self) -> der::Result<Vec<Attribute>> {
        let mut all = vec![
            printable(MESSAGE_TYPE, self.kind.code())?,
            printable(TRANSACTION_ID, self.transaction.as_str())?,
            attribute(SENDER_NONCE, &OctetStringRef::new(self.sender_nonce)?)?,
        ];
        if let Some(nonce) = self.recipient_nonce {
            all.push(attribute(RECIPIENT_NONCE, &OctetStringRef::new(nonce)?)?);
        }
        if let Some((status, fail_info)) = self.status {
            all.push(printable(PKI_STATUS, status)?);
            if let Some(info) = fail_info {
                all.push(printable(FAIL_INFO, info.code())?);
            }
        }
        Ok(all)
    }
}

/// The RFC wants PrintableString; identifiers that do not fit are echoed as UTF-8.
fn printable(oid: ObjectIdentifier, text: &str) -> der::Result<Attribute> {
    match PrintableStringRef::new(text) {
        Ok(text) => attribute(oid, &text),
        Err(_) => attribute(oid, &Utf8StringRef::new(text)?),
    }
}

fn string(
    message: &SignedData<'_>,
    id: ObjectIdentifier,
    name: &'static str,
) -> Result<Option<String>, Error> {
    let wrong = || Error::SignedAttribute { name };
    let Some(value) = message.attribute::<AnyRef<'_>>(&id, name)? else { return Ok(None) };
    match value.tag() {
        Tag::PrintableString | Tag::Utf8String | Tag::Ia5String => {
            String::from_utf8(value.value().to_vec()).map(Some).map_err(|_| wrong())
        }
        _ => Err(wrong()),
    }
}

/// The RFC wants 16 octets, Apple's devices send 8.
fn nonce(
    message: &SignedData<'_>,
    id: ObjectIdentifier,
    name: &'static str,
) -> Result<Option<Vec<u8>>, Error> {
    match message.attribute::<&OctetStringRef>(&id, name)? {
        Some(nonce) if (1..=64).contains(&nonce.as_bytes().len()) => Ok(Some(nonce.as_bytes().to_vec())),
        Some(_) => Err(Error::SignedAttribute { name }),
        None => Ok(None),
    }
}

fn unencodable(_: der::Error) -> Error {
    Error::Argument { what: "SCEP message", reason: "not to be encoded" }
}

pub(super) const LIMITS: Limits = Limits::MDM_SIGNATURE.with_message_bytes(MAX_BYTES);
