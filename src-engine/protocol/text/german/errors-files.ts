// Why a file cannot be written or replaced.

export const fileErrors: Readonly<Record<string, string>> = {
  '{0} has a line end or another control character in it, and nothing is written under such a name. Choose another name.':
    '{0} enthält ein Zeilenende oder ein anderes Steuerzeichen, und unter einem solchen Namen wird nichts geschrieben. Wählen Sie einen anderen Namen.',
  '{0} is {1}, and a file is to be written. Choose another name.':
    '{0} ist {1}, und eine Datei soll geschrieben werden. Wählen Sie einen anderen Namen.',
  '{0} is {1}, and a folder is to be written. Choose another name.':
    '{0} ist {1}, und ein Ordner soll geschrieben werden. Wählen Sie einen anderen Namen.',
  '{0} is {1}, and in the way of what is to be written. Choose another name.':
    '{0} ist {1} und steht dem im Weg, was geschrieben werden soll. Wählen Sie einen anderen Namen.',
  'a file': 'eine Datei',
  'a link': 'eine Verknüpfung',
  'a pipe': 'eine Pipe',
  'a socket': 'ein Socket',
  'a device': 'ein Gerät',
  'a file of {0}': 'eine Datei von {0:dative}',
  'a folder of {0}': 'ein Ordner mit {0:dative}',
  '{0} holds other files, such as "{1}". It stays as it is. Choose another name.':
    '{0} enthält andere Dateien, etwa „{1}“. Der Ordner bleibt, wie er ist. Wählen Sie einen anderen Namen.',
  '{0} holds too many files to be replaced. Choose another name.':
    '{0} enthält zu viele Dateien, um ersetzt zu werden. Wählen Sie einen anderen Namen.',
  'There is no folder {0}. Name a place in a folder that exists.':
    'Einen Ordner {0} gibt es nicht. Nennen Sie einen Ort in einem vorhandenen Ordner.',
  '{0} is a link that leads in a circle. Choose another name.':
    '{0} ist eine Verknüpfung, die im Kreis führt. Wählen Sie einen anderen Namen.',
  '{0} is the library itself, which is never written over. Choose another name.':
    '{0} ist die Bibliothek selbst, und die wird nie überschrieben. Wählen Sie einen anderen Namen.',
  '{0} belongs to a library, as its journal or as a copy of it, and is never written over. Choose another name.':
    '{0} gehört als Journal oder Kopie zu einer Bibliothek und wird nie überschrieben. Wählen Sie einen anderen Namen.',
  '{0} is another Charloom library, which is never written over. Choose another name.':
    '{0} ist eine andere Charloom-Bibliothek, und die wird nie überschrieben. Wählen Sie einen anderen Namen.',
  '{0} is already there: {1}. It stays as it is. Choose another name.':
    '{0} gibt es schon: {1}. Es bleibt, wie es ist. Wählen Sie einen anderen Namen.',
  '{0} is already there: {1}, but not {2} that Charloom has written and nobody has changed. It stays as it is. Choose another name.':
    '{0} gibt es schon: {1}, nicht als unveränderte Ausgabe von Charloom ({2}) zu erkennen. Es bleibt, wie es ist. Wählen Sie einen anderen Namen.',
  'a backup': 'eine Sicherungskopie',
  'a loss curve as CSV': 'eine Verlustkurve als CSV',
  'a loss curve as JSON': 'eine Verlustkurve als JSON',
  '{0} leads elsewhere by now. Try again.': '{0} führt inzwischen woandershin. Versuchen Sie es noch einmal.',
  '{0} cannot be written: {1}': '{0} kann nicht geschrieben werden: {1}',
  'the disk is full. Free some space and try again.':
    'der Datenträger ist voll. Schaffen Sie Platz, und versuchen Sie es noch einmal.',
  'the disk allows no file of this size. Choose another place and try again.':
    'der Datenträger erlaubt keine Datei dieser Größe. Wählen Sie einen anderen Ort, und versuchen Sie es noch einmal.',
  'its folder may not be written. Choose another place and try again.':
    'in den Ordner darf nicht geschrieben werden. Wählen Sie einen anderen Ort, und versuchen Sie es noch einmal.',
  'its disk gives errors, or allows no file of this size. Choose another place and try again.':
    'der Datenträger meldet Fehler oder erlaubt keine Datei dieser Größe. Wählen Sie einen anderen Ort, und versuchen Sie es noch einmal.',
  'its disk is read-only. Choose another place and try again.':
    'der Datenträger ist schreibgeschützt. Wählen Sie einen anderen Ort, und versuchen Sie es noch einmal.',
  'there is a folder of that name. Choose another name and try again.':
    'einen Ordner dieses Namens gibt es schon. Wählen Sie einen anderen Namen, und versuchen Sie es noch einmal.',
  'its folder is not there. Choose another place and try again.':
    'den Ordner gibt es nicht. Wählen Sie einen anderen Ort, und versuchen Sie es noch einmal.',
  'its name is too long. Choose a shorter one and try again.':
    'der Name ist zu lang. Wählen Sie einen kürzeren, und versuchen Sie es noch einmal.',
  'the system says {0}. Choose another place and try again.':
    'das System meldet {0}. Wählen Sie einen anderen Ort, und versuchen Sie es noch einmal.',
  'This file has not been chosen since Charloom was started. Choose it again.':
    'Diese Datei wurde seit dem Start von Charloom nicht gewählt. Wählen Sie sie noch einmal.',
  'No place to write to has been chosen. Choose one in the dialog.':
    'Es wurde kein Ort zum Schreiben gewählt. Wählen Sie einen im Dialog.',
  'The picture is too large. Make it smaller.': 'Das Bild ist zu groß. Machen Sie es kleiner.',
};
