// The library beside the screens, what is done with its items, and what lies over the whole window.

export const library: Readonly<Record<string, string>> = {
  'Skip to the screen': 'Zum Inhalt springen',
  'Hide the library': 'Bibliothek ausblenden',
  'Show the library': 'Bibliothek einblenden',
  'Opening the library…': 'Die Bibliothek wird geöffnet …',
  'There is no run yet. Train a model first, or import one.':
    'Es gibt noch keinen Lauf. Trainieren Sie zuerst ein Modell, oder importieren Sie eines.',
  'Open a text or a sample first.': 'Öffnen Sie zuerst einen Text oder eine Probe.',
  'Open a text that a model has written; it can be printed.':
    'Öffnen Sie einen Text, den ein Modell geschrieben hat; der lässt sich drucken.',
  'The text of {0} is not in this library.': 'Der Text von {0} ist nicht in dieser Bibliothek.',
  'Open a run, a text or a sample first.': 'Öffnen Sie zuerst einen Lauf, einen Text oder eine Probe.',
  'There is no model to export yet. Train one first, or import one.':
    'Es gibt noch kein Modell zu exportieren. Trainieren Sie zuerst eines, oder importieren Sie eines.',
  '{0} has no checkpoint to branch from yet.': '{0} hat noch keinen Checkpoint zum Abzweigen.',
  '{0} is being trained already.': '{0} wird bereits trainiert.',
  '{0} is finished. Choose “Train longer…” on its screen.':
    '{0} ist fertig. Wählen Sie „Länger trainieren …“ in der Ansicht des Laufs.',
  'The text of {0} is not in this library, so it cannot be trained.':
    'Der Text von {0} ist nicht in dieser Bibliothek, deshalb lässt sich der Lauf nicht trainieren.',
  '{0} is being trained. Pause it first, or put {1} into the queue.':
    '{0} wird gerade trainiert. Halten Sie den Lauf zuerst an, oder stellen Sie {1} in die Warteschlange.',
  'Open New run or Branch first: a run begins there.':
    'Öffnen Sie zuerst „Neuer Lauf“ oder „Abzweigen“: Dort beginnt ein Lauf.',
  'Open Write of a run first.': 'Öffnen Sie zuerst „Schreiben“ eines Laufs.',
  'Open Train of a run first: it can be trained longer there.':
    'Öffnen Sie zuerst „Trainieren“ eines Laufs: Dort lässt er sich länger trainieren.',
  'Nothing is being written.': 'Es wird gerade nichts geschrieben.',
  'Open a text of the library first.': 'Öffnen Sie zuerst einen Text der Bibliothek.',
  'Open a run or a sample first.': 'Öffnen Sie zuerst einen Lauf oder eine Probe.',
  '{0} is in the queue already.': '{0} steht schon in der Warteschlange.',
  'Nothing is being trained: {0} can go on at once.': 'Es wird gerade nichts trainiert: {0} kann sofort weitergehen.',
  '{0} is not in the queue.': '{0} steht nicht in der Warteschlange.',
  'There is nothing to take back.': 'Es gibt nichts zurückzunehmen.',
  '{0} is being trained. Add the new run to the queue.':
    '{0} wird gerade trainiert. Stellen Sie den neuen Lauf in die Warteschlange.',
  'Nothing is being trained: the new run can begin at once.':
    'Es wird gerade nichts trainiert: Der neue Lauf kann sofort beginnen.',
  'The new run is not ready yet: see what its screen says.':
    'Der neue Lauf ist noch nicht bereit: Sehen Sie nach, was seine Ansicht sagt.',
  'A run can be trained longer once it rests, has made a step, and has its text in this library.':
    'Ein Lauf lässt sich länger trainieren, sobald er ruht, einen Schritt gemacht hat und sein Text in dieser Bibliothek ist.',
  'Nothing is being trained.': 'Es wird gerade nichts trainiert.',
  '{0} was deleted by another Charloom process.': '{0} wurde von einem anderen Charloom-Prozess gelöscht.',
  'The engine stopped unexpectedly and was started again.':
    'Der Rechenkern blieb unerwartet stehen und wurde neu gestartet.',
  'The library can be written again: everything is saved.':
    'Die Bibliothek lässt sich wieder schreiben: Alles ist gespeichert.',
  'The run': 'Der Lauf',
  'The diagnostics were copied. They hold figures and versions, and none of your texts.':
    'Die Diagnose wurde kopiert. Sie enthält Zahlen und Versionen und keinen Ihrer Texte.',
  'The name was taken away.': 'Der Name wurde entfernt.',
  'Without a name it is called by its first words.': 'Ohne Namen heißt sie nach ihren ersten Wörtern.',
  '{0} was replaced.': '{0} wurde ersetzt.',
  'Renamed to “{0}”.': 'In „{0}“ umbenannt.',
  'Delete “{0}”?': '„{0}“ löschen?',
  'You can undo this for a minute.': 'Sie können das eine Minute lang rückgängig machen.',
  'Also deleted:': 'Auch gelöscht werden:',
  'its checkpoints, up to step {0}': 'seine Checkpoints bis Schritt {0}',
  'its loss curve': 'seine Verlustkurve',
  '{0} that it wrote': '{0}, von ihm geschrieben',
  'Delete the run': 'Lauf löschen',
  '{0} was saved as {1}: {2} of UTF-8.': '{0} wurde als {1} gespeichert: {2} UTF-8.',
  'About {0} come back to the disk.': 'Etwa {0} werden auf der Platte frei.',
  'Delete the text': 'Text löschen',
  '{0} was deleted.': '{0} wurde gelöscht.',
  'No model was trained on it. What it was made of stays where it is.':
    'Auf ihm wurde kein Modell trainiert. Woraus er entstand, bleibt, wo es ist.',
  'Also deleted: the run below, and all that it wrote.':
    'Auch gelöscht werden: dieser Lauf und alles, was er geschrieben hat.',
  'Also deleted: the {0} runs below, and all that they wrote.':
    'Auch gelöscht werden: diese {0} Läufe und alles, was sie geschrieben haben.',
  '{0} deleted.': '{0} gelöscht.',
  Empty: 'Leer',
  'Rename…': 'Umbenennen …',
  'New name': 'Neuer Name',
  'Prepare it differently…': 'Anders aufbereiten …',
  'Export as text…': 'Als Text exportieren …',
  'Branch…': 'Abzweigen …',
  'Remove the star': 'Stern entfernen',
  'Save the text…': 'Text speichern …',
  'Run on {0}': 'Lauf auf {0}',
  'The engine stopped unexpectedly and is being restarted. Everything up to the last checkpoint is safe.':
    'Der Rechenkern blieb unerwartet stehen und wird neu gestartet. Alles bis zum letzten Checkpoint ist sicher.',
  'The library is being moved. It is copied and compared first; until then nothing changes where it was.':
    'Die Bibliothek wird verschoben. Sie wird zuerst kopiert und verglichen; bis dahin ändert sich am alten Ort nichts.',
  'Start the engine again': 'Rechenkern neu starten',
  'Nothing has been saved since {0}.': 'Seit {0} wurde nichts gespeichert.',
  'Training goes on in memory, and saving is tried again by itself.':
    'Das Training geht im Speicher weiter, und das Sichern wird von selbst wieder versucht.',
  'Meanwhile saving is tried again by itself.': 'Das Sichern wird von selbst wieder versucht.',
  'Training of {0} was interrupted at step {1}.': 'Das Training von {0} wurde bei Schritt {1} unterbrochen.',
  'Training of {0} on {1} was interrupted at step {2}.':
    'Das Training von {0} auf {1} wurde bei Schritt {2} unterbrochen.',
  'Leave it': 'So lassen',
  'That is no file on this computer. Drop a text file or a model from a folder.':
    'Das ist keine Datei auf diesem Computer. Ziehen Sie eine Textdatei oder ein Modell aus einem Ordner her.',
  'Drop it to add it to these files': 'Loslassen, um es diesen Dateien hinzuzufügen',
  'Drop it to read it': 'Loslassen, um es zu lesen',
  'Text files, a folder of them, or a model': 'Textdateien, ein Ordner davon oder ein Modell',
  'The licences are missing ({0}). They are gathered when the app is built.':
    'Die Lizenzen fehlen ({0}). Sie werden gesammelt, wenn die App gebaut wird.',
  Licences: 'Lizenzen',
  'Reading them…': 'Werden gelesen …',
  'Charloom itself is under the MIT licence. Electron and Chromium bring theirs along as LICENSE and LICENSES.chromium.html beside the program.':
    'Charloom selbst steht unter der MIT-Lizenz. Electron und Chromium bringen ihre als LICENSE und LICENSES.chromium.html neben dem Programm mit.',
  'Licences of what Charloom carries along': 'Lizenzen dessen, was Charloom mitbringt',
  'All actions': 'Alle Aktionen',
  'Find an action, a run or a text': 'Aktion, Lauf oder Text finden',
  Found: 'Gefunden',
  'Nothing is called that.': 'So heißt nichts.',
  'Close this message': 'Diese Meldung schließen',
  'The newest first': 'Die neuesten zuerst',
  'By star': 'Nach Stern',
  'By text': 'Nach Text',
  'By state': 'Nach Zustand',
  'Group the runs': 'Läufe gruppieren',
  'In the queue': 'In der Warteschlange',
  'In training': 'Im Training',
  Paused: 'Angehalten',
  Finished: 'Fertig',
  Stopped: 'Beendet',
  Interrupted: 'Unterbrochen',
  Failed: 'Gescheitert',
  'What can be done with it': 'Was sich damit tun lässt',
  Queue: 'Warteschlange',
  next: 'als Nächstes',
  'Move {0} up': '{0} nach oben',
  'Move {0} down': '{0} nach unten',
  'More for {0}': 'Mehr für {0}',
  'The queue rests.': 'Die Warteschlange ruht.',
  'Start it': 'Starten',
  '{0}, step {1}': '{0}, Schritt {1}',
  'With a star': 'Mit Stern',
  'Without a star': 'Ohne Stern',
  'step {0} · T {1} · seed {2}': 'Schritt {0} · T {1} · Startwert {2}',
  'Search the library': 'In der Bibliothek suchen',
  'Texts, runs and samples, by any word of their names or of what was written':
    'Texte, Läufe und Proben, nach jedem Wort ihrer Namen oder des Geschriebenen',
  'Nothing in the library has that in it.': 'In der Bibliothek kommt das nicht vor.',
  'No text yet.': 'Noch kein Text.',
  'Nothing trained yet.': 'Noch nichts trainiert.',
  Samples: 'Proben',
  'Only those with a star': 'Nur die mit Stern',
  'No sample has a star.': 'Keine Probe hat einen Stern.',
};
