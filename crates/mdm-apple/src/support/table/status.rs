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
    item("content-cache.info", "declarative/status/content-cache.info.yaml", S3, &[]),
    item("content-cache.parents", "declarative/status/content-cache.parents.yaml", S3, &[]),
    item("content-cache.peers", "declarative/status/content-cache.peers.yaml", S3, &[]),
    item("content-cache.status", "declarative/status/content-cache.status.yaml", S3, &[]),
    item("device.identifier.serial-number", "declarative/status/device.identifier.serial-number.yaml", S4, &[]),
    item("device.identifier.udid", "declarative/status/device.identifier.udid.yaml", S4, &[]),
    item("device.model.family", "declarative/status/device.model.family.yaml", S5, &[]),
    item("device.model.identifier", "declarative/status/device.model.identifier.yaml", S5, &[]),
    item("device.model.marketing-name", "declarative/status/device.model.marketing-name.yaml", S5, &[]),
    item("device.model.number", "declarative/status/device.model.number.yaml", S6, &[]),
    item("device.operating-system.build-version", "declarative/status/device.operating-system.build-version.yaml", S5, &[]),
    item("device.operating-system.family", "declarative/status/device.operating-system.family.yaml", S5, &[]),
    item("device.operating-system.marketing-name", "declarative/status/device.operating-system.marketing-name.yaml", S5, &[]),
    item("device.operating-system.supplemental.build-version", "declarative/status/device.operating-system.supplemental.build-version.yaml", S7, &[]),
    item("device.operating-system.supplemental.extra-version", "declarative/status/device.operating-system.supplemental.extra-version.yaml", S7, &[]),
    item("device.operating-system.version", "declarative/status/device.operating-system.version.yaml", S5, &[]),
    item("device.power.battery-health", "declarative/status/device.power.battery-health.yaml", S8, &[]),
    item("device.system.health", "declarative/status/device.system.health.yaml", S9, &[]),
    item("diskmanagement.filevault.enabled", "declarative/status/diskmanagement.filevault.enabled.yaml", S10, &[]),
    item("enhanced-logging.applecare-token", "declarative/status/enhanced-logging.applecare-token.yaml", S11, &[]),
    item("enhanced-logging.status", "declarative/status/enhanced-logging.status.yaml", S11, &[]),
    item("enhanced-logging.timestamp", "declarative/status/enhanced-logging.timestamp.yaml", S11, &[]),
    item("management.client-capabilities", "declarative/status/management.client-capabilities.yaml", S5, &[]),
    item("management.declarations", "declarative/status/management.declarations.yaml", S5, &[]),
    item("mdm.app", "declarative/status/mdm.app.yaml", S12, &[]),
    item("mdm.enrollment-type", "declarative/status/mdm.enrollment-type.yaml", S13, &[]),
    item("mdm.is-awaiting-configuration", "declarative/status/mdm.is-awaiting-configuration.yaml", S14, &[]),
    item("mdm.is-return-to-service", "declarative/status/mdm.is-return-to-service.yaml", S15, &[]),
    item("mdm.is-shared-ipad", "declarative/status/mdm.is-shared-ipad.yaml", S16, &[]),
    item("mdm.push-magic", "declarative/status/mdm.push-magic.yaml", S13, &[]),
    item("mdm.push-token", "declarative/status/mdm.push-token.yaml", S13, &[]),
    item("migration-assistant.report", "declarative/status/migration-assistant.report.yaml", S17, &[]),
    item("migration-assistant.state", "declarative/status/migration-assistant.state.yaml", S17, &[]),
    item("package.list", "declarative/status/package.list.yaml", S18, &[]),
    item("passcode.is-compliant", "declarative/status/passcode.is-compliant.yaml", S19, &[]),
    item("passcode.is-present", "declarative/status/passcode.is-present.yaml", S19, &[]),
    item("screensharing.connection.group.unresolved-connection", "declarative/status/screensharing.connection.group.unresolved-connection.yaml", S20, &[]),
    item("security.certificate.list", "declarative/status/security.certificate.list.yaml", S6, &[]),
    item("security.lockdown-mode", "declarative/status/security.lockdown-mode.yaml", S21, &[]),
    item("services.background-task", "declarative/status/services.background-task.yaml", S10, &[]),
    item("softwareupdate.beta-enrollment", "declarative/status/softwareupdate.beta-enrollment.yaml", S22, &[]),
    item("softwareupdate.device-id", "declarative/status/softwareupdate.device-id.yaml", S22, &[]),
    item("softwareupdate.failure-reason", "declarative/status/softwareupdate.failure-reason.yaml", S23, &[]),
    item("softwareupdate.install-reason", "declarative/status/softwareupdate.install-reason.yaml", S23, &[]),
    item("softwareupdate.install-state", "declarative/status/softwareupdate.install-state.yaml", S23, &[]),
    item("softwareupdate.pending-version", "declarative/status/softwareupdate.pending-version.yaml", S23, &[]),
    item("test.array-value", "declarative/status/test.array-value.yaml", S24, &[]),
    item("test.boolean-value", "declarative/status/test.boolean-value.yaml", S24, &[]),
    item("test.dictionary-value", "declarative/status/test.dictionary-value.yaml", S24, &[]),
    item("test.error-value", "declarative/status/test.error-value.yaml", S24, &[]),
    item("test.integer-value", "declarative/status/test.integer-value.yaml", S24, &[]),
    item("test.real-value", "declarative/status/test.real-value.yaml", S24, &[]),
    item("test.string-value", "declarative/status/test.string-value.yaml", S24, &[]),
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
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S4: &[Availability] = &[
    ios(16, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0).user_enrollment(Mode::Forbidden),
];

#[rustfmt::skip]
const S5: &[Availability] = &[
    ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S6: &[Availability] = &[
    ios(17, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(14, 0, 0).both_channels(),
    tvos(17, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S7: &[Availability] = &[
    ios(16, 1, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 1, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S8: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(14, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S9: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
];

#[rustfmt::skip]
const S10: &[Availability] = &[
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S11: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S12: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S13: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(27, 0, 0).both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S14: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(27, 0, 0).both_channels(),
    tvos(27, 0, 0).user_enrollment(Mode::Forbidden),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S15: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    visionos(27, 0, 0),
];

#[rustfmt::skip]
const S16: &[Availability] = &[
    ios(27, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
];

#[rustfmt::skip]
const S17: &[Availability] = &[
    macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S18: &[Availability] = &[
    macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S19: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];

#[rustfmt::skip]
const S20: &[Availability] = &[
    macos(14, 1, 0).both_channels(),
];

#[rustfmt::skip]
const S21: &[Availability] = &[
    ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden),
    macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    watchos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S22: &[Availability] = &[
    ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S23: &[Availability] = &[
    ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed),
    macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
];

#[rustfmt::skip]
const S24: &[Availability] = &[
    ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels(),
    macos(13, 0, 0).both_channels(),
    tvos(16, 0, 0).user_enrollment(Mode::Forbidden),
    watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised(),
    visionos(1, 1, 0),
];
