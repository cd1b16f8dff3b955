// The screen that tells labels.

export const classify: Readonly<Record<string, string>> = {
  'tells {0} apart': 'unterscheidet {0}',
  'The first checkpoint comes soon; then this model can label lines, while it goes on learning.':
    'Der erste Checkpoint kommt bald; dann kann dieses Modell Zeilen zuordnen, während es weiterlernt.',
  'This run has no checkpoint. Continue its training; as soon as it has saved one it can label lines.':
    'Dieser Lauf hat keinen Checkpoint. Setzen Sie sein Training fort; sobald er einen gespeichert hat, kann er Zeilen zuordnen.',
  'Who was called what: rows are what the lines are, columns what they were called':
    'Wahre und zugeordnete Labels: Reihen zeigen die wahren, Spalten die zugeordneten',
  '{0} of {1} called {2}': '{0} mit Label {1}, als {2} eingestuft',
  '{0} of {1}, called {2}': '{0} mit Label {1}, als {2} eingestuft',
  '{0} of {1}, labelled correctly': '{0} mit Label {1}, richtig erkannt',
  'mean over the labels': 'Mittel über die Labels',
  'of all lines': 'aller Zeilen',
  Precision: 'Präzision',
  Recall: 'Trefferquote',
  '{0}, labelled by the checkpoint of step {1}.': '{0}, beurteilt vom Checkpoint bei Schritt {1}.',
  '{0}, a part of them, labelled by the checkpoint of step {1}.':
    '{0}, ein Teil davon, beurteilt vom Checkpoint bei Schritt {1}.',
  '{0} of the test part, labelled by the checkpoint of step {1}.':
    '{0} des Testteils, beurteilt vom Checkpoint bei Schritt {1}.',
  '{0}, some of the test part, labelled by the checkpoint of step {1}.':
    '{0}, einige des Testteils, beurteilt vom Checkpoint bei Schritt {1}.',
  '{0} of the validation part, labelled by the checkpoint of step {1}.':
    '{0} des Validierungsteils, beurteilt vom Checkpoint bei Schritt {1}.',
  '{0}, some of the validation part, labelled by the checkpoint of step {1}.':
    '{0}, einige des Validierungsteils, beurteilt vom Checkpoint bei Schritt {1}.',
  'How well it labels lines': 'Wie gut es Zeilen zuordnet',
  Threshold: 'Schwelle',
  'A line is called {0} from this probability on.': 'Ab dieser Wahrscheinlichkeit gilt eine Zeile als {0}.',
  Baseline: 'Baseline',
  '{0}: {1} have the commonest label.': '{0}: {1} haben das häufigste Label.',
  'Labelling the lines…': 'Die Zeilen werden beurteilt …',
  'The probability of {0} after each character: from {1} to {2}.':
    'Die Wahrscheinlichkeit von {0} nach jedem Zeichen: von {1} bis {2}.',
  'Type a line': 'Geben Sie eine Zeile ein',
  'What would it say to this?': 'Was würde es dazu sagen?',
  'Only its beginning is read, as in training.': 'Nur ihr Anfang wird gelesen, wie im Training.',
  'probability of {0}, character by character': 'Wahrscheinlichkeit von {0}, Zeichen für Zeichen',
  'Receiver operating characteristic': 'ROC-Kurve',
  ROC: 'ROC',
  '{0}: found against false alarms, as the threshold falls.':
    '{0}: gefunden gegen falschen Alarm, wenn die Schwelle sinkt.',
  'Area {0}': 'Fläche {0}',
  'Area under the ROC, mean over the labels: {0}': 'Fläche unter der ROC-Kurve, Mittel über die Labels: {0}',
  'Press a number of the table to see its lines.': 'Klicken Sie auf eine Zahl der Tabelle, um ihre Zeilen zu sehen.',
  'There is none.': 'Es gibt keine.',
  'Put it into the box': 'In das Feld übernehmen',
  'of {0}': 'für {0}',
};
