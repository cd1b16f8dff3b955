// The screen of the app's settings.

/** Words that many parts of the window and of the engine share stand in `shared.ts`. */
export const settingsScreen: Readonly<Record<string, string>> = {
  Settings: 'Einstellungen',
  Window: 'Fenster',
  Language: 'Sprache',
  Theme: 'Farben',
  'Text size': 'Schriftgröße',
  'The View menu makes everything larger, pictures too.': 'Das Menü „Ansicht“ vergrößert alles, auch die Bilder.',
  Numbers: 'Zahlen',
  'Length of a new text': 'Länge eines neuen Textes',
  'Beside the text another one can be set, for that run.':
    'Neben dem Text lässt sich für den jeweiligen Lauf eine andere einstellen.',
  Training: 'Training',
  'Threads of new runs': 'Threads neuer Läufe',
  'This machine has {0}.': 'Dieser Rechner hat {0}.',
  'What suits this machine': 'Was zu diesem Rechner passt',
  'On battery': 'Im Akkubetrieb',
  'A run that was paused goes on by itself when there is power again.':
    'Ein angehaltener Lauf geht von selbst weiter, sobald wieder Netzstrom da ist.',
  'When the window is closed': 'Wenn das Fenster geschlossen wird',
  'Training can go on in the background. Opening Charloom again brings the window back.':
    'Das Training kann im Hintergrund weitergehen. Wer Charloom wieder öffnet, bekommt das Fenster zurück.',
  Notifications: 'Mitteilungen',
  'The system tells you when a run ends while you are elsewhere.':
    'Das System meldet sich, wenn ein Lauf endet, während Sie woanders sind.',
  'The library was moved.': 'Die Bibliothek wurde verschoben.',
  Library: 'Bibliothek',
  'Show in folder': 'Im Ordner zeigen',
  '{0} is being trained. Pause it first.': '{0} wird gerade trainiert. Halten Sie den Lauf zuerst an.',
  'Move it…': 'Verschieben …',
  'Storage and backup…': 'Speicher und Sicherung …',
  'All your texts, runs and samples are in this one file. When it is moved, it is copied and compared before the old one goes.':
    'Alle Ihre Texte, Läufe und Proben liegen in dieser einen Datei. Beim Verschieben wird sie kopiert und verglichen, bevor die alte entfernt wird.',
  Engine: 'Rechenkern',
  'Kernels in use': 'Verwendete Kernel',
  Peak: 'Spitzenleistung',
  '{0} GFLOP/s with {1}': '{0} GFLOP/s mit {1:dative}',
  Processors: 'Prozessoren',
  Version: 'Version',
};
