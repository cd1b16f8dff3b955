// The encodings that can be read, as TextDecoder knows them (the WHATWG's Encoding Standard), and UTF-32, which it
// lacks.

export interface Encoding {
  /** In small letters, as TextDecoder knows it. */
  readonly label: string;
  /** As the user sees it. */
  readonly name: string;
  readonly group: string;
}

const unicode = (label: string, name: string): Encoding => ({ label, name, group: 'Unicode' });

export const utf8 = unicode('utf-8', 'UTF-8');
export const utf16le = unicode('utf-16le', 'UTF-16 LE');
export const utf16be = unicode('utf-16be', 'UTF-16 BE');
export const utf32le = unicode('utf-32le', 'UTF-32 LE');
export const utf32be = unicode('utf-32be', 'UTF-32 BE');

const groups: Readonly<Record<string, readonly (readonly [label: string, name: string])[]>> = {
  'Western European': [
    ['windows-1252', 'Windows-1252'],
    ['iso-8859-15', 'ISO-8859-15'],
    ['macintosh', 'Mac Roman'],
  ],
  'Central European': [
    ['windows-1250', 'Windows-1250'],
    ['iso-8859-2', 'ISO-8859-2'],
    ['iso-8859-16', 'ISO-8859-16'],
  ],
  'Baltic and Nordic': [
    ['windows-1257', 'Windows-1257'],
    ['iso-8859-4', 'ISO-8859-4'],
    ['iso-8859-10', 'ISO-8859-10'],
    ['iso-8859-13', 'ISO-8859-13'],
  ],
  'Celtic and South European': [
    ['iso-8859-3', 'ISO-8859-3'],
    ['iso-8859-14', 'ISO-8859-14'],
  ],
  Cyrillic: [
    ['windows-1251', 'Windows-1251'],
    ['koi8-r', 'KOI8-R'],
    ['koi8-u', 'KOI8-U'],
    ['iso-8859-5', 'ISO-8859-5'],
    ['ibm866', 'IBM 866 (DOS)'],
    ['x-mac-cyrillic', 'Mac Cyrillic'],
  ],
  Greek: [
    ['windows-1253', 'Windows-1253'],
    ['iso-8859-7', 'ISO-8859-7'],
  ],
  Turkish: [['windows-1254', 'Windows-1254']],
  Hebrew: [
    ['windows-1255', 'Windows-1255'],
    ['iso-8859-8', 'ISO-8859-8'],
  ],
  Arabic: [
    ['windows-1256', 'Windows-1256'],
    ['iso-8859-6', 'ISO-8859-6'],
  ],
  Thai: [['windows-874', 'Windows-874']],
  Vietnamese: [['windows-1258', 'Windows-1258']],
  Japanese: [
    ['shift_jis', 'Shift-JIS'],
    ['euc-jp', 'EUC-JP'],
    ['iso-2022-jp', 'ISO-2022-JP'],
  ],
  Chinese: [
    ['gb18030', 'GB18030'],
    ['big5', 'Big5'],
  ],
  Korean: [['euc-kr', 'EUC-KR']],
};

/** All that this runtime can decode, in the order of the menu. */
export const encodings: readonly Encoding[] = [
  utf8,
  utf16le,
  utf16be,
  utf32le,
  utf32be,
  ...Object.entries(groups).flatMap(([group, members]) =>
    members.filter(([label]) => isDecodable(label)).map(([label, name]) => ({ label, name, group })),
  ),
];

/**
 * By its label or any other name that the Encoding Standard knows, such as 'latin1'; null: this runtime cannot read it.
 */
export function findEncoding(name: string): Encoding | null {
  const wanted = name.trim().toLowerCase();
  const own = encodings.find((encoding) => encoding.label === wanted || encoding.name.toLowerCase() === wanted);
  if (own) return own;
  try {
    const { encoding } = new TextDecoder(wanted);
    return encodings.find(({ label }) => label === (encoding === 'gbk' ? 'gb18030' : encoding)) ?? null;
  } catch {
    // TextDecoder throws for names that it does not know.
    return null;
  }
}

function isDecodable(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
