//! APNs for MDM: requests and answers as data, and one multiplexed HTTP/2 client
