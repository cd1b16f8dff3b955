// The screen on which a run is watched while it learns.

export const trainScreen: Readonly<Record<string, string>> = {
  'It cannot be brought back. The curve and what was written with it stay; {0} become free.':
    'Er lässt sich nicht zurückholen. Die Kurve und was mit ihm geschrieben wurde, bleiben; {0} werden frei.',
  'Delete the checkpoint at step {0}?': 'Den Checkpoint bei Schritt {0} löschen?',
  'Delete the checkpoint': 'Checkpoint löschen',
  '{0} is {1} in the queue': '{0} ist {1} in der Warteschlange',
  '{0} is paused and comes next in the queue.': '{0} ist angehalten und kommt in der Warteschlange als Nächstes.',
  'Bring in a text first. Then branch the model onto it.':
    'Holen Sie zuerst einen Text herein. Zweigen Sie dann das Modell auf ihn ab.',
  'Accuracy against steps. At step {0} {1} of the held-out lines are told rightly, and {2} of those trained on.':
    'Genauigkeit über den Schritten. Bei Schritt {0} werden {1} der zurückgehaltenen Zeilen richtig erkannt und {2} der trainierten.',
  'Accuracy against steps. It has not been measured yet.':
    'Genauigkeit über den Schritten. Sie ist noch nicht gemessen worden.',
  'best held out {0}': 'am besten zurückgehalten {0}',
  'Of the lines that were trained on, those since the validation before are counted as they were told then.':
    'Von den trainierten Zeilen zählen die seit der vorigen Validierung, so wie sie dabei erkannt wurden.',
  'It is measured at the first validation.': 'Sie wird bei der ersten Validierung gemessen.',
  'about {0} more, to step about {1}.': 'etwa {0} mehr, bis etwa Schritt {1}.',
  '{0} more, to step {1}.': '{0} mehr, bis Schritt {1}.',
  '{0} more, to step {1}, about {2} at the speed so far.': '{0} mehr, bis Schritt {1}, im bisherigen Tempo etwa {2}.',
  'Train {0} longer': '{0} länger trainieren',
  '{0} is training; this run joins the queue.': '{0} wird gerade trainiert; dieser Lauf kommt in die Warteschlange.',
  'What it has learned to write': 'Was er zu schreiben gelernt hat',
  'It does better than {0}.': 'Besser als: {0}.',
  'Still ahead: {0}.': 'Noch vorn: {0}.',
  'Write with it': 'Damit schreiben',
  'nothing is held out': 'nichts ist zurückgehalten',
  'comes with the first checkpoint': 'kommt mit dem ersten Checkpoint',
  'not measured yet': 'noch nicht gemessen',
  '{0} bits · choosing 1 of {1}': '{0} Bit · Wahl unter {1}',
  'at the end about {0} ± {1}': 'am Ende etwa {0} ± {1}',
  'best {0}': 'bester {0}',
  '{0} bits per character': '{0} Bit je Zeichen',
  'gap {0}': 'Abstand {0}',
  'gap {0} at step {1}': 'Abstand {0} bei Schritt {1}',
  '{0} of this machine’s peak': '{0} der Spitze dieses Rechners',
  measuring: 'wird gemessen',
  'at rest': 'in Ruhe',
  'chars/s': 'Zeichen/s',
  'learning rate {0}': 'Lernrate {0}',
  'learning rate up to {0}': 'Lernrate bis {0}',
  'spent training': 'lang trainiert',
  'Threads of this run': 'Threads dieses Laufs',
  'Threads: a change takes effect at the next checkpoint': 'Threads: Eine Änderung gilt ab dem nächsten Checkpoint',
  'What it writes now': 'Was er jetzt schreibt',
  'What it wrote': 'Was er geschrieben hat',
  'What it wrote at step {0}': 'Was er bei Schritt {0} geschrieben hat',
  'step {0} · temperature {1}': 'Schritt {0} · Temperatur {1}',
  'What it wrote before': 'Was er vorher geschrieben hat',
  'Written at step': 'Geschrieben bei Schritt',
  'Trained elsewhere, for how long is not known': 'Anderswo trainiert, wie lange, ist nicht bekannt',
  'It is about to write its first letters.': 'Gleich schreibt er seine ersten Buchstaben.',
  'It has not begun yet.': 'Er hat noch nicht begonnen.',
  'What it wrote while it was trained did not come along. Open Write, and it writes.':
    'Was er beim Trainieren geschrieben hat, ist nicht mitgekommen. Öffnen Sie „Schreiben“, und er schreibt.',
  'This run has no checkpoint yet, so it has written nothing.':
    'Dieser Lauf hat noch keinen Checkpoint und deshalb nichts geschrieben.',
  'Classify with it': 'Damit klassifizieren',
  'Write from here': 'Von hier aus schreiben',
  'Branched from {0} at step {1}': 'Abgezweigt von {0} bei Schritt {1}',
  'Train longer…': 'Länger trainieren …',
  '{0} units, {1}': '{0} Einheiten, {1}',
  'Pausing…': 'Wird angehalten …',
  'Take out': 'Herausnehmen',
  'Its text is not here': 'Sein Text ist nicht hier',
  'This model came without {0}, so it cannot train on.':
    'Dieses Modell kam ohne {0} und kann deshalb nicht weiter trainiert werden.',
  'It writes as ever, and can be branched onto a text of yours.':
    'Es schreibt wie immer und lässt sich auf einen Ihrer Texte abzweigen.',
  'If you import exactly the text that it learned from, training can go on where it was left.':
    'Wenn Sie genau den Text importieren, aus dem es gelernt hat, kann das Training dort weitergehen, wo es stand.',
  'Import its text…': 'Seinen Text importieren …',
  '{0} at step {1}: {2}': '{0} bei Schritt {1}: {2}',
  'Gradients and gates': 'Gradienten und Gates',
  'A vanilla cell has no gates that could be open or shut.':
    'Eine einfache Zelle hat keine Gates, die offen oder zu sein könnten.',
  'Nothing has been looked at yet. The first figures come with the eighth step; runs from elsewhere have none.':
    'Noch ist nichts angesehen worden. Die ersten Zahlen kommen mit dem achten Schritt; Läufe von anderswo haben keine.',
  'before clipping': 'vor dem Begrenzen',
  'after clipping': 'nach dem Begrenzen',
  'Gradient norm': 'Norm des Gradienten',
  'The length of the whole gradient. Where the lines part, clipping has shortened it.':
    'Die Länge des ganzen Gradienten. Wo die Linien auseinandergehen, wurde er begrenzt.',
  'Update to weight': 'Änderung zu Gewicht',
  'How far a step moves the weights, as a share of their size. About one in a thousand is usual.':
    'Wie weit ein Schritt die Gewichte bewegt, als Anteil ihrer Größe. Üblich ist etwa ein Tausendstel.',
  ratio: 'Verhältnis',
  'Gate saturation': 'Sättigung der Gates',
  'Gate saturation, layer {0}': 'Sättigung der Gates, Schicht {0}',
  'Share of each gate’s values below 0.1 (shut) and above 0.9 (open). A gate that is always either learns no more.':
    'Anteil der Werte jedes Gates unter 0,1 (zu) und über 0,9 (offen). Ein Gate, das immer eines davon ist, lernt nichts mehr.',
  '{0} shut': '{0} zu',
  '{0} open': '{0} offen',
};
