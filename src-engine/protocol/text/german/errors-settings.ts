// What is wrong with a setting or another part of a request.

export const settingErrors: Readonly<Record<string, string>> = {
  '{0} must be from {1} to {2}; it is {3}.': '{0}: Erlaubt ist {1} bis {2}, angegeben ist {3}.',
  '{0} must be a whole number from {1} to {2}; it is {3}.':
    '{0}: Erlaubt ist eine ganze Zahl von {1} bis {2}, angegeben ist {3}.',
  '{0} must be greater than 0 and at most {1}; it is {2}.':
    '{0}: Der Wert muss größer als 0 und höchstens {1} sein, angegeben ist {2}.',
  '{0} must be one of {1}; it is {2}.': '{0}: Zur Wahl steht {1}, angegeben ist {2}.',
  '{0} must be true or false.': '{0}: Der Wert muss true oder false sein.',
  '{0} must be below 1.': '{0}: Der Wert muss kleiner als 1 sein.',
  '{0} must be a number.': '{0}: Der Wert muss eine Zahl sein.',
  '{0} must be a text.': '{0}: Der Wert muss ein Text sein.',
  '{0} is empty. Name one.': '{0}: Die Angabe ist leer. Nennen Sie etwas.',
  '{0} is too long. Use at most {1} characters.': '{0}: Die Angabe ist zu lang. Nehmen Sie höchstens {1} Zeichen.',
  'This is not what was expected: {0} is needed, and it is {1}.': 'Erwartet wurde {0}, angegeben ist {1}.',
  'The setting "{0}" is wrong: expected {1} but got {2}.':
    'Die Einstellung „{0}“ ist falsch: Erwartet wurde {1}, angegeben ist {2}.',
  'Tied weights need an embedding as wide as the hidden layer: the embedding is {0}, the layer {1}. Set the embedding to {2}, or do not tie the weights.':
    'Gebundene Gewichte brauchen ein Embedding, das so breit wie die verdeckte Schicht ist: Das Embedding ist {0} breit, die Schicht {1}. Setzen Sie das Embedding auf {2}, oder binden Sie die Gewichte nicht.',
  'The name must be a text.': 'Der Name muss ein Text sein.',
  'The name is empty, or has nothing in it that can be seen. Give it at least one character.':
    'Der Name ist leer oder enthält nichts Sichtbares. Geben Sie ihm mindestens ein Zeichen.',
  'The name is too long. Use at most {0} characters.': 'Der Name ist zu lang. Nehmen Sie höchstens {0} Zeichen.',
  'The number of a CSV column must be a whole number.': 'Die Nummer einer CSV-Spalte muss eine ganze Zahl sein.',
  'CSV columns are counted from 1.': 'CSV-Spalten werden von 1 an gezählt.',
  'The number of bins': 'Anzahl der Klassen',
  'The CSV column': 'CSV-Spalte',
  'The JSON field': 'JSON-Feld',
  'The threshold of rare characters': 'Schwelle für seltene Zeichen',
  'The unit': 'Einheit',
  'The separator must be a text.': 'Das Trennzeichen muss ein Text sein.',
  'The separator is too long. Use at most {0} characters.':
    'Das Trennzeichen ist zu lang. Nehmen Sie höchstens {0} Zeichen.',
  'A cleaning step is named twice. Name each once.':
    'Ein Schritt der Bereinigung ist zweimal genannt. Nennen Sie jeden einmal.',
  'Rare characters can be kept, dropped or replaced.':
    'Seltene Zeichen können behalten, weggelassen oder ersetzt werden.',
  'The symbols of a column of numbers stand for its bins, so rare ones can only be kept. Keep them, or choose fewer bins.':
    'Die Symbole einer Spalte von Zahlen stehen für ihre Klassen, deshalb können seltene nur behalten werden. Behalten Sie sie, oder wählen Sie weniger Klassen.',
  'The settings of this model were written by a newer Charloom. Update Charloom to read them.':
    'Die Einstellungen dieses Modells wurden von einem neueren Charloom geschrieben. Aktualisieren Sie Charloom, um sie zu lesen.',
  'The settings of this training were written by a newer Charloom. Update Charloom to read them.':
    'Die Einstellungen dieses Trainings wurden von einem neueren Charloom geschrieben. Aktualisieren Sie Charloom, um sie zu lesen.',
  'The settings of this text were written by a newer Charloom. Update Charloom to read them.':
    'Die Einstellungen dieses Textes wurden von einem neueren Charloom geschrieben. Aktualisieren Sie Charloom, um sie zu lesen.',
  'The settings of this pipeline were written by a newer Charloom. Update Charloom to read them.':
    'Die Einstellungen dieser Pipeline wurden von einem neueren Charloom geschrieben. Aktualisieren Sie Charloom, um sie zu lesen.',
  'The prompt is too long. Use at most {0} characters.': 'Der Prompt ist zu lang. Nehmen Sie höchstens {0} Zeichen.',
  'The weight of a blended model must be of 0 to 1.': 'Das Gewicht eines beigemischten Modells muss 0 bis 1 sein.',
  'At most 8 models can be blended with the first one.': 'Dem ersten Modell lassen sich höchstens 8 beimischen.',
  'A unit is held within {0} and {1}.': 'Eine Einheit wird zwischen {0} und {1} festgehalten.',
  'The number of newest checkpoints': 'Die Zahl der neuesten Checkpoints',
  'The distance of checkpoints': 'Der Abstand der Checkpoints',
  'The expression is too long. Use at most {0}.': 'Der Ausdruck ist zu lang. Nehmen Sie höchstens {0}.',
  'At most {0} texts can be written at once.': 'Höchstens {0} Texte lassen sich auf einmal schreiben.',
  'Type a regular expression.': 'Tippen Sie einen regulären Ausdruck.',
  'The precision': 'Genauigkeit',
  'The steps of a forecast': 'Schritte einer Vorhersage',
  'The texts of a forecast': 'Texte einer Vorhersage',
  'At most {0} are looked ahead.': 'Vorausgeschaut wird höchstens {0} weit.',
  'At most 16 continuations are offered.': 'Angeboten werden höchstens 16 Fortsetzungen.',
  'A copy has at least 2 symbols.': 'Eine Abschrift hat mindestens 2 Symbole.',
  'At most {0} are looked for.': 'Gesucht wird nach höchstens {0:dative}.',
  'At most {0} can have a bias.': 'Höchstens {0} können einen Bias haben.',
  'At most 32 sampling stages can stand in a row.': 'Höchstens 32 Stufen können aufeinander folgen.',
  'The length of the text': 'Länge des Textes',
  'The width of the beam': 'Breite des Strahls',
  'The length penalty': 'Längenstrafe',
  'The number of texts to choose from': 'Anzahl der Texte zur Auswahl',
  'Whether case is ignored': 'Groß und klein gleich',
  'The bias': 'Bias',
  'The DRY multiplier': 'DRY-Faktor',
  'The DRY base': 'DRY-Basis',
  'The length that DRY allows': 'Länge, die DRY erlaubt',
  'The frequency penalty': 'Häufigkeitsstrafe',
  'The presence penalty': 'Vorkommensstrafe',
  "Mirostat's aim": 'Ziel von Mirostat',
  "Mirostat's rate": 'Rate von Mirostat',
  'The window of the penalty': 'Fenster der Strafe',
  'The repetition penalty': 'Wiederholungsstrafe',
  'The temperature': 'Temperatur',
  'The temperature at the end': 'Temperatur am Ende',
  'The length of the temperature schedule': 'Länge des Temperaturverlaufs',
  'The typical mass': 'Typische Masse',
  'The XTC probability': 'XTC-Wahrscheinlichkeit',
  'The XTC threshold': 'XTC-Schwelle',
  'Holding out {0} of {1} leaves {2} for the test, and at least {3} are needed.':
    '{0} von {1:dative} zurückzuhalten lässt {2} für den Test, und mindestens {3} sind nötig.',
  '{0} Hold out a larger share or none (0), or take a text of at least {1}.':
    '{0} Halten Sie einen größeren Anteil oder keinen (0) zurück, oder nehmen Sie einen Text von mindestens {1:dative}.',
  '{0} Hold out a larger share or none (0).': '{0} Halten Sie einen größeren Anteil oder keinen (0) zurück.',
  'Holding out {0} of {1} leaves {2} to validate on, and a batch of {3} needs {4}.':
    '{0} von {1:dative} zurückzuhalten lässt {2} zum Validieren, und ein Batch von {3} braucht {4}.',
  '{0} Hold out a larger share or none (0), take a smaller batch, or a text of at least {1}.':
    '{0} Halten Sie einen größeren Anteil oder keinen (0) zurück, oder nehmen Sie einen kleineren Batch oder einen Text von mindestens {1:dative}.',
  'Holding out {0} leaves no text to train on, however long it is. Lower one of them.':
    '{0} zurückzuhalten lässt keinen Text zum Trainieren, so lang er auch ist. Senken Sie einen der Anteile.',
  'a batch of {0} of {1}': 'ein Batch von {0:dative} mit je {1:dative}',
  'Holding out {0} leaves {1} of {2} to train on, and {3} needs {4}.':
    '{0} zurückzuhalten lässt {1} von {2:dative} zum Trainieren, und {3} braucht {4}.',
  '{0} Hold out less, or use a batch of at most {1}.':
    '{0} Halten Sie weniger zurück, oder nehmen Sie einen Batch von höchstens {1}.',
  '{0} Hold out less.': '{0} Halten Sie weniger zurück.',
  'The text has {0}, {1} of them for training, but {2} needs {3}.':
    'Der Text hat {0}, davon {1} zum Trainieren, aber {2} braucht {3}.',
  '{0} Use a batch of at most {1}, a shorter sequence, or a text of at least {2}.':
    '{0} Nehmen Sie einen Batch von höchstens {1}, eine kürzere Sequenz oder einen Text von mindestens {2:dative}.',
  '{0} Use a text of at least {1}, or a batch of 1 and a sequence of at most {2}.':
    '{0} Nehmen Sie einen Text von mindestens {1:dative}, oder einen Batch von 1 und eine Sequenz von höchstens {2}.',
  '{0} Use a text of at least {1}.': '{0} Nehmen Sie einen Text von mindestens {1:dative}.',
  '{0} for validation': '{0} zum Validieren',
  '{0} for the test': '{0} für den Test',
  '{0} for validation and {1} for the test': '{0} zum Validieren und {1} für den Test',
  '{0} %': '{0} %',
};
