-- A store of schema version 1, as the first KwikLab wrote it. Never change it.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  scenario_text TEXT NOT NULL,
  seed INTEGER NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  world TEXT NOT NULL,
  substrate TEXT NOT NULL,
  git_commit TEXT NOT NULL,
  git_dirty_hash TEXT NOT NULL,
  versions TEXT NOT NULL CHECK (json_valid(versions)),
  build_type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'ok', 'failed', 'killed')),
  failure TEXT NOT NULL DEFAULT '',
  started_unix_ns INTEGER NOT NULL,
  wall_ns INTEGER,
  simulated_ns INTEGER,
  fingerprint TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE event (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  t_ns INTEGER NOT NULL,
  node TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE sample (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  metric TEXT NOT NULL,
  subject TEXT NOT NULL,
  t_ns INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (run, metric, subject, t_ns)
) STRICT, WITHOUT ROWID;

CREATE TABLE summary (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  metric TEXT NOT NULL,
  subject TEXT NOT NULL,
  unit TEXT NOT NULL,
  n INTEGER NOT NULL,
  mean REAL NOT NULL,
  sd REAL NOT NULL,
  min REAL NOT NULL,
  p50 REAL NOT NULL,
  p90 REAL NOT NULL,
  p99 REAL NOT NULL,
  max REAL NOT NULL,
  PRIMARY KEY (run, metric, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE expectation (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  measured INTEGER,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  pass INTEGER NOT NULL CHECK (pass = (measured IS NOT NULL AND measured BETWEEN low AND high)),
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE artefact (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (run, path)
) STRICT, WITHOUT ROWID;

INSERT INTO run VALUES (7, 'old-run', 'Old', 'hash-1', 'title: Old', 3, '{}', 'simulation', 'packet',
  'commit-1', '', '{"gcc":"12.2"}', 'Release', 'ok', '', 1700000000000000000, 5000000, 60000000000,
  'print-1');
INSERT INTO run VALUES (8, 'old-killed', 'Old', 'hash-1', 'title: Old', 4, '{}', 'simulation', 'packet',
  'commit-1', '', '{}', 'Release', 'running', '', 1700000001000000000, NULL, NULL, '');
INSERT INTO event VALUES (7, 0, 1000, 'client', 'path_opened', '', '{"path":1}');
INSERT INTO sample VALUES (7, 'cwnd_bytes', 'near', 1000, 14720.0);
INSERT INTO summary VALUES (7, 'goodput', '', 'bps', 1, 9.5e6, 0.0, 9.5e6, 9.5e6, 9.5e6, 9.5e6, 9.5e6);
INSERT INTO expectation VALUES (7, 0, 'goodput', 'bps', 9500000, 9000000, 9600000, 1);
INSERT INTO counter VALUES (7, 'events', 1);
INSERT INTO artefact VALUES (7, 'pcap', 'a.pcap', 24, 'hash-2');
PRAGMA application_id = 0x4b57494b;
PRAGMA user_version = 1;
