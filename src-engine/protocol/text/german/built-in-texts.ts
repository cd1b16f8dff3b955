// The built-in texts. Titles of books stay as they are; what describes a text is said in German.

export const builtInTexts: Readonly<Record<string, string>> = {
  'Public domain': 'Gemeinfrei',
  'Public domain; collection MIT': 'Gemeinfrei; Sammlung unter MIT',
  'CC0 1.0': 'CC0 1.0',
  'CC0 1.0 (the collection)': 'CC0 1.0 (die Sammlung)',
  'BSD 2-Clause': 'BSD 2-Clause',
  MIT: 'MIT',
  'made by rules': 'nach Regeln gemacht',
  Charloom: 'Charloom',
  'Moby-Dick': 'Moby-Dick',
  'Herman Melville': 'Herman Melville',
  'A novel with a voice of its own: the classic first text for a character model.':
    'Ein Roman mit eigener Stimme: der klassische erste Text für ein Zeichenmodell.',
  'About ten minutes (dropout 10 %): the model reads the novel many times.':
    'Etwa zehn Minuten (Dropout 10 %): Das Modell liest den Roman viele Male.',
  'Emma, Persuasion, Sense and Sensibility': 'Emma, Persuasion, Sense and Sensibility',
  'Jane Austen': 'Jane Austen',
  'Three novels in even, mannered prose: enough of it for a large model.':
    'Drei Romane in gleichmäßiger, gepflegter Prosa: genug für ein großes Modell.',
  'Ten minutes and little dropout: there is text enough for some readings.':
    'Zehn Minuten und wenig Dropout: Für einige Lesungen ist genug Text da.',
  "Alice's Adventures in Wonderland": "Alice's Adventures in Wonderland",
  'Lewis Carroll': 'Lewis Carroll',
  'A short book: learned in minutes, and soon by heart.': 'Ein kurzes Buch: in Minuten gelernt, und bald auswendig.',
  'Forty passes (dropout 40 %): much is hidden, as a short text is soon memorised.':
    'Vierzig Durchgänge (Dropout 40 %): Vieles wird verborgen, denn ein kurzer Text ist bald auswendig gelernt.',
  'The King James Bible': 'The King James Bible',
  'Translators of 1611': 'Übersetzer von 1611',
  'Four million characters in one solemn manner, every verse numbered.':
    'Vier Millionen Zeichen in einem feierlichen Ton, jeder Vers mit Nummer.',
  'Little dropout: the text is long and repeats its turns.':
    'Wenig Dropout: Der Text ist lang und wiederholt seine Wendungen.',
  'Hamlet, Macbeth, Julius Caesar': 'Hamlet, Macbeth, Julius Caesar',
  'William Shakespeare': 'William Shakespeare',
  "Speakers, stage directions and blank verse in the First Folio's spelling.":
    'Sprecher, Bühnenanweisungen und Blankverse in der Schreibung des First Folio.',
  'Forty passes (dropout 40 %): three plays are little text for so rich a language.':
    'Vierzig Durchgänge (Dropout 40 %): Drei Stücke sind wenig Text für eine so reiche Sprache.',
  'Leaves of Grass': 'Leaves of Grass',
  'Walt Whitman': 'Walt Whitman',
  'Free verse: long lines, lists and exclamations, easy to tell from prose.':
    'Freie Verse: lange Zeilen, Aufzählungen und Ausrufe, leicht von Prosa zu unterscheiden.',
  'Forty passes and little dropout (10 %): there is as much text as the model has weights.':
    'Vierzig Durchgänge und wenig Dropout (10 %): Es gibt so viel Text, wie das Modell Gewichte hat.',
  'Tang quatrains': 'Vierzeiler der Tang-Zeit',
  'Poets of the Tang dynasty': 'Dichter der Tang-Dynastie',
  'Fourteen thousand Chinese poems of one strict form: thousands of symbols, few of them at a time.':
    'Vierzehntausend chinesische Gedichte einer strengen Form: Tausende Symbole, wenige auf einmal.',
  'Characters share one table below and above the layer: there are thousands, and most are rare.':
    'Die Zeichen teilen sich eine Tabelle unter und über der Schicht: Es sind Tausende, und die meisten sind selten.',
  'State of the Union': 'State of the Union',
  'Presidents of the United States': 'Präsidenten der Vereinigten Staaten',
  'Two centuries of political speech: enough for the largest models.':
    'Zwei Jahrhunderte politischer Rede: genug für die größten Modelle.',
  'No dropout: in a quarter of an hour such a text is read a few times only.':
    'Kein Dropout: In einer Viertelstunde wird so ein Text nur wenige Male gelesen.',
  'Ham and spam': 'Ham und Spam',
  'Subscribers and advertisers of 2002': 'Abonnenten und Werber von 2002',
  'Labelled mail: prompt with "spam: " or "ham: " and see what the model makes of it.':
    'Post mit Labels: Beginnen Sie mit „spam: “ oder „ham: “ und sehen Sie, was das Modell daraus macht.',
  'Long sequences: what a message is about is said in its first line.':
    'Lange Sequenzen: Worum es in einer Nachricht geht, steht in ihrer ersten Zeile.',
  'SQLite in C': 'SQLite in C',
  'D. Richard Hipp and others': 'D. Richard Hipp und andere',
  'Nine million characters of commented C: indentation, braces and long comments.':
    'Neun Millionen Zeichen kommentiertes C: Einrückungen, Klammern und lange Kommentare.',
  'Long sequences and no dropout: a block is closed far from where it opens, and there is text enough.':
    'Lange Sequenzen und kein Dropout: Ein Block schließt weit von seinem Anfang, und Text ist genug da.',
  'zod in TypeScript': 'zod in TypeScript',
  'Colin McDonnell and others': 'Colin McDonnell und andere',
  'A library of modern TypeScript: interfaces, generics, and types about types.':
    'Eine Bibliothek in modernem TypeScript: Interfaces, Generics und Typen über Typen.',
  'Long sequences and dropout: code refers back far, and this is not much of it.':
    'Lange Sequenzen und Dropout: Code bezieht sich weit zurück, und es ist nicht viel davon.',
  'First names': 'Vornamen',
  'Grady Ward': 'Grady Ward',
  'English first names, one per line: within a minute the model invents new ones.':
    'Englische Vornamen, einer je Zeile: In einer Minute erfindet das Modell neue.',
  'Short sequences: a name is seven letters and ends. Much dropout (40 %): the list is small.':
    'Kurze Sequenzen: Ein Name hat sieben Buchstaben und endet. Viel Dropout (40 %): Die Liste ist klein.',
  'CMU Pronouncing Dictionary': 'CMU Pronouncing Dictionary',
  'Carnegie Mellon University': 'Carnegie Mellon University',
  'English words and their sounds: prompt with a word you made up and read how it is said.':
    'Englische Wörter und ihre Laute: Geben Sie ein erfundenes Wort vor und lesen Sie, wie man es spricht.',
  'Short sequences: the sounds hang on the word beside them and on nothing else.':
    'Kurze Sequenzen: Die Laute hängen am Wort daneben und an nichts sonst.',
  Sums: 'Summen',
  'Additions and subtractions: watch a network go from digits to right answers.':
    'Additionen und Subtraktionen: Sehen Sie zu, wie ein Netz von Ziffern zu richtigen Antworten kommt.',
  'A little dropout (10 %): with none the model would learn the sums by heart, not how to add.':
    'Ein wenig Dropout (10 %): Ohne Dropout würde das Modell die Aufgaben auswendig lernen und nicht das Rechnen.',
  'Nested brackets': 'Verschachtelte Klammern',
  'Three kinds of brackets, each closed in its turn: can the state of a cell count and remember?':
    'Drei Arten von Klammern, jede zu ihrer Zeit geschlossen: Kann der Zustand einer Zelle zählen und sich erinnern?',
  'A small LSTM: its cells can keep a stack of open brackets.':
    'Ein kleines LSTM: Seine Zellen können einen Stapel offener Klammern halten.',
  Dates: 'Datumsangaben',
  'Days of a century in three notations: quick to learn, and the best possible loss is known.':
    'Tage eines Jahrhunderts in drei Schreibweisen: schnell gelernt, und der bestmögliche Verlust ist bekannt.',
  'A small GRU: a line is short, and there is no style to learn.':
    'Ein kleines GRU: Eine Zeile ist kurz, und es gibt keinen Stil zu lernen.',
  'Copy after a delay': 'Kopieren nach einer Pause',
  'Four letters, twenty points, and the four letters again: a solved model copies all of them correctly.':
    'Vier Buchstaben, zwanzig Punkte und noch einmal die vier Buchstaben: Wer die Aufgabe gelöst hat, kopiert alle richtig.',
  'A small LSTM, and a sequence that is longer than a line: what is asked for must be within reach.':
    'Ein kleines LSTM und eine Sequenz, die länger ist als eine Zeile: Das Gefragte muss in Reichweite sein.',
  'Dyck words': 'Dyck-Wörter',
  'Twelve pairs of brackets, all words equally likely: a solved model never closes too many, and closes all of them.':
    'Zwölf Klammerpaare, alle Wörter gleich wahrscheinlich: Wer die Aufgabe gelöst hat, schließt nie zu viele, und am Ende alle.',
  Parity: 'Parität',
  'Twenty digits 0 and 1, and whether the ones are even or odd: a solved model is right in every line.':
    'Zwanzig Ziffern 0 und 1, und ob die Einsen gerade oder ungerade sind: Wer die Aufgabe gelöst hat, trifft jede Zeile.',
  'Temporal order': 'Zeitliche Reihenfolge',
  'Two marks X or Y in twenty-two letters of noise, and both again in their order: a solved model repeats them correctly.':
    'Zwei Marken X oder Y in zweiundzwanzig Buchstaben Rauschen, und beide noch einmal der Reihe nach: Wer die Aufgabe gelöst hat, wiederholt sie richtig.',
  Adding: 'Addieren',
  'Twenty digits, two of them marked by a star, and the sum of the two: a solved model adds them correctly.':
    'Zwanzig Ziffern, zwei davon mit einem Stern, und die Summe der beiden: Wer die Aufgabe gelöst hat, addiert sie richtig.',
  'Mail, ham or spam': 'Post, Ham oder Spam',
  'Lines with labels: train a model to tell spam from ham, and see where it is wrong.':
    'Zeilen mit Labels: Trainieren Sie ein Modell, das Spam von Ham unterscheidet, und sehen Sie, wo es irrt.',
  'A GRU that reads the beginning of a message and says ham or spam.':
    'Ein GRU, das den Anfang einer Nachricht liest und Ham oder Spam sagt.',
  'Praise and blame': 'Lob und Tadel',
  'Lines with labels by rules that are known: "not" turns a word round, and after "but" the last word counts.':
    'Zeilen mit Labels nach bekannten Regeln: „not“ dreht ein Wort um, und nach „but“ zählt das letzte Wort.',
  'A small GRU: what came last and what turned it round has to be remembered to the end.':
    'Ein kleines GRU: Was zuletzt kam und was es umdrehte, muss bis zum Ende im Gedächtnis bleiben.',
  Tides: 'Gezeiten',
  'Numbers, one per hour: the height of a sea with three tides and weather. See how far ahead a network can forecast it.':
    'Zahlen, eine je Stunde: die Höhe eines Meeres mit drei Gezeiten und Wetter. Sehen Sie, wie weit ein Netz sie vorhersagt.',
  'A small GRU that reads four days at a time: two tides a day, and spring and neap.':
    'Ein kleines GRU, das vier Tage auf einmal liest: zwei Gezeiten am Tag, Spring- und Nipptiden.',
};
