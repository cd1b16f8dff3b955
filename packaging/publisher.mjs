// Who hands the app out. The sources know no address of the project, so whoever builds the app names it in the
// environment:
//   CHARLOOM_HOMEPAGE     the project's page, with https
//   CHARLOOM_MAINTAINER   who answers for the packages: Name <mail address>

import { SetupError } from '../scripts/setup/report.mjs';

/** Kinds of packages that are not made without both. */
const wanting = new Set(['rpm']);

/**
 * Null where nothing is named.
 * @throws SetupError for what is no address
 */
export function readPublisher(environment = process.env) {
  const { CHARLOOM_HOMEPAGE: homepage, CHARLOOM_MAINTAINER: maintainer } = environment;
  if (homepage && !isPage(homepage))
    throw new SetupError(`CHARLOOM_HOMEPAGE has to be an address with https://, and is ${homepage}`);
  if (maintainer && !/^[^<>\n]+ <[^<>@\s]+@[^<>@\s]+>$/.test(maintainer))
    throw new SetupError(`CHARLOOM_MAINTAINER has to be "Name <mail address>", and is ${maintainer}`);
  return { homepage: homepage || null, maintainer: maintainer || null };
}

/** @throws SetupError where one of the kinds names page and maintainer, and they are unknown */
export function checkPublisher(kinds, { homepage, maintainer }) {
  const kind = kinds.find((name) => wanting.has(name));
  if (kind === undefined || (homepage !== null && maintainer !== null)) return;
  throw new SetupError(
    `An ${kind} names the project's page and who maintains it: set CHARLOOM_HOMEPAGE (https://…) and CHARLOOM_MAINTAINER (Name <mail address>).`,
  );
}

function isPage(address) {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}
