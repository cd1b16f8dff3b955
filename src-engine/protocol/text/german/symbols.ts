// Names of the symbols that nobody can see.

export const symbols: Readonly<Record<string, string>> = {
  space: 'Leerzeichen',
  'new line': 'neue Zeile',
  tab: 'Tabulator',
  'carriage return': 'Wagenrücklauf',
  'no-break space': 'geschütztes Leerzeichen',
  'soft hyphen': 'weicher Trennstrich',
  'figure space': 'Ziffernleerzeichen',
  'thin space': 'schmales Leerzeichen',
  'zero-width space': 'Leerzeichen ohne Breite',
  'zero-width non-joiner': 'Bindehemmer ohne Breite',
  'zero-width joiner': 'Verbinder ohne Breite',
  'left-to-right mark': 'Zeichen für links nach rechts',
  'right-to-left mark': 'Zeichen für rechts nach links',
  'line separator': 'Zeilentrenner',
  'paragraph separator': 'Absatztrenner',
  'narrow no-break space': 'schmales geschütztes Leerzeichen',
  'ideographic space': 'ideografisches Leerzeichen',
  'byte order mark': 'Byte-Reihenfolge-Markierung',
  'control character {0}': 'Steuerzeichen {0}',
};
