-- A store as version 2 of its schema kept it, before pushes had rows of their own: three phones, of which the first two
-- have commands waiting and a push owed, and the third has neither.

CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    session INTEGER NOT NULL,
    shut INTEGER NOT NULL,          -- gates, one bit each
    backoff_until INTEGER,
    open INTEGER NOT NULL,          -- how many commands are not done, so that nobody has to count
    links BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE contact (record INTEGER PRIMARY KEY REFERENCES record (id), at INTEGER NOT NULL) STRICT;
CREATE TABLE link (kind TEXT NOT NULL, value TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (kind, value, key)) STRICT, WITHOUT ROWID;
CREATE TABLE command (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record (id),
    seq INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    phase INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    blocked INTEGER NOT NULL,
    class INTEGER NOT NULL,
    refused_in INTEGER,
    not_before INTEGER,
    expires_at INTEGER,
    waits_on BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX command_seq ON command (record, seq);
CREATE UNIQUE INDEX command_uuid ON command (record, uuid);
CREATE INDEX command_open ON command (record, seq) WHERE phase <> 2;
CREATE INDEX command_outstanding ON command (record, seq) WHERE phase = 1;
CREATE INDEX command_ready ON command (record, class, rank DESC, seq, refused_in, not_before)
    WHERE phase = 0 AND blocked = 0;
CREATE INDEX command_timed ON command (record, not_before, seq)
    WHERE phase = 0 AND blocked = 0 AND not_before IS NOT NULL;
CREATE INDEX command_expires ON command (record, expires_at, seq) WHERE phase = 0 AND expires_at IS NOT NULL;
CREATE INDEX command_done ON command (record, seq) WHERE phase = 2;
CREATE TABLE edge (record INTEGER NOT NULL, earlier INTEGER NOT NULL, later INTEGER NOT NULL,
    PRIMARY KEY (record, earlier, later)) STRICT, WITHOUT ROWID;
CREATE TABLE payload (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;
CREATE TABLE wake (key TEXT PRIMARY KEY, due INTEGER NOT NULL, action TEXT NOT NULL, body BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE INDEX wake_due ON wake (due, key);
CREATE TABLE event (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    record INTEGER NOT NULL REFERENCES record (id),
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO record VALUES (1, 'slot/slot-1', 3, 0, 0, NULL, 0, X'067469636b65744035366435666137333333663664373437646234326332333934303765356461346333326634633739663335643039326231333466643335613430326439633563', CAST('{"v":2,"r":{"ticket":[86,213,250,115,51,246,215,71,219,66,194,57,64,126,93,164,195,47,76,121,243,93,9,43,19,79,211,90,64,45,156,92],"expires_at":{"secs_since_epoch":1800000060,"nanos_since_epoch":0},"state":{"Filled":{"enrollment":"device/UDID-1"}}}}' AS BLOB));
INSERT INTO record VALUES (2, 'device/UDID-1', 3, 0, 1, NULL, 2, X'0b6365727469666963617465403766373136326164363031356337316565373631646135326565323166306561386633346238623234613631663230653531353035333166623762643031313905746f7069631c636f6d2e6170706c652e6d676d742e45787465726e616c2e306131620673657269616c0743304646454531', CAST('{"v":2,"r":[{"stage":"Enrolled","slot":"slot/slot-1","certificate":[127,113,98,173,96,21,199,30,231,97,218,82,238,33,240,234,143,52,184,178,74,97,242,14,81,80,83,31,183,189,1,25],"topic":"com.apple.mgmt.External.0a1b","facts":{"platform":"Ios","os":{"major":18,"minor":3,"patch":0},"supervised":null,"enrollment":null,"channel":"Device","access_rights":null,"shared_ipad":null},"serial":"C0FFEE1","push":{"token":"cGxhbnRlZC1zZWNyZXQ=","magic":"planted-secret","topic":"com.apple.mgmt.External.0a1b"},"unlock_token":"cGxhbnRlZC1zZWNyZXQ="},{"last_seq":2,"session":{"number":0,"open":false,"contact":null,"last_not_now":false,"refused":false,"unlocked":false,"unreadable":null},"belief":{"state":"Unknown","since":null,"source":"Nothing","certainty":"Guess","passcode":"Unknown","lost_mode":"Off"},"backoff":{"refusals":0,"last":null,"until":null},"erasing":null}]}' AS BLOB));
INSERT INTO record VALUES (3, 'slot/slot-2', 3, 0, 0, NULL, 0, X'067469636b65744036633164363362626461623433376335343336386362626438383836613838366137396164393737323937653236356565626631663566356630313533336239', CAST('{"v":2,"r":{"ticket":[108,29,99,187,218,180,55,197,67,104,203,189,136,134,168,134,167,154,217,119,41,126,38,94,235,241,245,245,240,21,51,185],"expires_at":{"secs_since_epoch":1800000060,"nanos_since_epoch":0},"state":{"Filled":{"enrollment":"device/UDID-2"}}}}' AS BLOB));
INSERT INTO record VALUES (4, 'device/UDID-2', 3, 0, 1, NULL, 1, X'0b6365727469666963617465403439336435323239306531633566353863343961663639623238346564313262326364663535623538636162303337656332656434303230613564383636333105746f7069631c636f6d2e6170706c652e6d676d742e45787465726e616c2e306131620673657269616c0743304646454532', CAST('{"v":2,"r":[{"stage":"Enrolled","slot":"slot/slot-2","certificate":[73,61,82,41,14,28,95,88,196,154,246,155,40,78,209,43,44,223,85,181,140,171,3,126,194,237,64,32,165,216,102,49],"topic":"com.apple.mgmt.External.0a1b","facts":{"platform":"Ios","os":{"major":18,"minor":3,"patch":0},"supervised":null,"enrollment":null,"channel":"Device","access_rights":null,"shared_ipad":null},"serial":"C0FFEE2","push":{"token":"cGxhbnRlZC1zZWNyZXQ=","magic":"planted-secret","topic":"com.apple.mgmt.External.0a1b"},"unlock_token":"cGxhbnRlZC1zZWNyZXQ="},{"last_seq":1,"session":{"number":0,"open":false,"contact":null,"last_not_now":false,"refused":false,"unlocked":false,"unreadable":null},"belief":{"state":"Unknown","since":null,"source":"Nothing","certainty":"Guess","passcode":"Unknown","lost_mode":"Off"},"backoff":{"refusals":0,"last":null,"until":null},"erasing":null}]}' AS BLOB));
INSERT INTO record VALUES (5, 'slot/slot-3', 3, 0, 0, NULL, 0, X'067469636b65744038336265653037326662643334323366373438316663313633383231363336616438636662373366616566306464303538316633393739656130633733316239', CAST('{"v":2,"r":{"ticket":[131,190,224,114,251,211,66,63,116,129,252,22,56,33,99,106,216,207,183,63,174,240,221,5,129,243,151,158,160,199,49,185],"expires_at":{"secs_since_epoch":1800000060,"nanos_since_epoch":0},"state":{"Filled":{"enrollment":"device/UDID-3"}}}}' AS BLOB));
INSERT INTO record VALUES (6, 'device/UDID-3', 2, 0, 1, NULL, 0, X'0b6365727469666963617465403764313030323631353536633265633436313965373935616666303763346262653435643263653739313262623835643566626330386632306166306665633205746f7069631c636f6d2e6170706c652e6d676d742e45787465726e616c2e306131620673657269616c0743304646454533', CAST('{"v":2,"r":[{"stage":"Enrolled","slot":"slot/slot-3","certificate":[125,16,2,97,85,108,46,196,97,158,121,90,255,7,196,187,228,93,44,231,145,43,184,93,95,188,8,242,10,240,254,194],"topic":"com.apple.mgmt.External.0a1b","facts":{"platform":"Ios","os":{"major":18,"minor":3,"patch":0},"supervised":null,"enrollment":null,"channel":"Device","access_rights":null,"shared_ipad":null},"serial":"C0FFEE3","push":{"token":"cGxhbnRlZC1zZWNyZXQ=","magic":"planted-secret","topic":"com.apple.mgmt.External.0a1b"},"unlock_token":"cGxhbnRlZC1zZWNyZXQ="},{"last_seq":0,"session":{"number":0,"open":false,"contact":null,"last_not_now":false,"refused":false,"unlocked":false,"unreadable":null},"belief":{"state":"Unknown","since":null,"source":"Nothing","certainty":"Guess","passcode":"Unknown","lost_mode":"Off"},"backoff":{"refusals":0,"last":null,"until":null},"erasing":null}]}' AS BLOB));
INSERT INTO link VALUES ('certificate', '493d52290e1c5f58c49af69b284ed12b2cdf55b58cab037ec2ed4020a5d86631', 'device/UDID-2');
INSERT INTO link VALUES ('certificate', '7d100261556c2ec4619e795aff07c4bbe45d2ce7912bb85d5fbc08f20af0fec2', 'device/UDID-3');
INSERT INTO link VALUES ('certificate', '7f7162ad6015c71ee761da52ee21f0ea8f34b8b24a61f20e5150531fb7bd0119', 'device/UDID-1');
INSERT INTO link VALUES ('serial', 'C0FFEE1', 'device/UDID-1');
INSERT INTO link VALUES ('serial', 'C0FFEE2', 'device/UDID-2');
INSERT INTO link VALUES ('serial', 'C0FFEE3', 'device/UDID-3');
INSERT INTO link VALUES ('ticket', '56d5fa7333f6d747db42c239407e5da4c32f4c79f35d092b134fd35a402d9c5c', 'slot/slot-1');
INSERT INTO link VALUES ('ticket', '6c1d63bbdab437c54368cbbd8886a886a79ad977297e265eebf1f5f5f01533b9', 'slot/slot-2');
INSERT INTO link VALUES ('ticket', '83bee072fbd3423f7481fc163821636ad8cfb73faef0dd0581f3979ea0c731b9', 'slot/slot-3');
INSERT INTO link VALUES ('topic', 'com.apple.mgmt.External.0a1b', 'device/UDID-1');
INSERT INTO link VALUES ('topic', 'com.apple.mgmt.External.0a1b', 'device/UDID-2');
INSERT INTO link VALUES ('topic', 'com.apple.mgmt.External.0a1b', 'device/UDID-3');
INSERT INTO command VALUES (1, 2, 1, 'A', 0, 1, 0, 0, NULL, NULL, NULL, X'', CAST('{"v":2,"r":{"seq":1,"uuid":"A","command":"DeviceInformation","footprint":{"touches":[{"resource":{"kind":"Device","key":null},"access":"Read"}]},"lane":"Ordinary","state":"Queued","queued_at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"waits_on":[],"deliveries":0,"sent_at":null,"refusals":0,"refused_since":null,"refused_at":null,"refused_in":null,"maybe_executed":false,"ended_at":null,"outcome":null}}' AS BLOB));
INSERT INTO command VALUES (2, 2, 2, 'B', 0, 1, 0, 2, NULL, NULL, NULL, X'', CAST('{"v":2,"r":{"seq":2,"uuid":"B","command":"RemoveProfile","footprint":{"touches":[{"resource":{"kind":"Profile","key":"com.example.wifi"},"access":"Remove"}]},"lane":"Ordinary","state":"Queued","queued_at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"waits_on":[],"deliveries":0,"sent_at":null,"refusals":0,"refused_since":null,"refused_at":null,"refused_in":null,"maybe_executed":false,"ended_at":null,"outcome":null}}' AS BLOB));
INSERT INTO command VALUES (3, 4, 1, 'C', 0, 1, 0, 2, NULL, NULL, NULL, X'', CAST('{"v":2,"r":{"seq":1,"uuid":"C","command":"RemoveProfile","footprint":{"touches":[{"resource":{"kind":"Profile","key":"com.example.wifi"},"access":"Remove"}]},"lane":"Ordinary","state":"Queued","queued_at":{"secs_since_epoch":1800000005,"nanos_since_epoch":0},"waits_on":[],"deliveries":0,"sent_at":null,"refusals":0,"refused_since":null,"refused_at":null,"refused_in":null,"maybe_executed":false,"ended_at":null,"outcome":null}}' AS BLOB));
INSERT INTO payload VALUES (1, 'command/device/UDID-1/1', CAST('<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Command</key>
	<dict>
		<key>RequestType</key>
		<string>DeviceInformation</string>
		<key>Queries</key>
		<array>
			<string>DeviceName</string>
		</array>
	</dict>
	<key>CommandUUID</key>
	<string>A</string>
</dict>
</plist>
' AS BLOB));
INSERT INTO payload VALUES (2, 'command/device/UDID-1/2', CAST('<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Command</key>
	<dict>
		<key>RequestType</key>
		<string>RemoveProfile</string>
		<key>Identifier</key>
		<string>com.example.wifi</string>
	</dict>
	<key>CommandUUID</key>
	<string>B</string>
</dict>
</plist>
' AS BLOB));
INSERT INTO payload VALUES (3, 'command/device/UDID-2/1', CAST('<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Command</key>
	<dict>
		<key>RequestType</key>
		<string>RemoveProfile</string>
		<key>Identifier</key>
		<string>com.example.wifi</string>
	</dict>
	<key>CommandUUID</key>
	<string>C</string>
</dict>
</plist>
' AS BLOB));
INSERT INTO wake VALUES ('device/UDID-1', 1800000000000, 'wake/device/UDID-1/2', CAST('{"v":2,"r":{"token":"cGxhbnRlZC1zZWNyZXQ=","magic":"planted-secret","topic":"com.apple.mgmt.External.0a1b"}}' AS BLOB));
INSERT INTO wake VALUES ('device/UDID-2', 1800000005000, 'wake/device/UDID-2/2', CAST('{"v":2,"r":{"token":"cGxhbnRlZC1zZWNyZXQ=","magic":"planted-secret","topic":"com.apple.mgmt.External.0a1b"}}' AS BLOB));
INSERT INTO event VALUES (1, 1, 1, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"SlotOpened"}}' AS BLOB));
INSERT INTO event VALUES (2, 1, 2, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":{"CertificateIssued":{"certificate":"7f7162ad6015c71ee761da52ee21f0ea8f34b8b24a61f20e5150531fb7bd0119"}}}}' AS BLOB));
INSERT INTO event VALUES (3, 2, 1, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"Authenticated"}}' AS BLOB));
INSERT INTO event VALUES (4, 2, 2, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"Enrolled"}}' AS BLOB));
INSERT INTO event VALUES (5, 3, 1, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"SlotOpened"}}' AS BLOB));
INSERT INTO event VALUES (6, 3, 2, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":{"CertificateIssued":{"certificate":"493d52290e1c5f58c49af69b284ed12b2cdf55b58cab037ec2ed4020a5d86631"}}}}' AS BLOB));
INSERT INTO event VALUES (7, 4, 1, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"Authenticated"}}' AS BLOB));
INSERT INTO event VALUES (8, 4, 2, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"Enrolled"}}' AS BLOB));
INSERT INTO event VALUES (9, 5, 1, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"SlotOpened"}}' AS BLOB));
INSERT INTO event VALUES (10, 5, 2, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":{"CertificateIssued":{"certificate":"7d100261556c2ec4619e795aff07c4bbe45d2ce7912bb85d5fbc08f20af0fec2"}}}}' AS BLOB));
INSERT INTO event VALUES (11, 6, 1, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"Authenticated"}}' AS BLOB));
INSERT INTO event VALUES (12, 6, 2, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":"Enrolled"}}' AS BLOB));
INSERT INTO event VALUES (13, 2, 3, 0, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":{"Ordered":{"actor":"admin-1","commands":2}}}}' AS BLOB));
INSERT INTO event VALUES (14, 2, 3, 1, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":{"Command":{"Queued":{"uuid":"A"}}}}}' AS BLOB));
INSERT INTO event VALUES (15, 2, 3, 2, 1800000000000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000000,"nanos_since_epoch":0},"kind":{"Command":{"Queued":{"uuid":"B"}}}}}' AS BLOB));
INSERT INTO event VALUES (16, 4, 3, 0, 1800000005000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000005,"nanos_since_epoch":0},"kind":{"Ordered":{"actor":"admin-1","commands":1}}}}' AS BLOB));
INSERT INTO event VALUES (17, 4, 3, 1, 1800000005000, CAST('{"v":2,"r":{"at":{"secs_since_epoch":1800000005,"nanos_since_epoch":0},"kind":{"Command":{"Queued":{"uuid":"C"}}}}}' AS BLOB));
UPDATE sqlite_sequence SET seq = 17 WHERE name = 'event';
PRAGMA application_id = 1282102132;
PRAGMA user_version = 2;
