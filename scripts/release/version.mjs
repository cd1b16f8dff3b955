// One version in all places that name it.

/** @returns null, or what is wrong @param {string} changes the text of CHANGELOG.md, the newest version first */
export function versionObjection(packageText, lockText, changes) {
  const { version } = JSON.parse(packageText);
  const lock = JSON.parse(lockText);
  if (lock.version !== version || lock.packages[''].version !== version)
    return `package-lock.json has ${lock.version}.`;
  const newest = /^## (?<version>\S+) \((?<date>[^)]*)\)/m.exec(changes)?.groups;
  if (newest?.version !== version) return `CHANGELOG.md begins with ${newest?.version ?? 'no version'}.`;
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(newest.date);
  return isDate ? null : `CHANGELOG.md calls ${version} "${newest.date}" where its date belongs.`;
}
