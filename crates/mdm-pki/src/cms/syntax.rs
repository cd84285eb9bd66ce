//! The types of RFC 5652 that signatures and envelopes need, on top of `der`.
//!
//! Apple's devices send BER. `der` reads its indefinite lengths, but joins the segments of a constructed OCTET
//! STRING only where they are one level deep, so [`Octets`] joins them here. What is signed, compared or stored
//! stays the bytes that were sent ([`RawSet`], `AnyRef`): types that own a decoded value would sort it and write
//! it anew.

use std::borrow::Cow;

use der::asn1::{AnyRef, BitStringRef, IntRef, ObjectIdentifier, OctetStringRef};
use der::{
    Choice, Decode as _, DecodeValue, EncodeValue, EncodingRules, Enumerated, ErrorKind, FixedTag, Header,
    Length, Reader, Sequence, SliceReader, Tag, Writer,
};
use x509_cert::spki::AlgorithmIdentifierRef;

use crate::Error;

/// `ContentInfo` of RFC 5652 section 3, for the one content that is read here.
///
/// ```text
/// SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT SignedData }
/// ```
#[derive(Sequence)]
pub(crate) struct ContentInfo<'a> {
    pub(crate) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(crate) content: SignedData<'a>,
}

/// `SignedData` of RFC 5652 section 5.1.
///
/// ```text
/// SEQUENCE { version            CMSVersion,
///            digestAlgorithms   SET OF AlgorithmIdentifier,
///            encapContentInfo   EncapsulatedContentInfo,
///            certificates   [0] IMPLICIT SET OF CertificateChoices OPTIONAL,
///            crls           [1] IMPLICIT SET OF RevocationInfoChoice OPTIONAL,
///            signerInfos        SET OF SignerInfo }
/// ```
#[derive(Sequence)]
pub(crate) struct SignedData<'a> {
    pub(crate) version: CmsVersion,
    /// A hint for one-pass readers; the signer names its own.
    pub(crate) digest_algorithms: RawSet<'a>,
    pub(crate) encap_content_info: EncapsulatedContentInfo<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(crate) certificates: Option<RawSet<'a>>,
    /// Passed over: they are not asked for and prove nothing here.
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(crate) crls: Option<RawSet<'a>>,
    pub(crate) signer_infos: RawSet<'a>,
}

/// `EncapsulatedContentInfo` of RFC 5652 section 5.2.
///
/// ```text
/// SEQUENCE { eContentType OBJECT IDENTIFIER, eContent [0] EXPLICIT OCTET STRING OPTIONAL }
/// ```
#[derive(Sequence)]
pub(crate) struct EncapsulatedContentInfo<'a> {
    pub(crate) econtent_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(crate) econtent: Option<Octets<'a>>,
}

/// `SignerInfo` of RFC 5652 section 5.3.
///
/// ```text
/// SEQUENCE { version             CMSVersion,
///            sid                 SignerIdentifier,
///            digestAlgorithm     AlgorithmIdentifier,
///            signedAttrs     [0] IMPLICIT SET OF Attribute OPTIONAL,
///            signatureAlgorithm  AlgorithmIdentifier,
///            signature           OCTET STRING,
///            unsignedAttrs   [1] IMPLICIT SET OF Attribute OPTIONAL }
/// ```
#[derive(Sequence)]
pub(crate) struct SignerInfo<'a> {
    pub(crate) version: CmsVersion,
    pub(crate) sid: SignerIdentifier<'a>,
    pub(crate) digest_algorithm: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(crate) signed_attrs: Option<RawSet<'a>>,
    pub(crate) signature_algorithm: AlgorithmIdentifierRef<'a>,
    pub(crate) signature: Octets<'a>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(crate) unsigned_attrs: Option<RawSet<'a>>,
}

/// `SignerIdentifier` of RFC 5652 section 5.3.
///
/// ```text
/// CHOICE { issuerAndSerialNumber IssuerAndSerialNumber, subjectKeyIdentifier [0] IMPLICIT OCTET STRING }
/// ```
#[derive(Choice)]
pub(crate) enum SignerIdentifier<'a> {
    IssuerAndSerialNumber(IssuerAndSerialNumber<'a>),
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    SubjectKeyIdentifier(&'a OctetStringRef),
}

/// `IssuerAndSerialNumber` of RFC 5652 section 10.2.4.
///
/// ```text
/// SEQUENCE { issuer Name, serialNumber INTEGER }
/// ```
///
/// The name is compared with the certificate's own bytes, so nothing is gained by looking into it.
#[derive(Sequence)]
pub(crate) struct IssuerAndSerialNumber<'a> {
    pub(crate) issuer: AnyRef<'a>,
    pub(crate) serial_number: IntRef<'a>,
}

/// `Attribute` of RFC 5652 section 5.3.
///
/// ```text
/// SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue }
/// ```
///
/// The type is not looked into: `der` has a limit for identifiers, and an attribute beyond it is still one.
#[derive(Sequence)]
pub(crate) struct Attribute<'a> {
    pub(crate) attr_type: AnyRef<'a>,
    pub(crate) attr_values: RawSet<'a>,
}

/// `CMSVersion` of RFC 5652 section 10.2.5: the numbers that occur with signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumerated)]
#[asn1(type = "INTEGER")]
#[repr(u8)]
pub(crate) enum CmsVersion {
    V1 = 1,
    V3 = 3,
    V4 = 4,
    V5 = 5,
}

/// `ContentInfo` around an [`EnvelopedData`].
#[derive(Sequence)]
pub(crate) struct EnvelopedContentInfo<'a> {
    pub(crate) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(crate) content: EnvelopedData<'a>,
}

/// `EnvelopedData` of RFC 5652 section 6.1 and `AuthEnvelopedData` of RFC 5083 section 2.1 in one.
///
/// ```text
/// SEQUENCE { version              CMSVersion,
///            originatorInfo   [0] IMPLICIT OriginatorInfo OPTIONAL,
///            recipientInfos       SET OF RecipientInfo,
///            encryptedContentInfo EncryptedContentInfo,
///            unprotectedAttrs [1] IMPLICIT SET OF Attribute OPTIONAL,  -- authAttrs in AuthEnvelopedData
///            mac                  OCTET STRING,                        -- AuthEnvelopedData only
///            unauthAttrs      [2] IMPLICIT SET OF Attribute OPTIONAL } -- AuthEnvelopedData only
/// ```
#[derive(Sequence)]
pub(crate) struct EnvelopedData<'a> {
    pub(crate) version: u8,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(crate) originator_info: Option<RawSet<'a>>,
    pub(crate) recipient_infos: RawSet<'a>,
    pub(crate) encrypted_content_info: EncryptedContentInfo<'a>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(crate) attrs: Option<RawSet<'a>>,
    #[asn1(optional = "true")]
    pub(crate) mac: Option<Octets<'a>>,
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(crate) unauth_attrs: Option<RawSet<'a>>,
}

/// `EncryptedContentInfo` of RFC 5652 section 6.1.
///
/// ```text
/// SEQUENCE { contentType                ContentType,
///            contentEncryptionAlgorithm AlgorithmIdentifier,
///            encryptedContent       [0] IMPLICIT OCTET STRING OPTIONAL }
/// ```
#[derive(Sequence)]
pub(crate) struct EncryptedContentInfo<'a> {
    pub(crate) content_type: ObjectIdentifier,
    pub(crate) content_encryption_algorithm: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(crate) encrypted_content: Option<Octets<'a>>,
}

/// `RecipientInfo` of RFC 5652 section 6.2: the kinds that are read here.
///
/// ```text
/// CHOICE { ktri KeyTransRecipientInfo, kari [1] IMPLICIT KeyAgreeRecipientInfo, ... }
/// ```
#[derive(Choice)]
pub(crate) enum RecipientInfo<'a> {
    KeyTrans(KeyTransRecipientInfo<'a>),
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true")]
    KeyAgree(KeyAgreeRecipientInfo<'a>),
}

/// `KeyTransRecipientInfo` of RFC 5652 section 6.2.1.
///
/// ```text
/// SEQUENCE { version                CMSVersion,
///            rid                    RecipientIdentifier,  -- the same choice as SignerIdentifier
///            keyEncryptionAlgorithm AlgorithmIdentifier,
///            encryptedKey           OCTET STRING }
/// ```
#[derive(Sequence)]
pub(crate) struct KeyTransRecipientInfo<'a> {
    pub(crate) version: u8,
    pub(crate) rid: SignerIdentifier<'a>,
    pub(crate) key_encryption_algorithm: AlgorithmIdentifierRef<'a>,
    pub(crate) encrypted_key: Octets<'a>,
}

/// `KeyAgreeRecipientInfo` of RFC 5652 section 6.2.2.
///
/// ```text
/// SEQUENCE { version                CMSVersion,
///            originator         [0] EXPLICIT OriginatorIdentifierOrKey,
///            ukm                [1] EXPLICIT OCTET STRING OPTIONAL,
///            keyEncryptionAlgorithm AlgorithmIdentifier,
///            recipientEncryptedKeys SEQUENCE OF RecipientEncryptedKey }
/// ```
#[derive(Sequence)]
pub(crate) struct KeyAgreeRecipientInfo<'a> {
    pub(crate) version: u8,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(crate) originator: Originator<'a>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    pub(crate) ukm: Option<Octets<'a>>,
    pub(crate) key_encryption_algorithm: AlgorithmIdentifierRef<'a>,
    pub(crate) recipient_encrypted_keys: RecipientEncryptedKeys<'a>,
}

/// `OriginatorIdentifierOrKey` of RFC 5652 section 6.2.2: with ECDH always a key made for this message.
///
/// ```text
/// CHOICE { ..., originatorKey [1] IMPLICIT SEQUENCE { algorithm AlgorithmIdentifier, publicKey BIT STRING } }
/// ```
#[derive(Choice)]
pub(crate) enum Originator<'a> {
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true")]
    Key(OriginatorPublicKey<'a>),
}

#[derive(Sequence)]
pub(crate) struct OriginatorPublicKey<'a> {
    pub(crate) algorithm: AlgorithmIdentifierRef<'a>,
    pub(crate) public_key: BitStringRef<'a>,
}

/// `RecipientEncryptedKeys` of RFC 5652 section 6.2.2, no more of them than a message may have recipients.
pub(crate) struct RecipientEncryptedKeys<'a>(pub(crate) Vec<RecipientEncryptedKey<'a>>);

/// `RecipientEncryptedKey` of RFC 5652 section 6.2.2.
///
/// ```text
/// SEQUENCE { rid          CHOICE { issuerAndSerialNumber, rKeyId [0] IMPLICIT RecipientKeyIdentifier },
///            encryptedKey OCTET STRING }
/// ```
#[derive(Sequence)]
pub(crate) struct RecipientEncryptedKey<'a> {
    pub(crate) rid: KeyAgreeRecipientIdentifier<'a>,
    pub(crate) encrypted_key: Octets<'a>,
}

#[derive(Choice)]
pub(crate) enum KeyAgreeRecipientIdentifier<'a> {
    IssuerAndSerialNumber(IssuerAndSerialNumber<'a>),
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true")]
    KeyIdentifier(RecipientKeyIdentifier<'a>),
}

/// `RecipientKeyIdentifier` of RFC 5652 section 6.2.2, whose other members nobody was seen to send.
#[derive(Sequence)]
pub(crate) struct RecipientKeyIdentifier<'a> {
    pub(crate) subject_key_identifier: &'a OctetStringRef,
}

/// `GCMParameters` of RFC 5084 section 3.2.
///
/// ```text
/// SEQUENCE { aes-nonce OCTET STRING, aes-ICVlen INTEGER DEFAULT 12 }
/// ```
#[derive(Sequence)]
pub(crate) struct GcmParameters<'a> {
    pub(crate) nonce: &'a OctetStringRef,
    #[asn1(default = "default_icv")]
    pub(crate) icv: u8,
}

fn default_icv() -> u8 {
    12
}

/// `RSAES-OAEP-params` of RFC 8017 appendix A.2.1, SHA-1 and no label where nothing is said.
///
/// ```text
/// SEQUENCE { hashAlgorithm    [0] AlgorithmIdentifier DEFAULT sha1,
///            maskGenAlgorithm [1] AlgorithmIdentifier DEFAULT mgf1SHA1,
///            pSourceAlgorithm [2] AlgorithmIdentifier DEFAULT pSpecifiedEmpty }
/// ```
#[derive(Sequence)]
pub(crate) struct OaepParameters<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(crate) hash: Option<AlgorithmIdentifierRef<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    pub(crate) mask: Option<AlgorithmIdentifierRef<'a>>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    pub(crate) label: Option<AlgorithmIdentifierRef<'a>>,
}

/// `ECC-CMS-SharedInfo` of RFC 5753 section 7.2.
///
/// ```text
/// SEQUENCE { keyInfo         AlgorithmIdentifier,
///            entityUInfo [0] EXPLICIT OCTET STRING OPTIONAL,
///            suppPubInfo [2] EXPLICIT OCTET STRING }
/// ```
#[derive(Sequence)]
pub(crate) struct SharedInfo<'a> {
    pub(crate) key_info: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(crate) entity_u_info: Option<&'a OctetStringRef>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT")]
    pub(crate) supp_pub_info: &'a OctetStringRef,
}

/// A SET OF whose elements are not read yet: its content octets, as they were sent.
#[derive(Clone, Copy)]
pub(crate) struct RawSet<'a> {
    pub(crate) octets: &'a [u8],
    /// Where they stand in the input.
    offset: u32,
}

/// An OCTET STRING, put together if BER cut it into segments.
pub(crate) struct Octets<'a>(pub(super) Cow<'a, [u8]>);

impl<'a> RawSet<'a> {
    /// A set of these elements, which are encoded and in order.
    pub(crate) fn new(octets: &'a [u8]) -> Self {
        Self { octets, offset: 0 }
    }

    /// Reads the elements, one after the other.
    pub(crate) fn elements(&self, rules: EncodingRules) -> der::Result<SliceReader<'a>> {
        SliceReader::new_with_encoding_rules(self.octets, rules)
    }

    /// What went wrong with an element.
    pub(crate) fn malformed(&self, what: &'static str) -> impl Fn(der::Error) -> Error + use<> {
        let base = Length::from(self.offset);
        move |error| {
            let position = error.position().unwrap_or_default().saturating_add(base);
            Error::asn1(what)(der::Error::new(error.kind(), position))
        }
    }
}

impl<'a> DecodeValue<'a> for RawSet<'a> {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        // Under BER `der` lets an implicit tag be primitive.
        if !header.is_constructed() {
            return Err(reader.error(header.tag().non_canonical_error()));
        }
        let offset = reader.position().into();
        Ok(Self { octets: reader.read_slice(header.length())?, offset })
    }
}

impl EncodeValue for RawSet<'_> {
    fn value_len(&self) -> der::Result<Length> {
        self.octets.len().try_into()
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        writer.write(self.octets)
    }
}

impl FixedTag for RawSet<'_> {
    const TAG: Tag = Tag::Set;
}

impl<'a> DecodeValue<'a> for RecipientEncryptedKeys<'a> {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, _: Header) -> der::Result<Self> {
        let mut keys = Vec::new();
        while !reader.is_finished() {
            if keys.len() == MAX_RECIPIENTS {
                return Err(reader.error(ErrorKind::Overlength));
            }
            keys.push(RecipientEncryptedKey::decode(reader)?);
        }
        Ok(Self(keys))
    }
}

impl EncodeValue for RecipientEncryptedKeys<'_> {
    fn value_len(&self) -> der::Result<Length> {
        self.0.value_len()
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        self.0.encode_value(writer)
    }
}

impl FixedTag for RecipientEncryptedKeys<'_> {
    const TAG: Tag = Tag::Sequence;
}

impl<'a> DecodeValue<'a> for Octets<'a> {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        if !header.is_constructed() {
            return reader.read_slice(header.length()).map(Cow::Borrowed).map(Self);
        }
        join_segments(reader).map(Cow::Owned).map(Self)
    }
}

impl EncodeValue for Octets<'_> {
    fn value_len(&self) -> der::Result<Length> {
        self.0.len().try_into()
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        writer.write(&self.0)
    }
}

impl FixedTag for Octets<'_> {
    const TAG: Tag = Tag::OctetString;
}

/// The segments of a constructed OCTET STRING, whose content the reader stands in, as one.
///
/// Every octet is passed once, however deep the segments are nested: `der` would look for the end of each level.
fn join_segments<'a>(reader: &mut impl Reader<'a>) -> der::Result<Vec<u8>> {
    let mut joined = Vec::new();
    // Where the levels end that are open; `None` for those that a mark ends.
    let mut open: Vec<Option<Length>> = Vec::new();
    loop {
        match open.last() {
            Some(Some(end)) if reader.position() == *end => {
                open.pop();
                continue;
            }
            Some(Some(end)) if reader.position() > *end => return Err(reader.error(ErrorKind::Failed)),
            None if reader.is_finished() => return Ok(joined),
            _ => {}
        }
        let mut start = [0; 2];
        reader.peek_into(&mut start)?;
        if start == END_OF_CONTENTS && open.last() == Some(&None) {
            reader.read_into(&mut start)?;
            open.pop();
            continue;
        }
        if start == INDEFINITE_SEGMENTS {
            reader.read_into(&mut start)?;
            open.push(None);
        } else {
            let header = Header::decode(reader)?;
            if header.tag() != Tag::OctetString {
                return Err(reader.error(header.tag().unexpected_error(Some(Tag::OctetString))));
            }
            if header.is_constructed() {
                open.push(Some((reader.position() + header.length())?));
            } else {
                joined.extend_from_slice(reader.read_slice(header.length())?);
            }
        }
        if open.len() == MAX_SEGMENT_DEPTH {
            return Err(reader.error(ErrorKind::NestingDepth));
        }
    }
}

/// Recipients of one message that are looked at.
pub(super) const MAX_RECIPIENTS: usize = 64;
/// Levels of string segments, the whole string counted in. Real messages have one.
const MAX_SEGMENT_DEPTH: usize = 16;
/// The identifier octet of a constructed OCTET STRING and an indefinite length.
const INDEFINITE_SEGMENTS: [u8; 2] = [0x24, 0x80];
const END_OF_CONTENTS: [u8; 2] = [0, 0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_segments_are_joined_and_nesting_ends() {
        let nested = |depth: usize| {
            let mut bytes = [0x24, 0x80].repeat(depth);
            bytes.extend([4, 2, 1, 2]);
            bytes.extend([0, 0].repeat(depth));
            bytes
        };
        let check = |input: &[u8], expected: Option<&[u8]>| {
            let read = Octets::from_ber(input).ok();
            assert_eq!(read.as_ref().map(|octets| &*octets.0), expected, "{input:02x?}");
            // DER has no segments.
            let whole = input.first() == Some(&4);
            assert_eq!(Octets::from_der(input).is_ok(), whole && expected.is_some(), "{input:02x?}");
        };
        check(&[4, 1, 9], Some(&[9]));
        check(&[4, 0], Some(&[]));
        check(&[0x24, 0], Some(&[]));
        check(&[0x24, 3, 4, 1, 9], Some(&[9]));
        check(&[0x24, 0x80, 4, 1, 1, 0x24, 3, 4, 1, 2, 4, 1, 3, 0, 0], Some(&[1, 2, 3]));
        check(&[0x24, 0x80, 0x24, 0x80, 4, 1, 1, 0, 0, 0x24, 0x80, 0, 0, 4, 1, 2, 0, 0], Some(&[1, 2]));
        check(&[0x24, 7, 0x24, 0x80, 4, 1, 1, 0, 0], Some(&[1]));
        // Another string inside, a segment or an end that is cut off, an end where none belongs, a tail.
        check(&[0x24, 0x80, 0x0c, 1, 1, 0, 0], None);
        check(&[0x24, 0x80, 4, 2, 1, 0, 0], None);
        check(&[0x24, 0x80, 4, 1, 7, 0], None);
        check(&[0x24, 2, 0, 0], None);
        check(&[0x24, 3, 4, 2, 9], None);
        check(&[0x24, 5, 0x24, 0x80, 4, 1, 9, 0, 0], None);
        check(&[0x24, 5, 0x24, 1, 4, 1, 9], None);
        check(&[0x24, 0x80, 0x24, 1, 4, 1, 9, 0, 0], None);
        check(&[0x24, 0x80, 0x24, 5, 4, 1, 9, 0, 0], None);
        check(&[0x24, 0x80, 0, 0, 0, 0], None);
        check(&[0x24, 0x80, 4, 1, 7, 0, 0, 0], None);
        check(&nested(MAX_SEGMENT_DEPTH), Some(&[1, 2]));
        check(&nested(MAX_SEGMENT_DEPTH + 1), None);
        check(&nested(100_000), None);
        // The same with definite lengths.
        let mut definite = vec![4, 1, 9];
        for depth in 1..=MAX_SEGMENT_DEPTH + 1 {
            definite = [&[0x24, u8::try_from(definite.len()).unwrap()][..], &definite].concat();
            check(&definite, (depth <= MAX_SEGMENT_DEPTH).then_some(&[9][..]));
        }
    }

    #[test]
    fn lengths_are_read_by_their_rules() {
        let check = |input: &[u8], ber: Option<&[u8]>, der: Option<&[u8]>| {
            let octets = |set: der::Result<RawSet<'_>>| set.ok().map(|set| set.octets.to_vec());
            assert_eq!(octets(RawSet::from_ber(input)).as_deref(), ber, "{input:02x?} as BER");
            assert_eq!(octets(RawSet::from_der(input)).as_deref(), der, "{input:02x?} as DER");
        };
        check(&[0x31, 0], Some(&[]), Some(&[]));
        check(&[0x31, 2, 5, 0], Some(&[5, 0]), Some(&[5, 0]));
        check(&[0x31, 0x80, 5, 0, 0, 0], Some(&[5, 0]), None);
        check(&[0x31, 0x80, 0x31, 0x80, 0, 0, 0, 0], Some(&[0x31, 0x80, 0, 0]), None);
        check(&[0x31, 0x80, 5, 0, 0], None, None);
        check(&[0x31, 0x80, 5, 0, 0, 0, 0], None, None);
        check(&[0x31, 0x80, 4, 0x80, 0, 0, 0, 0], None, None);
        check(&[0x31, 3, 5, 0], None, None);
        check(&[0x31, 0x84, 0xff, 0xff, 0xff, 0xff], None, None);
        check(&[0x31], None, None);
        check(&[], None, None);
        // Longer than it must be: BER would allow that, and nobody was seen to send it.
        check(&[0x31, 0x81, 2, 5, 0], None, None);
        check(&[0x31, 0x84, 0, 0, 0, 2, 5, 0], None, None);
        check(&[0x31, 0x85, 0, 0, 0, 0, 2, 5, 0], None, None);
    }
}
