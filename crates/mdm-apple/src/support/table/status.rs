// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Status items: where each is supported.

#[rustfmt::skip]
use crate::support::table::{Availability, Item, Mode, ios, item, macos, tvos, visionos, watchos};

#[rustfmt::skip]
pub(crate) static ITEMS: &[Item] = &[
    item("account.list.caldav", "declarative/status/account.list.caldav.yaml", S0, &[]),
    item("account.list.carddav", "declarative/status/account.list.carddav.yaml", S0, &[]),
    item("account.list.exchange", "declarative/status/account.list.exchange.yaml", S0, &[]),
    item("account.list.google", "declarative/status/account.list.google.yaml", S0, &[]),
    item("account.list.ldap", "declarative/status/account.list.ldap.yaml", S0, &[]),
    item("account.list.mail.incoming", "declarative/status/account.list.mail.incoming.yaml", S0, &[]),
    item("account.list.mail.outgoing", "declarative/status/account.list.mail.outgoing.yaml", S0, &[]),
    item("account.list.subscribed-calendar", "declarative/status/account.list.subscribed-calendar.yaml", S1, &[]),
    item("app.managed.list", "declarative/status/app.managed.list.yaml", S2, &[]),
    item("device.identifier.serial-number", "declarative/status/device.identifier.serial-number.yaml", S3, &[]),
    item("device.identifier.udid", "declarative/status/device.identifier.udid.yaml", S3, &[]),
    item("device.model.family", "declarative/status/device.model.family.yaml", S4, &[]),
    item("device.model.identifier", "declarative/status/device.model.identifier.yaml", S4, &[]),
    item("device.model.marketing-name", "declarative/status/device.model.marketing-name.yaml", S4, &[]),
    item("device.model.number", "declarative/status/device.model.number.yaml", S5, &[]),
    item("device.operating-system.build-version", "declarative/status/device.operating-system.build-version.yaml", S4, &[]),
    item("device.operating-system.family", "declarative/status/device.operating-system.family.yaml", S4, &[]),
    item("device.operating-system.marketing-name", "declarative/status/device.operating-system.marketing-name.yaml", S4, &[]),
    item("device.operating-system.supplemental.build-version", "declarative/status/device.operating-system.supplemental.build-version.yaml", S6, &[]),
    item("device.operating-system.supplemental.extra-version", "declarative/status/device.operating-system.supplemental.extra-version.yaml", S6, &[]),
    item("device.operating-system.version", "declarative/status/device.operating-system.version.yaml", S4, &[]),
    item("device.power.battery-health", "declarative/status/device.power.battery-health.yaml", S7, &[]),
    item("diskmanagement.filevault.enabled", "declarative/status/diskmanagement.filevault.enabled.yaml", S8, &[]),
    item("management.client-capabilities", "declarative/status/management.client-capabilities.yaml", S4, &[]),
    item("management.declarations", "declarative/status/management.declarations.yaml", S4, &[]),
    item("mdm.app", "declarative/status/mdm.app.yaml", S9, &[]),
    item("passcode.is-compliant", "declarative/status/passcode.is-compliant.yaml", S10, &[]),
    item("passcode.is-present", "declarative/status/passcode.is-present.yaml", S10, &[]),
    item("screensharing.connection.group.unresolved-connection", "declarative/status/screensharing.connection.group.unresolved-connection.yaml", S11, &[]),
    item("security.certificate.list", "declarative/status/security.certificate.list.yaml", S5, &[]),
    item("services.background-task", "declarative/status/services.background-task.yaml", S8, &[]),
    item("softwareupdate.beta-enrollment", "declarative/status/softwareupdate.beta-enrollment.yaml", S12, &[]),
    item("softwareupdate.device-id", "declarative/status/softwareupdate.device-id.yaml", S12, &[]),
    item("softwareupdate.failure-reason", "declarative/status/softwareupdate.failure-reason.yaml", S13, &[]),
    item("softwareupdate.install-reason", "declarative/status/softwareupdate.install-reason.yaml", S13, &[]),
    item("softwareupdate.install-state", "declarative/status/softwareupdate.install-state.yaml", S13, &[]),
    item("softwareupdate.pending-version", "declarative/status/softwareupdate.pending-version.yaml", S13, &[]),
    item("test.array-value", "declarative/status/test.array-value.yaml", S14, &[]),
    item("test.boolean-value", "declarative/status/test.boolean-value.yaml", S14, &[]),
    item("test.dictionary-value", "declarative/status/test.dictionary-value.yaml", S14, &[]),
    item("test.error-value", "declarative/status/test.error-value.yaml", S14, &[]),
    item("test.integer-value", "declarative/status/test.integer-value.yaml", S14, &[]),
    item("test.real-value", "declarative/status/test.real-value.yaml", S14, &[]),
    item("test.string-value", "declarative/status/test.string-value.yaml", S14, &[]),
];

#[rustfmt::skip]
const S0: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(13, 0, 0).user_channel_only(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S1: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).user_channel_only(),
    macos(14, 0, 0).user_channel_only(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S2: &[Availability] = &[
    ios(17, 2, 0).shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S3: &[Availability] = &[
    ios(16, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(17, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).both_channels(),
    tvos(17, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(16, 1, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 1, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(14, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    macos(14, 1, 0).both_channels(),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];
