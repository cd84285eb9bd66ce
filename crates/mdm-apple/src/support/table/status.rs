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
    item("content-cache.info", "declarative/status/content-cache.info.yaml", S1, &[]),
    item("content-cache.parents", "declarative/status/content-cache.parents.yaml", S1, &[]),
    item("content-cache.peers", "declarative/status/content-cache.peers.yaml", S1, &[]),
    item("content-cache.status", "declarative/status/content-cache.status.yaml", S1, &[]),
    item("device.identifier.serial-number", "declarative/status/device.identifier.serial-number.yaml", S2, &[]),
    item("device.identifier.udid", "declarative/status/device.identifier.udid.yaml", S2, &[]),
    item("device.model.family", "declarative/status/device.model.family.yaml", S3, &[]),
    item("device.model.identifier", "declarative/status/device.model.identifier.yaml", S3, &[]),
    item("device.model.marketing-name", "declarative/status/device.model.marketing-name.yaml", S3, &[]),
    item("device.model.number", "declarative/status/device.model.number.yaml", S4, &[]),
    item("device.operating-system.build-version", "declarative/status/device.operating-system.build-version.yaml", S3, &[]),
    item("device.operating-system.family", "declarative/status/device.operating-system.family.yaml", S3, &[]),
    item("device.operating-system.marketing-name", "declarative/status/device.operating-system.marketing-name.yaml", S3, &[]),
    item("device.operating-system.supplemental.build-version", "declarative/status/device.operating-system.supplemental.build-version.yaml", S5, &[]),
    item("device.operating-system.supplemental.extra-version", "declarative/status/device.operating-system.supplemental.extra-version.yaml", S5, &[]),
    item("device.operating-system.version", "declarative/status/device.operating-system.version.yaml", S3, &[]),
    item("device.power.battery-health", "declarative/status/device.power.battery-health.yaml", &[R6, macos(14, 4, 0).user_enrollment(Mode::Forbidden).supervised()], &[]),
    item("device.system.health", "declarative/status/device.system.health.yaml", &[R7], &[]),
    item("diskmanagement.filevault.enabled", "declarative/status/diskmanagement.filevault.enabled.yaml", S6, &[]),
    item("enhanced-logging.applecare-token", "declarative/status/enhanced-logging.applecare-token.yaml", S7, &[]),
    item("enhanced-logging.status", "declarative/status/enhanced-logging.status.yaml", S7, &[]),
    item("enhanced-logging.timestamp", "declarative/status/enhanced-logging.timestamp.yaml", S7, &[]),
    item("management.client-capabilities", "declarative/status/management.client-capabilities.yaml", S3, &[]),
    item("management.declarations", "declarative/status/management.declarations.yaml", S3, &[]),
    item("mdm.app", "declarative/status/mdm.app.yaml", &[R9, R3, R4, R1], &[]),
    item("mdm.enrollment-type", "declarative/status/mdm.enrollment-type.yaml", S8, &[]),
    item("mdm.is-awaiting-configuration", "declarative/status/mdm.is-awaiting-configuration.yaml", &[R10, R11, R12, R14], &[]),
    item("mdm.is-return-to-service", "declarative/status/mdm.is-return-to-service.yaml", &[R10, R14], &[]),
    item("mdm.is-shared-ipad", "declarative/status/mdm.is-shared-ipad.yaml", &[R10], &[]),
    item("mdm.push-magic", "declarative/status/mdm.push-magic.yaml", S8, &[]),
    item("mdm.push-token", "declarative/status/mdm.push-token.yaml", S8, &[]),
    item("migration-assistant.report", "declarative/status/migration-assistant.report.yaml", S9, &[]),
    item("migration-assistant.state", "declarative/status/migration-assistant.state.yaml", S9, &[]),
    item("package.list", "declarative/status/package.list.yaml", &[macos(26, 0, 0).user_enrollment(Mode::Forbidden).supervised()], &[]),
    item("passcode.is-compliant", "declarative/status/passcode.is-compliant.yaml", S10, &[]),
    item("passcode.is-present", "declarative/status/passcode.is-present.yaml", S10, &[]),
    item("screensharing.connection.group.unresolved-connection", "declarative/status/screensharing.connection.group.unresolved-connection.yaml", &[macos(14, 1, 0).both_channels()], &[]),
    item("security.certificate.list", "declarative/status/security.certificate.list.yaml", S4, &[]),
    item("security.lockdown-mode", "declarative/status/security.lockdown-mode.yaml", &[ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Forbidden), R2, R13], &[]),
    item("services.background-task", "declarative/status/services.background-task.yaml", S6, &[]),
    item("softwareupdate.beta-enrollment", "declarative/status/softwareupdate.beta-enrollment.yaml", S11, &[]),
    item("softwareupdate.device-id", "declarative/status/softwareupdate.device-id.yaml", S11, &[]),
    item("softwareupdate.failure-reason", "declarative/status/softwareupdate.failure-reason.yaml", S12, &[]),
    item("softwareupdate.install-reason", "declarative/status/softwareupdate.install-reason.yaml", S12, &[]),
    item("softwareupdate.install-state", "declarative/status/softwareupdate.install-state.yaml", S12, &[]),
    item("softwareupdate.pending-version", "declarative/status/softwareupdate.pending-version.yaml", S12, &[]),
    item("test.array-value", "declarative/status/test.array-value.yaml", S13, &[]),
    item("test.boolean-value", "declarative/status/test.boolean-value.yaml", S13, &[]),
    item("test.dictionary-value", "declarative/status/test.dictionary-value.yaml", S13, &[]),
    item("test.error-value", "declarative/status/test.error-value.yaml", S13, &[]),
    item("test.integer-value", "declarative/status/test.integer-value.yaml", S13, &[]),
    item("test.real-value", "declarative/status/test.real-value.yaml", S13, &[]),
    item("test.string-value", "declarative/status/test.string-value.yaml", S13, &[]),
];

const S0: &[Availability] = &[R0, macos(13, 0, 0).user_channel_only(), R1];
const S1: &[Availability] = &[R2];
const S2: &[Availability] = &[ios(16, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed).both_channels(), macos(13, 0, 0).user_enrollment(Mode::Forbidden).supervised().both_channels(), R3, R4, visionos(1, 1, 0).user_enrollment(Mode::Forbidden)];
const S3: &[Availability] = &[ios(15, 0, 0).shared_ipad(Mode::Allowed).both_channels(), R5, R3, R4, R1];
const S4: &[Availability] = &[ios(17, 0, 0).shared_ipad(Mode::Allowed).both_channels(), macos(14, 0, 0).both_channels(), tvos(17, 0, 0).user_enrollment(Mode::Forbidden), R4, R1];
const S5: &[Availability] = &[ios(16, 1, 0).shared_ipad(Mode::Allowed).both_channels(), R5, tvos(16, 1, 0).user_enrollment(Mode::Forbidden), R4, R1];
const S6: &[Availability] = &[R8];
const S7: &[Availability] = &[R7, macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().user_channel_only(), tvos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised()];
const S8: &[Availability] = &[R10, R11, R12, R13, R14];
const S9: &[Availability] = &[macos(26, 4, 0).user_enrollment(Mode::Forbidden).supervised()];
const S10: &[Availability] = &[R9, R4, R1];
const S11: &[Availability] = &[ios(18, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed), macos(15, 0, 0).user_enrollment(Mode::Forbidden).supervised()];
const S12: &[Availability] = &[R6, R8];
const S13: &[Availability] = &[R9, R5, R3, R4, R1];

const R0: Availability = ios(16, 0, 0).shared_ipad(Mode::Allowed).user_channel_only();
const R1: Availability = visionos(1, 1, 0);
const R2: Availability = macos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R3: Availability = tvos(16, 0, 0).user_enrollment(Mode::Forbidden);
const R4: Availability = watchos(10, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R5: Availability = macos(13, 0, 0).both_channels();
const R6: Availability = ios(17, 0, 0).user_enrollment(Mode::Forbidden).shared_ipad(Mode::Allowed);
const R7: Availability = ios(27, 0, 0).user_enrollment(Mode::Forbidden).supervised().shared_ipad(Mode::Allowed);
const R8: Availability = macos(14, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R9: Availability = ios(16, 0, 0).shared_ipad(Mode::Allowed).both_channels();
const R10: Availability = ios(27, 0, 0).shared_ipad(Mode::Allowed).both_channels();
const R11: Availability = macos(27, 0, 0).both_channels();
const R12: Availability = tvos(27, 0, 0).user_enrollment(Mode::Forbidden);
const R13: Availability = watchos(27, 0, 0).user_enrollment(Mode::Forbidden).supervised();
const R14: Availability = visionos(27, 0, 0);
