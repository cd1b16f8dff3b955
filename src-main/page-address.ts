// The page's own address, and who may speak for it.

export const pageScheme = 'app';
const pageOrigin = `${pageScheme}://bundle`;
export const pageAddress = `${pageOrigin}/index.html`;

interface Frame {
  readonly url: string;
  /** Null for the top frame. */
  readonly parent: unknown;
}

export function isPageAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && `${url.protocol}//${url.host}` === pageOrigin;
}

/** True for the page itself, at whatever place in it; its scripts, pictures and other files are no page. */
export function isPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && url.search === '' && `${url.protocol}//${url.host}${url.pathname}` === pageAddress;
}

/** True for the page's top frame; null is a frame that has navigated away or was removed meanwhile. */
export function isPageFrame(frame: Frame | null): boolean {
  return frame !== null && frame.parent === null && isPageAddress(frame.url);
}
