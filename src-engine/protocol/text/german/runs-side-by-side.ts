// Runs side by side: curves, table, and the values of settings in it.

export const runsSideBySide: Readonly<Record<string, string>> = {
  'Runs side by side': 'Läufe im Vergleich',
  '{0} nats in training': '{0} Nats im Training',
  '{0} bits in training': '{0} Bit im Training',
  'time at work': 'Arbeitszeit',
  '{0} · against {1}': '{0} · gegen {1}',
  '{0} of {1} against {2}. The table below has the figures.':
    '{0} von {1:dative} gegen {2}. Die Zahlen stehen in der Tabelle darunter.',
  '{0} as PNG picture…': '{0} als PNG-Bild …',
  '{0} as SVG drawing…': '{0} als SVG-Zeichnung …',
  'Curves as CSV…': 'Kurven als CSV …',
  'All texts': 'Alle Texte',
  'Nothing has been trained yet. Runs stand here beside each other once there are some.':
    'Noch wurde nichts trainiert. Sobald es Läufe gibt, stehen sie hier nebeneinander.',
  Curves: 'Kurven',
  Against: 'Gegen',
  'Save the curves': 'Kurven sichern',
  'Drag to zoom. Click a curve to pick its run.': 'Ziehen vergrößert. Ein Klick auf eine Kurve wählt ihren Lauf.',
  'Losses on different texts do not compare: choose one text above.':
    'Verluste auf verschiedenen Texten sind nicht vergleichbar: Wählen Sie oben einen Text.',
  'Training loss of classifiers': 'Trainingsverlust der Klassifikatoren',
  'Validation loss of classifiers': 'Validierungsverlust der Klassifikatoren',
  'per answer': 'je Antwort',
  'Table of runs': 'Tabelle der Läufe',
  'Chars/s': 'Zeichen/s',
  Begun: 'Begonnen',
  'Shown in the charts': 'In den Kurven gezeigt',
  'Show the curve of {0}': 'Die Kurve von {0} zeigen',
  'here {0}': 'hier {0}',
  'loss of {0}': 'Verlust von {0}',
  'norm up to {0}': 'Norm bis {0}',
  'values up to {0}': 'Werte bis {0}',
  'cosine, warm-up {0}, floor {1}': 'Kosinus, Aufwärmen {0}, Boden {1}',
  '× {0} every {1}': '× {0} alle {1}',
  '× {0} after {1} without a better one': '× {0} nach {1:dative} ohne bessere',
};
