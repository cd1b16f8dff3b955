// The release checklist refuses what must not be handed out.

import { expect, test } from 'vitest';
import { auditObjection } from '../../scripts/release/audit.mjs';
import { versionObjection } from '../../scripts/release/version.mjs';

const lock = (version: string): string => JSON.stringify({ version, packages: { '': { version } } });
const changes = (heading: string): string => `# Changelog\n\n## ${heading}\n\n- Less.\n\n## 0.1.0 (2026-01-01)\n`;

test.each([
  ['1.2.0', '1.2.0', '1.2.0 (2026-11-26)', null],
  ['1.2.0', '1.1.0', '1.2.0 (2026-11-26)', 'package-lock.json has 1.1.0.'],
  ['1.2.0', '1.2.0', '1.1.0 (2026-11-26)', 'CHANGELOG.md begins with 1.1.0.'],
  ['1.2.0', '1.2.0', '1.2.0 (unreleased)', 'CHANGELOG.md calls 1.2.0 "unreleased" where its date belongs.'],
])('package %s, lock %s, changes %s: %s', (own, locked, heading, objection) => {
  expect(versionObjection(JSON.stringify({ version: own }), lock(locked), changes(heading))).toBe(objection);
});

test('a known hole is named once, a silent registry is no clean bill', () => {
  const hole = { name: 'left', title: 'Reads too far', url: 'https://example.org/1' };
  const report = { vulnerabilities: { left: { via: [hole] }, right: { via: ['left', hole] } } };
  expect(auditObjection(`npm warn\n${JSON.stringify(report)}\n`)).toBe('left: Reads too far (https://example.org/1)');
  expect(auditObjection('{"vulnerabilities":{}}')).toBeNull();
  expect(auditObjection('npm error audit endpoint returned an error')).toContain('did not answer');
  expect(auditObjection('{"message":"405"}')).toContain('did not answer');
});
