// What the examination of a text advises.

export const doctor: Readonly<Record<string, string>> = {
  'Pairs such as those in “{0}” ({1}) show UTF-8 that was read as {2}.':
    'Paare wie in „{0}“ ({1}) zeigen UTF-8, das als {2} gelesen wurde.',
  'Read it as UTF-8.': 'Lesen Sie den Text als UTF-8.',
  'It was wrong before it came here: look for a better copy.':
    'Er war schon vorher falsch: Suchen Sie eine bessere Kopie.',
  '{0} U+FFFD: bytes there could not be read.': '{0} U+FFFD: Dort ließen sich Bytes nicht lesen.',
  'Have the encoding detected, or choose another.': 'Lassen Sie die Kodierung erkennen, oder wählen Sie eine andere.',
  'Look for a better copy of the text.': 'Suchen Sie eine bessere Kopie des Textes.',
  '{0} in the text. Drop it.': '{0} im Text. Lassen Sie es weg.',
  '{0} in the text. Drop them.': '{0} im Text. Lassen Sie sie weg.',
  '{0} from the private-use area, which every font draws differently.':
    '{0} aus dem privaten Bereich von Unicode, den jede Schriftart anders zeichnet.',
  'If it looks wrong, read the text in another encoding.':
    'Wenn es falsch aussieht, lesen Sie den Text in einer anderen Kodierung.',
  'If they look wrong, read the text in another encoding.':
    'Wenn sie falsch aussehen, lesen Sie den Text in einer anderen Kodierung.',
  'It has the header or footer of Project Gutenberg, which is not the author’s. Cut it off.':
    'Er hat den Vor- oder Nachspann von Project Gutenberg, der nicht vom Autor stammt. Schneiden Sie ihn ab.',
  'It is full of HTML tags, and the model would learn to write them. Strip them.':
    'Er ist voller HTML-Tags, und das Modell würde lernen, sie zu schreiben. Entfernen Sie sie.',
  'It has the numbers and times of subtitles. Drop them.':
    'Er hat die Nummern und Zeiten von Untertiteln. Lassen Sie sie weg.',
  'It looks like a table. Keep one column: number {0} holds the most text.':
    'Er sieht nach einer Tabelle aus. Behalten Sie eine Spalte: Die mit der Nummer {0} enthält den meisten Text.',
  'It looks like a table of numbers. Make a text of one column, so that the model learns how its numbers go on: number {0} is one.':
    'Er sieht nach einer Tabelle von Zahlen aus. Machen Sie aus einer Spalte einen Text, damit das Modell lernt, wie ihre Zahlen weitergehen: Die mit der Nummer {0} ist eine.',
  'It looks like JSON records. Keep one field: “{0}” holds the most text.':
    'Er sieht nach JSON-Datensätzen aus. Behalten Sie ein Feld: „{0}“ enthält den meisten Text.',
  'The column has only {0}, which is too little to learn how it goes on. A thousand are a beginning, ten thousand are good.':
    'Die Spalte hat nur {0}; das ist zu wenig, um zu lernen, wie sie weitergeht. Tausend sind ein Anfang, zehntausend sind gut.',
  'The text has only {0}, which is far too little to learn from. Bring more text: a hundred thousand characters are a beginning, a million is good.':
    'Der Text hat nur {0}, und das ist viel zu wenig zum Lernen. Bringen Sie mehr Text: Hunderttausend Zeichen sind ein Anfang, eine Million ist gut.',
  'Even the smallest model on offer has {0}, and the text {1}: it would mostly learn the text by heart. Bring more text, or replace rare symbols.':
    'Schon das kleinste angebotene Modell hat {0}, der Text aber {1}: Es würde den Text vor allem auswendig lernen. Bringen Sie mehr Text, oder ersetzen Sie seltene Symbole.',
  '{0} of the {1} symbols occur fewer than {2} times, which is too seldom to learn them; together they are {3} of the text. Replace them all by one.':
    '{0} der {1} Symbole kommen weniger als {2}-mal vor, zu selten, um sie zu lernen; zusammen sind sie {3} des Textes. Ersetzen Sie alle durch ein einziges.',
  'The text is the same symbol from beginning to end, so there is nothing to learn. Bring another text.':
    'Der Text ist von Anfang bis Ende dasselbe Symbol; daraus ist nichts zu lernen. Bringen Sie einen anderen Text.',
  'One line of {0} is {1} of the text: the model will not learn to end lines. If the source has line breaks, export it with them.':
    'Eine Zeile von {0} ist {1} des Textes: Das Modell lernt nicht, Zeilen zu beenden. Wenn die Quelle Zeilenumbrüche hat, exportieren Sie sie mit ihnen.',
  '{0} of the text is repeated long lines. The model will memorise them, and validation will look better than it is. Keep each line once.':
    '{0} des Textes sind wiederholte lange Zeilen. Das Modell lernt sie auswendig, und die Validierung sieht besser aus, als sie ist. Behalten Sie jede Zeile einmal.',
  '{0} blank lines follow another one. Let one stand for each run.':
    '{0} Leerzeilen folgen auf eine andere. Lassen Sie jeweils eine stehen.',
  '{0} accents stand apart from their letters. Normalise to NFC: a letter with its accent becomes one symbol.':
    '{0} Akzente stehen getrennt von ihren Buchstaben. Vereinheitlichen Sie zu NFC: Ein Buchstabe mit Akzent wird ein Symbol.',
  '{0} symbols are parts of emoji, which a model can put together wrongly. Count what a reader sees as one symbol.':
    '{0} Symbole sind Teile von Emojis, die ein Modell falsch zusammensetzen kann. Zählen Sie als ein Symbol, was man als eines liest.',
  '"{0}" ({1})': '„{0}“ ({1})',
  'Its lines have {0}: {1}. A run with the task classify learns to tell them apart.':
    'Seine Zeilen haben {0}: {1}. Ein Lauf, der klassifiziert, lernt sie zu unterscheiden.',
};
