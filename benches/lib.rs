//! Workloads that the benches and their tests share.
//!
//! They are generated, always the same, and shaped like what devices send: the sizes and the mix of elements are those
//! of real messages, the content is made up.

use serde::{Deserialize, Serialize};

pub mod fleet;
pub mod queue;

/// An answer to `InstalledApplicationList`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstalledApplicationList {
    #[serde(rename = "CommandUUID")]
    pub command_uuid: String,
    pub installed_application_list: Vec<Application>,
    pub status: String,
    #[serde(rename = "UDID")]
    pub udid: String,
}

/// One application on a device.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Application {
    pub ad_hoc_code_signed: bool,
    pub app_store_vendable: bool,
    pub beta_app: bool,
    pub bundle_size: u64,
    #[serde(rename = "DeviceBasedVPP")]
    pub device_based_vpp: bool,
    pub dynamic_size: Option<u64>,
    pub external_version_identifier: u64,
    pub has_update_available: bool,
    pub identifier: String,
    pub installing: bool,
    pub is_validated: bool,
    pub name: String,
    pub short_version: String,
    pub version: String,
}

/// A `TokenUpdate` of a supervised iPhone, with the data type of either crate.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TokenUpdate<D> {
    pub awaiting_configuration: bool,
    pub message_type: String,
    pub push_magic: String,
    pub token: D,
    pub topic: String,
    #[serde(rename = "UDID")]
    pub udid: String,
    pub unlock_token: D,
}

/// About 200 kB when written.
pub fn installed_application_list() -> InstalledApplicationList {
    let mut numbers = Numbers(1);
    let names = [
        "Mail & Calendar",
        "Field Notes",
        "Größenrechner",
        "Inventory",
        "Route Planner Pro",
        "Zeiterfassung",
    ];
    let applications = (0..300).map(|index| Application {
        ad_hoc_code_signed: false,
        app_store_vendable: index % 3 != 0,
        beta_app: false,
        bundle_size: numbers.below(900_000_000),
        device_based_vpp: index % 2 == 0,
        dynamic_size: (index % 4 != 0).then(|| numbers.below(50_000_000)),
        external_version_identifier: numbers.below(900_000_000),
        has_update_available: index % 7 == 0,
        identifier: format!("com.example.vendor{}.application{index}", numbers.below(40)),
        installing: false,
        is_validated: true,
        name: names.iter().cycle().nth(index).map_or_else(String::new, |name| format!("{name} {index}")),
        short_version: format!("{}.{}", numbers.below(30), numbers.below(10)),
        version: format!("{}.{}.{}", numbers.below(30), numbers.below(10), numbers.below(9_000)),
    });
    InstalledApplicationList {
        command_uuid: "7D0F31E2-2B0C-4B2B-9B5C-0A1B2C3D4E5F".to_owned(),
        installed_application_list: applications.collect(),
        status: "Acknowledged".to_owned(),
        udid: "00008030-000A1B2C3D4E5F60".to_owned(),
    }
}

/// About 2 kB when written, two thirds of it base64.
pub fn token_update<D: From<Vec<u8>>>() -> TokenUpdate<D> {
    let mut numbers = Numbers(2);
    let mut bytes = |length: usize| -> D {
        (0..length).map(|_| u8::try_from(numbers.below(256)).unwrap_or(0)).collect::<Vec<_>>().into()
    };
    TokenUpdate {
        awaiting_configuration: false,
        message_type: "TokenUpdate".to_owned(),
        push_magic: "9B1D8C3E-54C1-4C2E-9C7B-3B8E3F0F7A11".to_owned(),
        token: bytes(32),
        topic: "com.apple.mgmt.External.5f2c1b3a-7d4e-4f60-8a9b-1c2d3e4f5a6b".to_owned(),
        udid: "00008030-000A1B2C3D4E5F60".to_owned(),
        unlock_token: bytes(960),
    }
}

/// A small generator of numbers that are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[cfg(test)]
mod tests {
    use mdm_plist::{Data, from_slice, to_vec};

    use super::*;

    #[test]
    fn workloads_have_the_size_they_say_and_survive() {
        let list = installed_application_list();
        let document = to_vec(&list).unwrap();
        assert!((180_000..240_000).contains(&document.len()), "{}", document.len());
        assert_eq!(from_slice::<InstalledApplicationList>(&document).unwrap(), list);

        let message = token_update::<Data>();
        let document = to_vec(&message).unwrap();
        assert!((1_900..2_400).contains(&document.len()), "{}", document.len());
        assert_eq!(from_slice::<TokenUpdate<Data>>(&document).unwrap(), message);
    }
}
