// What a name may be: for the engine, which keeps it, and for the window, which asks for it.

/** Characters, as JavaScript counts them. */
export const maxNameLength = 200;

/** C0 and C1 controls, line and paragraph ends, and the marks that turn the direction of writing. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
export const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Soft hyphens, spaces of no width, fillers: they leave no trace, and no script and no emoji is built with them. */
const traceless = /[\u00ad\u180e\u200b\u2060-\u206f\u3164\uffa0]/g;

/** One line without anything that cannot be seen: what a name may be. */
export function plain(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\t-\r\u0085\u2028\u2029]+/g, ' ')
    .replace(unprintable, '')
    .replace(traceless, '')
    .trim();
}
