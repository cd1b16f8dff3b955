// The screen that brings in a text: the doors, pasting, and the sheet of an import.

export const addCorpus: Readonly<Record<string, string>> = {
  'Choose a text to learn from': 'Wählen Sie einen Text zum Lernen',
  'Reading {0}': '{0} wird gelesen',
  'Reading…': 'Wird gelesen …',
  'A model learns to write like the text it is given.': 'Ein Modell lernt zu schreiben wie der Text, den es bekommt.',
  'About a million characters (a long novel) works best.':
    'Am besten ist etwa eine Million Zeichen (ein langer Roman).',
  'All built-in texts': 'Alle mitgelieferten Texte',
  'Or a model that was trained elsewhere: a .charloom file, a folder, or a .safetensors from PyTorch.':
    'Oder ein Modell, das anderswo trainiert wurde: eine .charloom-Datei, ein Ordner oder eine .safetensors-Datei aus PyTorch.',
  'Try it in a minute': 'In einer Minute',
  'Try it now': 'Jetzt ausprobieren',
  'A book': 'Ein Buch',
  'Train on the book': 'Mit dem Buch trainieren',
  '{0} by {1}.': '{0} von {1}.',
  'Add it to the queue': 'In die Warteschlange stellen',
  'My own text': 'Mein eigener Text',
  'Drop files or a folder anywhere on this window.':
    'Ziehen Sie Dateien oder einen Ordner irgendwo auf dieses Fenster.',
  'Novels, chats, code, tables, subtitles, web pages, in any usual encoding.':
    'Romane, Chats, Code, Tabellen, Untertitel, Webseiten, in jeder üblichen Kodierung.',
  'They stay on this computer.': 'Sie bleiben auf diesem Rechner.',
  'Choose files…': 'Dateien wählen …',
  'Legible in about {0} on this machine.': 'Auf diesem Rechner in etwa {0} lesbar.',
  'The whole run takes {0}.': 'Der ganze Lauf dauert {0}.',
  'The whole run reads it {0}.': 'Der ganze Lauf liest ihn {0}.',
  'The whole run has {0}.': 'Der ganze Lauf hat {0}.',
  'Open it': 'Öffnen',
  'Take this text': 'Diesen Text nehmen',
  'at best {0} bits per character': 'bestenfalls {0} Bit je Zeichen',
  'In your library': 'In Ihrer Bibliothek',
  'Where {0} comes from': 'Woher {0} kommt',
  'Pasted text': 'Eingefügter Text',
  'Or paste a text': 'Oder einen Text einfügen',
  'Look at it': 'Ansehen',
  'A better {0}': 'Eine bessere Fassung von {0}',
  'It has to be read again, and that takes the text as it was at first.':
    'Der Text muss neu gelesen werden, und zwar so, wie er am Anfang war.',
  'Choose the file…': 'Datei wählen …',
  '{0} was pasted, and the library keeps only what a model trains on, not what was pasted.':
    '{0} wurde eingefügt, und die Bibliothek behält nur, womit ein Modell trainiert, nicht das Eingefügte.',
  'Paste it again to have it cleaned; or save the text as a file and import that.':
    'Fügen Sie ihn zum Bereinigen noch einmal ein, oder speichern Sie den Text als Datei und importieren Sie diese.',
  '{0} came from {1}.': '{0} kam aus {1}.',
  'Charloom does not remember where files lie from one start to the next.':
    'Charloom merkt sich nicht von einem Start zum nächsten, wo Dateien liegen.',
  'Choose it again, or drop it here; the changes are set already.':
    'Wählen Sie die Datei noch einmal, oder ziehen Sie sie hierher; die Änderungen sind schon eingestellt.',
  'A new text': 'Ein neuer Text',
  'More than {0} characters': 'Mehr als {0} Zeichen',
  'not in the library yet': 'noch nicht in der Bibliothek',
  'It cannot be read as it is.': 'Er lässt sich so nicht lesen.',
  'This makes a new text beside {0}, which stays as it is, with all that was trained on it.':
    'Daraus wird ein neuer Text neben {0}. Der alte bleibt, wie er ist, mit allem, was mit ihm trainiert wurde.',
  Source: 'Quelle',
  'Name in the library': 'Name in der Bibliothek',
  'Pasted, {0}': 'Eingefügt, {0}',
  'Built in: {0}': 'Mitgeliefert: {0}',
  'Leave out {0}': '{0} weglassen',
  'Leave it out': 'Weglassen',
  'a folder': 'ein Ordner',
  'a guess': 'vermutet',
  'Add more files…': 'Weitere Dateien …',
  'The encoding, {0}, is a guess.': 'Die Kodierung {0} ist nur vermutet.',
  'If the text looks wrong, choose another under “Encoding, cleaning and characters”.':
    'Wenn der Text falsch aussieht, wählen Sie eine andere unter „Kodierung, Bereinigung und Zeichen“.',
  Preview: 'Vorschau',
  Before: 'Vorher',
  After: 'Nachher',
  '{0} fewer characters': '{0} weniger Zeichen',
  '{0} more characters': '{0} mehr Zeichen',
  '{0} fewer': '{0} weniger',
  '{0} more': '{0} mehr',
  'These are the figures of the first megabytes; the import reads the rest.':
    'Diese Zahlen gelten für die ersten Megabyte; der Import liest auch den Rest.',
  'Encoding, cleaning and characters': 'Kodierung, Bereinigung und Zeichen',
  'Rare characters': 'Seltene Zeichen',
  'How the bytes stand for characters. Choose another if the preview looks wrong.':
    'Wie die Bytes für Zeichen stehen. Wählen Sie eine andere, wenn die Vorschau falsch aussieht.',
  'What cannot be read in this encoding becomes �.': 'Was sich in dieser Kodierung nicht lesen lässt, wird zu �.',
  Detect: 'Erkennen',
  'No symbol is that rare.': 'So selten ist kein Symbol.',
  '{0}, {1} in all: {2} of the text.': '{0}, zusammen {1}: {2} des Textes.',
  'A model learns little about a symbol that it sees only a few times, and pays for it in every guess.':
    'Über ein Symbol, das ein Modell nur wenige Male sieht, lernt es wenig, und bezahlt dafür bei jeder Vorhersage.',
  'Rare: in the text fewer than': 'Selten: im Text weniger als',
  '{0} times': '{0}-mal',
  'What happens to rare characters': 'Was mit seltenen Zeichen geschieht',
  'A blank line': 'Eine Leerzeile',
  'A blank line where one file ends and the next begins.':
    'Eine Leerzeile, wo eine Datei endet und die nächste beginnt.',
  'A new line': 'Eine neue Zeile',
  'For lists: the next file goes on in the next line.':
    'Für Listen: Die nächste Datei geht in der nächsten Zeile weiter.',
  'A line * * *': 'Eine Zeile * * *',
  'A mark that the model learns: a new piece begins.': 'Ein Zeichen, das das Modell lernt: Ein neues Stück beginnt.',
  Nothing: 'Nichts',
  'The files are put together as they are.': 'Die Dateien werden aneinandergehängt, wie sie sind.',
  'Something else…': 'Etwas anderes …',
  'Any text; {0} stands for a new line, {1} for a tab.':
    'Beliebiger Text; {0} steht für eine neue Zeile, {1} für einen Tabulator.',
  Separator: 'Trennzeichen',
  'Keep one column': 'Eine Spalte behalten',
  'This looks like a table: one column may hold the text.':
    'Das sieht nach einer Tabelle aus: Eine Spalte enthält wohl den Text.',
  'the whole table': 'die ganze Tabelle',
  'The first line names the columns': 'Die erste Zeile nennt die Spalten',
  'The first line is text like the others': 'Die erste Zeile ist Text wie die anderen',
  'Column {0}': 'Spalte {0}',
  'Column {0}, “{1}”': 'Spalte {0}, „{1}“',
  'The column holds numbers': 'Die Spalte enthält Zahlen',
  'They are cut into bins of about as many numbers each, and every bin is a symbol: a model can forecast them.':
    'Sie werden in Klassen mit etwa gleich vielen Zahlen geteilt, und jede Klasse ist ein Symbol: So kann ein Modell sie vorhersagen.',
  Bins: 'Klassen',
  'At most so many symbols.': 'Höchstens so viele Symbole.',
  'Keep one field': 'Ein Feld behalten',
  'This looks like JSON. Name the field that holds the text, such as {0}; dots lead into objects.':
    'Das sieht nach JSON aus. Nennen Sie das Feld mit dem Text, etwa {0}; Punkte führen in Objekte.',
  'all of it': 'alles',
  'Only {0} is looked at. Bring in one model at a time, and texts by themselves.':
    'Nur {0} wird angesehen. Nehmen Sie Modelle einzeln auf, und Texte für sich.',
  'A model is being imported. Wait for it, or cancel it first.':
    'Gerade wird ein Modell importiert. Warten Sie darauf, oder brechen Sie den Import zuerst ab.',
  'A text is being imported. Wait for it, or cancel it first.':
    'Gerade wird ein Text importiert. Warten Sie darauf, oder brechen Sie den Import zuerst ab.',
  '{0} is not in the library yet.': '{0} ist noch nicht in der Bibliothek.',
  '{0}, prepared differently, is not in the library yet.': '{0}, anders aufbereitet, ist noch nicht in der Bibliothek.',
  'Go on with it': 'Damit weitermachen',
};
