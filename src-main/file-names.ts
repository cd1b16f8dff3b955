// The name that is suggested for a file: legal on every system, whole for the eye, and naming no other folder.

/** UTF-8; disks take 255, and a name that is used beside it may be a little longer. */
const maxNameLength = 240;
const maxEndingLength = 20;

/** Names of devices on Windows, whatever their ending. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/iu;

/**
 * Controls, ends of lines, marks that nobody sees or that turn the direction of writing, and what Windows reads as
 * something else. Never a joiner (U+200C, U+200D): it holds letters and emoji together.
 */
const illegal =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb<>:"/\\|?*]/gu;

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * @param suggested by the page, from what a person or a file has called something
 * @param unnamed where nothing of it is legal
 */
export function safeFileName(suggested: string, unnamed: string): string {
  const name = suggested
    .replace(illegal, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/[. ]+$/u, '');
  const { stem, ending } = partsOf(name);
  const room = maxNameLength - Buffer.byteLength(ending);
  const cut = trimmed(cutTo(trimmed(stem), room)) || unnamed;
  // Windows looks at what stands before the first dot.
  const isReserved = reserved.test((cut.split('.')[0] ?? '').trim());
  return `${isReserved ? `_${cutTo(cut, room - 1)}` : cut}${ending}`;
}

/** What is too long to be an ending belongs to the name. */
function partsOf(name: string): { readonly stem: string; readonly ending: string } {
  const [ending = ''] = /\.[^\s.]+$/u.exec(name) ?? [];
  if (Buffer.byteLength(ending) > maxEndingLength) return { stem: name, ending: '' };
  return { stem: name.slice(0, name.length - ending.length), ending };
}

/** Without dots and spaces at either end: Windows drops them behind, and before they hide a file. */
function trimmed(name: string): string {
  return name.replace(/^[. ]+|[. ]+$/gu, '');
}

/** Whole characters, as a person counts them, of so many bytes at most. */
function cutTo(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let cut = '';
  let left = bytes;
  for (const { segment } of clusters.segment(text)) {
    left -= Buffer.byteLength(segment);
    if (left < 0) break;
    cut += segment;
  }
  return cut;
}
