// What goes wrong with the library: opening it, what lies in it, and moving it.

export const libraryErrors: Readonly<Record<string, string>> = {
  'The library is being closed.': 'Die Bibliothek wird geschlossen.',
  'This checkpoint is not in the library any more. Choose another one.':
    'Dieser Checkpoint ist nicht mehr in der Bibliothek. Wählen Sie einen anderen.',
  'The run of a checkpoint has been deleted.': 'Der Lauf eines Checkpoints wurde gelöscht.',
  'The checkpoint of step {0} is the newest, from which the run goes on. Delete the run instead, or an older one.':
    'Der Checkpoint von Schritt {0} ist der neueste, von dem aus der Lauf weitergeht. Löschen Sie stattdessen den Lauf oder einen älteren Checkpoint.',
  'Every checkpoint of this run is damaged (steps {0}), so it cannot go on. Nothing was deleted: restore a copy of the library, or start a new run.':
    'Alle Checkpoints dieses Laufs sind beschädigt (Schritte {0}), er kann also nicht weitergehen. Nichts wurde gelöscht: Stellen Sie eine Kopie der Bibliothek wieder her, oder beginnen Sie einen neuen Lauf.',
  'The checkpoint of step {0} is damaged and cannot be used. Choose another checkpoint of the run.':
    'Der Checkpoint von Schritt {0} ist beschädigt und nicht zu gebrauchen. Wählen Sie einen anderen Checkpoint des Laufs.',
  'This run has no checkpoint yet. Let it train until the first one is written.':
    'Dieser Lauf hat noch keinen Checkpoint. Lassen Sie ihn trainieren, bis der erste geschrieben ist.',
  'This run failed before its first checkpoint, so there is no model of it. {0}':
    'Dieser Lauf ist vor seinem ersten Checkpoint gescheitert, es gibt also kein Modell von ihm. {0}',
  'The run has no checkpoint of step {0}. It has those of the steps {1}.':
    'Der Lauf hat keinen Checkpoint von Schritt {0}. Er hat die der Schritte {1}.',
  'The run has no checkpoint {0}. It has those of the steps {1}.':
    'Der Lauf hat keinen Checkpoint {0}. Er hat die der Schritte {1}.',
  'This runtime (Node {0}) is too old for SQLite\'s module. Start Charloom with "npm start", which brings the right one.':
    'Diese Laufzeit (Node {0}) ist zu alt für das Modul von SQLite. Starten Sie Charloom mit „npm start“, das die richtige mitbringt.',
  'This text is not in the library any more. Choose another one.':
    'Dieser Text ist nicht mehr in der Bibliothek. Wählen Sie einen anderen.',
  'The text that this model was trained on is not known. Branch the run onto a text of yours to train it further.':
    'Der Text, mit dem dieses Modell trainiert wurde, ist nicht bekannt. Zweigen Sie den Lauf auf einen eigenen Text ab, um ihn weiter zu trainieren.',
  'The text that this model was trained on, "{0}" ({1}), is not in the library. Import that very text, or branch the run onto another one.':
    'Der Text, mit dem dieses Modell trainiert wurde, „{0}“ ({1}), ist nicht in der Bibliothek. Importieren Sie genau diesen Text, oder zweigen Sie den Lauf auf einen anderen ab.',
  'The same text was imported meanwhile, as "{0}".': 'Derselbe Text wurde inzwischen als „{0}“ importiert.',
  'The text was deleted too long ago to be brought back.':
    'Der Text wurde vor zu langer Zeit gelöscht, um zurückgeholt zu werden.',
  'The text of "{0}" is damaged in the library. Delete the corpus and import it again.':
    'Der Text von „{0}“ ist in der Bibliothek beschädigt. Löschen Sie ihn, und importieren Sie ihn noch einmal.',
  'The text of "{0}" is damaged in the library. Import it again.':
    'Der Text von „{0}“ ist in der Bibliothek beschädigt. Importieren Sie ihn noch einmal.',
  'The library is damaged and a part of it cannot be read. Restore a copy of it, or move it away to start a new one.':
    'Die Bibliothek ist beschädigt und zum Teil nicht lesbar. Stellen Sie eine Kopie wieder her, oder räumen Sie sie weg, um eine neue zu beginnen.',
  'The disk is full, so the library could not be written. Free some space and try again.':
    'Der Datenträger ist voll, die Bibliothek konnte nicht geschrieben werden. Schaffen Sie Platz, und versuchen Sie es noch einmal.',
  'Another program keeps the library locked. Close other Charloom windows and commands that use it, and try again.':
    'Ein anderes Programm hält die Bibliothek gesperrt. Schließen Sie andere Charloom-Fenster und Befehle, die sie benutzen, und versuchen Sie es noch einmal.',
  'The library cannot be written: the disk or folder is read-only. Use a library in another folder.':
    'Die Bibliothek kann nicht geschrieben werden: Datenträger oder Ordner ist schreibgeschützt. Benutzen Sie eine Bibliothek in einem anderen Ordner.',
  'The library cannot be opened: access is denied. Check the rights of the file and its folder.':
    'Die Bibliothek kann nicht geöffnet werden: Der Zugriff ist verweigert. Prüfen Sie die Rechte der Datei und ihres Ordners.',
  'There is not enough memory to work with the library. Close other programs and try again.':
    'Der Arbeitsspeicher reicht für die Bibliothek nicht aus. Schließen Sie andere Programme, und versuchen Sie es noch einmal.',
  'That is larger than the library can hold in one piece. Nothing was changed.':
    'Das ist größer, als die Bibliothek es in einem Stück aufnehmen kann. Nichts wurde geändert.',
  'The disk with the library gives errors. Check that it is still connected and sound, or use a library in another folder.':
    'Der Datenträger mit der Bibliothek meldet Fehler. Prüfen Sie, ob er noch verbunden und in Ordnung ist, oder benutzen Sie eine Bibliothek in einem anderen Ordner.',
  'The alphabet of run {0} is damaged in the library and cannot be read.':
    'Das Alphabet von Lauf {0} ist in der Bibliothek beschädigt und nicht lesbar.',
  'Run {0} is damaged in the library and cannot be read.':
    'Lauf {0} ist in der Bibliothek beschädigt und nicht lesbar.',
  'The alphabet of corpus {0} is damaged in the library and cannot be read.':
    'Das Alphabet von Text {0} ist in der Bibliothek beschädigt und nicht lesbar.',
  'The origin of corpus {0} is damaged in the library and cannot be read.':
    'Die Herkunft von Text {0} ist in der Bibliothek beschädigt und nicht lesbar.',
  'Sample {0} is damaged in the library and cannot be read.':
    'Probe {0} ist in der Bibliothek beschädigt und nicht lesbar.',
  'Pipeline {0} is damaged in the library and cannot be read.':
    'Die Pipeline {0} ist in der Bibliothek beschädigt und nicht lesbar.',
  '{0} Restore a copy of the library, or delete it.':
    '{0} Stellen Sie eine Kopie der Bibliothek wieder her, oder löschen Sie den Eintrag.',
  'The library {0} cannot be opened: {1}. Check its path, or name another file.':
    'Die Bibliothek {0} kann nicht geöffnet werden: {1}. Prüfen Sie den Pfad, oder nennen Sie eine andere Datei.',
  'a part of its path is a file, not a folder': 'ein Teil des Pfads ist eine Datei und kein Ordner',
  'its name is too long': 'der Name ist zu lang',
  'its links lead in a circle': 'die Verknüpfungen führen im Kreis',
  'too many files are open': 'zu viele Dateien sind offen',
  'another program uses it': 'ein anderes Programm benutzt sie',
  'it is not there any more': 'sie ist nicht mehr da',
  'its network drive has gone': 'das Netzlaufwerk ist nicht mehr da',
  'its network drive does not answer': 'das Netzlaufwerk antwortet nicht',
  'the system says {0}': 'das System meldet {0}',
  '{0} It is held by process {1}.': '{0} Gehalten wird sie von Prozess {1}.',
  'The journal beside the library {0} belongs to another library, or to another state of this one. Open the library by itself first: that keeps both as they are.':
    'Das Journal neben der Bibliothek {0} gehört zu einer anderen Bibliothek oder zu einem anderen Stand von dieser. Öffnen Sie zuerst die Bibliothek für sich allein: So bleibt beides, wie es ist.',
  'Your library was moved to {0}, which is not there now. Connect the disk that it is on, and start again.':
    'Ihre Bibliothek wurde nach {0} verlegt und ist dort zurzeit nicht. Schließen Sie den Datenträger an, auf dem sie liegt, und starten Sie neu.',
  '{0} is damaged: it says where your library was moved to. Remove it and name the library with --library.':
    '{0} ist beschädigt: Darin steht, wohin Ihre Bibliothek verlegt wurde. Entfernen Sie die Datei, und nennen Sie die Bibliothek mit --library.',
  'The library lies in {0} already.': 'Die Bibliothek liegt schon in {0}.',
  'There is a library in {0} already, and it is not replaced. Choose another folder.':
    'In {0} gibt es schon eine Bibliothek, und sie wird nicht ersetzt. Wählen Sie einen anderen Ordner.',
  'What was written to {0} could not be read back as it was. The library stays where it is. Choose another disk.':
    'Was nach {0} geschrieben wurde, ließ sich nicht unverändert zurücklesen. Die Bibliothek bleibt, wo sie ist. Wählen Sie einen anderen Datenträger.',
  'The library cannot be moved while process {0} has it open, too. End that one, and try again.':
    'Die Bibliothek kann nicht verlegt werden, solange auch Prozess {0} sie offen hat. Beenden Sie ihn, und versuchen Sie es noch einmal.',
  'The library {0} is damaged: it is empty (0 bytes), perhaps after a power cut. Restore a copy of it, or move it away to start a new one.':
    'Die Bibliothek {0} ist beschädigt: Sie ist leer (0 Byte), vielleicht nach einem Stromausfall. Stellen Sie eine Kopie wieder her, oder räumen Sie sie weg, um eine neue zu beginnen.',
  'The library {0} is damaged: there is nothing but zeros in it, perhaps after a power cut. Restore a copy of it, or move it away to start a new one.':
    'Die Bibliothek {0} ist beschädigt: Sie enthält nur Nullen, vielleicht nach einem Stromausfall. Stellen Sie eine Kopie wieder her, oder räumen Sie sie weg, um eine neue zu beginnen.',
  '{0} is a link to {1}, which is not there. Put it back, or name another file.':
    '{0} ist eine Verknüpfung auf {1}, und das gibt es nicht. Legen Sie es zurück, oder nennen Sie eine andere Datei.',
  '{0} is a folder, not a library. Name a file in it.':
    '{0} ist ein Ordner und keine Bibliothek. Nennen Sie eine Datei darin.',
  '{0} is not a regular file. Name another one.': '{0} ist keine gewöhnliche Datei. Nennen Sie eine andere.',
  '{0} cannot be opened: access is denied. Check its rights, or name another file.':
    '{0} kann nicht geöffnet werden: Der Zugriff ist verweigert. Prüfen Sie die Rechte, oder nennen Sie eine andere Datei.',
  '{0} cannot be written, and a library must be. Its disk is read-only: name a library in another folder.':
    '{0} kann nicht geschrieben werden, und eine Bibliothek muss es. Ihr Datenträger ist schreibgeschützt: Nennen Sie eine Bibliothek in einem anderen Ordner.',
  '{0} cannot be written, and a library must be. Change its rights or those of its folder, or name a library in another folder.':
    '{0} kann nicht geschrieben werden, und eine Bibliothek muss es. Ändern Sie ihre Rechte oder die des Ordners, oder nennen Sie eine Bibliothek in einem anderen Ordner.',
  '{0} is not a Charloom library: it is not an SQLite file. Name another file, or move this one away to start a new library.':
    '{0} ist keine Charloom-Bibliothek: Es ist keine SQLite-Datei. Nennen Sie eine andere Datei, oder räumen Sie diese weg, um eine neue Bibliothek zu beginnen.',
  'The folder {0} cannot be made. Name a library in another folder.':
    'Der Ordner {0} kann nicht angelegt werden. Nennen Sie eine Bibliothek in einem anderen Ordner.',
  '{0} is an SQLite file of another program, not a library. Name another file, or move this one away to start a new library.':
    '{0} ist eine SQLite-Datei eines anderen Programms und keine Bibliothek. Nennen Sie eine andere Datei, oder räumen Sie diese weg, um eine neue Bibliothek zu beginnen.',
  '{0} was written by a newer Charloom (library version {1}, this one knows {2}). Update Charloom, or name another library.':
    '{0} wurde von einem neueren Charloom geschrieben (Version {1} der Bibliothek, dieses kennt {2}). Aktualisieren Sie Charloom, oder nennen Sie eine andere Bibliothek.',
  'The library {0} is damaged: it has been cut off at {1} of {2}. Restore a copy of it, or move it away to start a new one.':
    'Die Bibliothek {0} ist beschädigt: Sie ist bei {1} von {2:dative} abgeschnitten. Stellen Sie eine Kopie wieder her, oder räumen Sie sie weg, um eine neue zu beginnen.',
  'There is no saved pipeline "{0}".': 'Eine gespeicherte Pipeline „{0}“ gibt es nicht.',
  'The library {0} cannot be written, and {1} has no room for a copy to read. Free some space there, or name another folder in TMPDIR.':
    'Die Bibliothek {0} kann nicht geschrieben werden, und in {1} ist kein Platz für eine Kopie zum Lesen. Schaffen Sie dort Platz, oder nennen Sie in TMPDIR einen anderen Ordner.',
  'This run is not in the library any more. Choose another one.':
    'Dieser Lauf ist nicht mehr in der Bibliothek. Wählen Sie einen anderen.',
  'The checkpoint cannot be brought back: it was deleted too long ago, or the run has taken another course since.':
    'Der Checkpoint lässt sich nicht zurückholen: Er wurde vor zu langer Zeit gelöscht, oder der Lauf hat seither einen anderen Weg genommen.',
  'The run was deleted too long ago to be brought back.':
    'Der Lauf wurde vor zu langer Zeit gelöscht, um zurückgeholt zu werden.',
  '"{0}" is being trained by another Charloom process ({1}). Pause or stop it there, and try again.':
    '„{0}“ wird von einem anderen Charloom-Prozess trainiert ({1}). Halten Sie den Lauf dort an, oder beenden Sie ihn, und versuchen Sie es noch einmal.',
  'The run or text that this belongs to was deleted meanwhile. Look at the library again, and start anew.':
    'Der Lauf oder Text, zu dem das gehört, wurde inzwischen gelöscht. Sehen Sie die Bibliothek noch einmal an, und beginnen Sie neu.',
  '"{0}" does not wait in the queue any more. Look at the queue again.':
    '„{0}“ wartet nicht mehr in der Warteschlange. Sehen Sie die Warteschlange noch einmal an.',
  '{0} was put in the place of the library that process {1} has open. End that process first, or put the earlier file back.':
    '{0} wurde an die Stelle der Bibliothek gelegt, die Prozess {1} geöffnet hat. Beenden Sie zuerst diesen Prozess, oder legen Sie die frühere Datei wieder zurück.',
  'The library {0} was moved, deleted or replaced while it is open here. Put it back where it was, or what is done from now on may be lost.':
    'Die Bibliothek {0} wurde verschoben, gelöscht oder ersetzt, während sie hier geöffnet ist. Legen Sie sie wieder dorthin, wo sie war; sonst kann verloren gehen, was von jetzt an geschieht.',
  'The library {0} is damaged, and process {1} has it open. Close it there; what can be read is saved when you open it again.':
    'Die Bibliothek {0} ist beschädigt, und Prozess {1} hat sie offen. Schließen Sie sie dort; was lesbar ist, wird gerettet, wenn Sie sie wieder öffnen.',
  'The library is damaged and nothing of it can be read. Restore a copy of it, or move it away to start a new one.':
    'Die Bibliothek ist beschädigt, und nichts davon ist lesbar. Stellen Sie eine Kopie wieder her, oder räumen Sie sie weg, um eine neue zu beginnen.',
  'The library {0} is damaged and is being repaired by process {1}. Try again when it is done.':
    'Die Bibliothek {0} ist beschädigt und wird gerade von Prozess {1} repariert. Versuchen Sie es noch einmal, wenn er fertig ist.',
  'This sample is not in the library any more. Choose another one.':
    'Diese Probe ist nicht mehr in der Bibliothek. Wählen Sie eine andere.',
  'The sample was deleted too long ago to be brought back.':
    'Die Probe wurde vor zu langer Zeit gelöscht, um zurückgeholt zu werden.',
  'the table {0} is missing': 'die Tabelle {0} fehlt',
  '{0} of {1} cannot be read': '{0} von {1} nicht lesbar',
  'The library {0} is damaged: {1}. Restore a copy of it, or move it away to start a new one.':
    'Die Bibliothek {0} ist beschädigt: {1}. Stellen Sie eine Kopie wieder her, oder räumen Sie sie weg, um eine neue zu beginnen.',
};
