//! Apple's MDM messages: check-in, commands, responses and the support matrix
