// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.

//! Status items: where each is supported.

use crate::support::table::{Availability, Item, Mode, ios, item, macos, tvos, visionos, watchos};

pub(crate) static ITEMS: &[Item] = &[
    item("account.list.caldav", "declarative/status/account.list.caldav.yaml", S0, &[]),
    item("account.list.carddav", "declarative/status/account.list.carddav.yaml", S0, &[]),
    item("account.list.exchange", "declarative/status/account.list.exchange.yaml", S0, &[]),
    item("account.list.google", "declarative/status/account.list.google.yaml", S0, &[]),
    item("account.list.ldap", "declarative/status/account.list.ldap.yaml", S0, &[]),
    item("account.list.mail.incoming", "declarative/status/account.list.mail.incoming.yaml", S0, &[]),
    item("account.list.mail.outgoing", "declarative/status/account.list.mail.outgoing.yaml", S0, &[]),
    item("account.list.subscribed-calendar", "declarative/status/account.list.subscribed-calendar.yaml", &[R0, macos(14, 0, 0).user_channel_only(), R1], &[]),
    item("app.managed.list", "declarative/status/app.managed.list.yaml", &[ios(17, 2, 0).shared_ipad(Mode::Allowed)], &[]),
    item("device.identifier.serial-number", "declarative/status/device.identifier.serial-number.yaml", S1, &[]),
    item("device.identifier.udid", "declarative/status/device.identifier.udid.yaml", S1, &[]),
    item("device.model.family", "declarative/status/device.model.family.yaml", S2, &[]),
    item("device.model.identifier", "declarative/status/device.model.identifier.yaml", S2, &[]),
    item("device.model.marketing-name", "declarative/status/device.model.marketing-name.yaml", S2, &[]),
    item("device.model.number", "declarative/status/device.model.number.yaml", S3, &[]),
    item("device.operating-system.build-version", "declarative/status/device.operating-system.build-version.yaml", S2, &[]),
    item("device.operating-system.family", "declarative/status/device.operating-system.family.yaml", S2, &[]),
    item("device.operating-system.marketing-name", "declarative/status/device.operating-system.marketing-name.yaml", S2, &[]),
    item("device.operating-system.supplemental.build-version", "declarative/status/device.operating-system.supplemental.build-version.yaml", S4, &[]),
    item("device.operating-system.supplemental.extra-version", "declarative/status/device.operating-system.supplemental.extra-version.yaml", S4, &[]),
    item("device.operating-system.version", "declarative/status/device.operating-system.version.yaml", S2, &[]),
    item("device.power.battery-health", "declarative/status/device.power.battery-health.yaml", &[R5, macos(14, 4, 0).user_enrollment(Mode::Forbidden).supervised()], &[]),
    item("diskmanagement.filevault.enabled", "declarative/status/diskmanagement.filevault.enabled.yaml", S5, &[]),
    item("management.client-capabilities", "declarative/status/management.client-capabilities.yaml", S2, &[]),
    item("management.declarations", "declarative/status/management.declarations.yaml", S2, &[]),
    item("mdm.app", "declarative/status/mdm.app.yaml", &[R7, R2, R3, R1], &[]),
    item("passcode.is-compliant", "declarative/status/passcode.is-compliant.yaml", S6, &[]),
    item("passcode.is-present", "declarative/status/passcode.is-present.yaml", S6, &[]),
    item("screensharing.connection.group.unresolved-connection", "declarative/status/screensharing.connection.group.unresolved-connection.yaml", &[macos(14, 1, 0).both_channels()], &[]),
    item("security.certificate.list", "declarative/status/security.certificate.list.yaml", S3, &[]),
    item("services.background-task", "declarative/status/services.background-task.yaml", S5, &[]),
    item("softwareupdate.beta-enrollment", "declarative/status/softwareupdate.beta-enrollment.yaml", S7, &[]),
    item("softwareupdate.device-id", "declarative/status/softwareupdate.device-id.yaml", S7, &[]),
    item("softwareupdate.failure-reason", "declarative/status/softwareupdate.failure-reason.yaml", S8, &[]),
    item("softwareupdate.install-reason", "declarative/status/softwareupdate.install-reason.yaml", S8, &[]),
    item("softwareupdate.install-state", "declarative/status/softwareupdate.install-state.yaml", S8, &[]),
    item("softwareupdate.pending-version", "declarative/status/softwareupdate.pending-version.yaml", S8, &[]),
    item("test.array-value", "declarative/status/test.array-value.yaml", S9, &[]),
    item("test.boolean-value", "declarative/status/test.boolean-value.yaml", S9, &[]),
    item("test.dictionary-value", "declarative/status/test.dictionary-value.yaml", S9, &[]),
    item("test.error-value", "declarative/status/test.error-value.yaml", S9, &[]),
    item("test.integer-value", "declarative/status/test.integer-value.yaml", S9, &[]),
    item("test.real-value", "declarative/status/test.real-value.yaml", S9, &[]),
    item("test.string-value", "declarative/status/test.string-value.yaml", S9, &[]),
];

const S0: &[Availability] = &[R0, macos(13, 0, 0).user_channel_only(), R1];
const S1: &[Availability] = &[ios(16, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(13, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(), R2, R3, visionos(1, 1, 0).user_enrollment(Mode::Forbidden)];
const S2: &[Availability] = &[ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(), R4, R2, R3, R1];
const S3: &[Availability] = &[ios(17, 0, 0).shared_ipad(Mode::Allowed).both_channels(), macos(14, 0, 0).both_channels(), tvos(17, 0, 0).user_enrollment(Mode::Forbidden), R3, R1];
const S4: &[Availability] = &[ios(16, 1, 0).shared_ipad(Mode::Allowed).both_channels(), R4, tvos(16, 1, 0).user_enrollment(Mode::Forbidden), R3, R1];
const S5: &[Availability] = &[R6];
const S6: &[Availability] = &[R7, R3, R1];
const S7: &[Availability] = &[ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised()];
const S8: &[Availability] = &[R5, R6];
const S9: &[Availability] = &[R7, R4, R2, R3, R1];

const R0: Availability = ios(16, 0, 0).shared_ipad(Mode::Allowed).user_channel_only();
const R1: Availability = visionos(1, 1, 0);
const R2: Availability = tvos(16, 0, 0).user_enrollment(Mode::Forbidden);
const R3: Availability = watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R4: Availability = macos(13, 0, 0).both_channels();
const R5: Availability = ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed);
const R6: Availability = macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R7: Availability = ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels();
