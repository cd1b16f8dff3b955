// What people take for one character.

/** A letter with its marks, emoji that are joined or coloured, flags, a line end of two characters. */
const clusters = /\r\n|\p{Regional_Indicator}{2}|.(?:\p{M}|\p{Emoji_Modifier}|\u200d.)*/gsu;

/** Grapheme clusters as far as they matter here: Intl.Segmenter takes minutes for a megabyte. */
export function clustersOf(text: string): readonly string[] {
  return text.match(clusters) ?? [];
}
