// What shapes a text that a model writes: the controls, the stages of the pipeline, the ways to find a text, and what
// has no effect.

export const sampling: Readonly<Record<string, string>> = {
  Controls: 'Regler',
  'Next character': 'Nächstes Zeichen',
  'What could stand here': 'Was hier stehen könnte',
  '{0} of {1} characters possible': '{0} von {1} Zeichen möglich',
  'the likeliest {0} are drawn': 'gezeichnet sind die wahrscheinlichsten {0}',
  'the one that stands here is no. {0}': 'das hier ist Nr. {0}',
  '{0} before sampling controls, ruled out by “{1}”': '{0} vor den Sampling-Reglern, ausgeschlossen durch „{1}“',
  '{0} according to the model': '{0} laut Modell',
  '{0} ({1} before sampling controls)': '{0} ({1} vor den Sampling-Reglern)',
  '{0} bits: like choosing among {1} characters': '{0} Bit: wie eine Wahl unter {1} Zeichen',
  'Nothing is left: everything that could follow is banned.':
    'Nichts bleibt übrig: Alles, was folgen könnte, ist verboten.',
  'After which stage': 'Nach welcher Stufe',
  'Order of the bars': 'Ordnung der Balken',
  'By likelihood': 'Wahrscheinlichkeit',
  'By character': 'Zeichen',
  'Common lengths': 'Übliche Längen',
  'The same seed, checkpoint, prompt and controls write the same text.':
    'Derselbe Startwert, Checkpoint, Prompt und dieselben Regler schreiben denselben Text.',
  'Draw a new seed': 'Neuen Startwert ziehen',
  'Copy the seed': 'Startwert kopieren',
  'New seed each time': 'Jedes Mal neuer Startwert',
  'Your own': 'Eigene',
  'Save as…': 'Speichern als …',
  'Your own controls were replaced.': 'Ihre eigenen Regler wurden ersetzt.',
  '{0} was removed.': '{0} wurde entfernt.',
  'Bans come before everything else': 'Verbote kommen vor allem anderen',
  'Move {0}': '{0} verschieben',
  'Characters that it rules out here': 'Zeichen, die er hier ausschließt',
  'Earlier: {0}': 'Früher: {0}',
  'Later: {0}': 'Später: {0}',
  'Remove: {0}': 'Entfernen: {0}',
  'Stages, in the order of application': 'Stufen, in der Reihenfolge der Anwendung',
  'The order is your own.': 'Die Reihenfolge ist Ihre eigene.',
  'Usual order': 'Übliche Reihenfolge',
  'Add a control': 'Regler hinzufügen',
  'Ends early after {0}.': 'Endet vorzeitig nach {0}.',
  'Write the whole length': 'Die ganze Länge schreiben',
  'One per line; \\n is a line end, \\t a tab': 'Eines je Zeile; \\n ist ein Zeilenende, \\t ein Tabulator',
  'Upper and lower case alike': 'Groß- und Kleinschreibung gleich',
  'Leave {0} as it is': '{0} lassen, wie es ist',
  'Add characters': 'Zeichen hinzufügen',
  'Only the first {0} characters were added.': 'Nur die ersten {0} Zeichen wurden hinzugefügt.',
  'a run that is gone': 'ein Lauf, den es nicht mehr gibt',
  Blend: 'Mischung',
  'Blended model {0}': 'Beigemischtes Modell {0}',
  'Blend without {0}': 'Ohne {0} mischen',
  'Checkpoint of {0}': 'Checkpoint von {0}',
  'As it was': 'Wie es war',
  'Weight of {0}': 'Gewicht von {0}',
  '{0} has the other {1}.': '{0} hat die übrigen {1}.',
  'Logits are mixed for every character; one that a model lacks it finds as unlikely as its least likely one.':
    'Die Logits werden bei jedem Zeichen gemischt; ein Zeichen, das einem Modell fehlt, gilt ihm als so unwahrscheinlich wie sein unwahrscheinlichstes.',
  'Blend with another model': 'Ein Modell beimischen',
  Method: 'Verfahren',

  Plain: 'Schlicht',
  'As it learned': 'Wie gelernt',
  Careful: 'Vorsichtig',
  Lively: 'Lebhaft',
  'No repetition': 'Ohne Wiederholung',
  'Steady (Mirostat)': 'Gleichmäßig (Mirostat)',
  Cooling: 'Abkühlend',

  'Below 1 safer, above 1 wilder; at 0 always the likeliest.':
    'Unter 1 sicherer, über 1 wilder; bei 0 immer das wahrscheinlichste.',
  'Goes evenly from the first temperature to the one at the end, and stays there. Below 1 safer, above 1 wilder.':
    'Geht gleichmäßig von der ersten Temperatur zu der am Ende und bleibt dort. Unter 1 sicherer, über 1 wilder.',
  'Vary over the text': 'Im Lauf des Textes ändern',
  'Temperature at the end': 'Temperatur am Ende',
  'Reached after': 'Erreicht nach',
  'Top-k': 'Top-k',
  'Keeps only the k likeliest characters.': 'Behält nur die k wahrscheinlichsten Zeichen.',
  'Characters kept': 'Behaltene Zeichen',
  'Top-p': 'Top-p',
  'Keeps the likeliest characters that together reach this probability.':
    'Behält die wahrscheinlichsten Zeichen, die zusammen diese Wahrscheinlichkeit erreichen.',
  'Probability kept': 'Behaltene Wahrscheinlichkeit',
  'Min-p': 'Min-p',
  'Drops what has less than this share of the likeliest character’s probability.':
    'Lässt weg, was weniger als diesen Anteil an der Wahrscheinlichkeit des wahrscheinlichsten Zeichens hat.',
  'Share of the likeliest': 'Anteil am wahrscheinlichsten',
  Typical: 'Typisch',
  'Keeps the characters that surprise about as much as is to be expected here.':
    'Behält die Zeichen, die etwa so überraschen, wie es hier zu erwarten ist.',
  'Repetition penalty': 'Wiederholungsstrafe',
  'Makes every character that was just used less likely, once each.':
    'Macht jedes eben benutzte Zeichen weniger wahrscheinlich, je einmal.',
  Penalty: 'Strafe',
  'Characters looked back at': 'Zeichen im Rückblick',
  'Frequency and presence': 'Häufigkeit und Vorkommen',
  'Takes away a little for every time a character was used, and something once.':
    'Zieht für jeden Gebrauch eines Zeichens ein wenig ab, und einmal etwas.',
  'For every use': 'Für jeden Gebrauch',
  Once: 'Einmal',
  'No long repetitions (DRY)': 'Keine langen Wiederholungen (DRY)',
  'Makes it ever harder to go on repeating a passage that stands there already.':
    'Macht es immer schwerer, eine Stelle, die schon dasteht, weiter zu wiederholen.',
  Strength: 'Stärke',
  Growth: 'Zunahme',
  'Free up to characters': 'Frei bis so viele Zeichen',
  'Leave out the obvious (XTC)': 'Das Naheliegende auslassen (XTC)',
  'Now and then drops all likely characters but the least likely of them.':
    'Lässt ab und zu alle wahrscheinlichen Zeichen weg, bis auf das unwahrscheinlichste davon.',
  'How often': 'Wie oft',
  'What counts as likely': 'Was als wahrscheinlich gilt',
  'Steady surprise (Mirostat)': 'Gleichmäßige Überraschung (Mirostat)',
  'Steers towards so many bits of surprise per character, whatever comes.':
    'Steuert auf so viele Bit Überraschung je Zeichen zu, was auch kommt.',
  'How fast it steers': 'Wie schnell er steuert',
  'Favour or avoid characters': 'Zeichen bevorzugen oder meiden',
  'Adds to the scores of single characters: +1 makes one nearly three times as likely.':
    'Hebt oder senkt die Logits einzelner Zeichen: +1 macht eines fast dreimal so wahrscheinlich.',
  'Never write': 'Nie schreiben',
  'Keeps these words or characters from being written, also where the prompt has begun one. Comes before all else.':
    'Verhindert, dass diese Wörter oder Zeichen geschrieben werden, auch wo der Prompt eines begonnen hat. Kommt vor allem anderen.',

  'Character by character': 'Zeichen für Zeichen',
  'Draws each character at random, by the probabilities that the controls leave.':
    'Zieht jedes Zeichen zufällig, nach den Wahrscheinlichkeiten, die die Regler lassen.',
  'Beam search': 'Strahlsuche',
  'Searches for the likeliest text and draws nothing. The text appears when it is found.':
    'Beam Search: sucht den wahrscheinlichsten Text und zieht nichts. Der Text erscheint, wenn er gefunden ist.',
  Beams: 'Strahlen',
  'Best of several': 'Bester von mehreren',
  'Writes several texts, and keeps the one that the model finds likeliest. It appears when all are written.':
    'Schreibt mehrere Texte und behält den, den das Modell am wahrscheinlichsten findet. Er erscheint, wenn alle geschrieben sind.',
  Texts: 'Texte',

  'No effect: {0}.': 'Ohne Wirkung: {0}.',
  'only one character is drawn': 'nur ein Zeichen wird gezogen',
  'the likeliest symbol is taken all along': 'durchweg wird das wahrscheinlichste Symbol genommen',
  'the likeliest symbol is taken, and it always stays':
    'genommen wird das wahrscheinlichste Symbol, und das bleibt immer',
  'all texts would be the same': 'alle Texte wären gleich',
  'nothing is drawn': 'nichts wird gezogen',
  'beam search draws nothing, it looks for the likeliest text':
    'die Strahlsuche zieht nichts, sie sucht den wahrscheinlichsten Text',
  'beam search finds one text': 'die Strahlsuche findet einen Text',
  'all texts are equally long without a stop string': 'ohne Stoppzeichen sind alle Texte gleich lang',
  'beam search draws nothing': 'die Strahlsuche zieht nichts',
  'one text is kept': 'ein Text wird behalten',
  'a bias of 0 adds nothing': 'ein Zuschlag von 0 ändert nichts',
  'a strength of 0 changes nothing': 'eine Stärke von 0 ändert nichts',
  'it looks back no further than repetitions are free':
    'der Rückblick reicht nicht weiter, als Wiederholungen frei sind',
  'both penalties are 0': 'beide Strafen sind 0',
  'a share of 0 drops nothing': 'ein Anteil von 0 lässt nichts weg',
  'it looks back at no character': 'es gibt kein Zeichen im Rückblick',
  'a penalty of 1 changes nothing': 'eine Strafe von 1 ändert nichts',
  'the model has {0} symbols, and all are kept': 'das Modell hat {0} Symbole, und alle werden behalten',
  'all probability is kept': 'alle Wahrscheinlichkeit wird behalten',
  'it never happens': 'es geschieht nie',
  'two symbols cannot both have more than half of the probability':
    'zwei Symbole können nicht beide mehr als die halbe Wahrscheinlichkeit haben',
  'The model does not have {0}, so a bias for it has no effect.':
    'Das Modell kennt {0} nicht, daher hat ein Zuschlag dafür keine Wirkung.',
  'The model cannot write {0} anyway: it lacks symbols for it.':
    'Das Modell kann {0} ohnehin nicht schreiben: Ihm fehlen Symbole dafür.',
  'The model cannot write {0}, so no text can end after it.':
    'Das Modell kann {0} nicht schreiben, daher kann kein Text danach enden.',
};
