// What `npm audit` says about the packages that people get.

/** Advisories that do not concern Charloom, by their address, with the reason. SECURITY.md says the same. */
const accepted = {};

/** @returns null, or what is wrong @param {string} output of `npm audit --json` */
export function auditObjection(output) {
  const report = parse(output);
  if (report?.vulnerabilities === undefined) return 'the registry did not answer; ask again from another network.';
  const advisories = Object.values(report.vulnerabilities)
    .flatMap(({ via }) => via)
    // A package that is named only because of another one has that one's name here.
    .filter((cause) => typeof cause === 'object' && !(cause.url in accepted));
  if (advisories.length === 0) return null;
  return [...new Set(advisories.map(({ name, title, url }) => `${name}: ${title} (${url})`))].join('; ');
}

/** It may begin with npm's own warnings. */
function parse(output) {
  try {
    return JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
  } catch {
    return null;
  }
}
