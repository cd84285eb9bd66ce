//! CMS signatures, device identities and Mdm-Signature
