// What a name may be: for the engine, which keeps it, and for the window, which asks for it.

/** Characters, as JavaScript counts them. */
export const maxNameLength = 200;

/** C0 and C1 controls, line and paragraph ends, and the marks that turn the direction of writing. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
export const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** One line without anything that cannot be seen: what a name may be. */
export function plain(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\t-\r\u0085\u2028\u2029]+/g, ' ')
    .replace(unprintable, '')
    .trim();
}
