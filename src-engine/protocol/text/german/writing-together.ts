// Other ways of writing with a model: typing, talking, comparing, and forecasting numbers.

export const writingTogether: Readonly<Record<string, string>> = {
  'suggested within {0} ms': 'vorgeschlagen in {0} ms',
  Accept: 'Übernehmen',
  'How it could go on': 'Wie es weitergehen könnte',
  'Type, and the model goes on.': 'Tippen Sie, und das Modell setzt fort.',
  accepts: 'übernimmt',
  'a word': 'ein Wort',
  another: 'andere',
  hides: 'verbirgt',
  shows: 'zeigt',
  Answering: 'Antwortet',
  Send: 'Senden',
  You: 'Sie',
  '[{0} before these]': '[{0} davor]',
  Dialogue: 'Dialog',
  'Say something.': 'Sagen Sie etwas.',
  'The model answers with the next line.': 'Das Modell antwortet mit der nächsten Zeile.',
  'You are {0}, the model is {1}; both can be changed under Turns.':
    'Sie sind {0}, das Modell ist {1}; beides lässt sich unter „Beiträge“ ändern.',
  'It has learned how its text goes on, not what you mean.':
    'Es hat gelernt, wie sein Text weitergeht, nicht, was Sie meinen.',
  'Your turn': 'Ihr Beitrag',
  'Type, or press Send for the model’s turn': 'Schreiben, oder „Senden“ für das Modell',
  'Another answer': 'Eine andere Antwort',
  'Take the last turn back': 'Den letzten Beitrag zurücknehmen',
  'Turns…': 'Beiträge …',
  'How turns are written': 'Wie Beiträge geschrieben sind',
  'Before yours': 'Vor Ihren',
  'Before the model’s': 'Vor denen des Modells',
  'After the name': 'Nach dem Namen',
  'New line': 'Neue Zeile',
  'Between turns': 'Dazwischen',
  'Empty line': 'Leerzeile',
  'The model’s turn also ends at': 'Der Beitrag des Modells endet auch bei',
  'nothing else': 'nichts sonst',
  'One per line; \\n is a line end. Length in the controls is the most it says.':
    'Eines je Zeile; \\n ist ein Zeilenende. Mehr als die „Länge“ der Regler sagt es nie.',
  'Guess from the text again': 'Wieder aus dem Trainingstext erraten',
  'The engine stopped while it was answering. Ask for the answer again.':
    'Der Rechenkern brach beim Antworten ab. Lassen Sie noch einmal antworten.',
  'The answer ends here: everything that could follow is banned.':
    'Die Antwort endet hier: Alles, was folgen könnte, ist verboten.',
  'It had nothing to say. Ask again, or change how turns are written.':
    'Es hatte nichts zu sagen. Fragen Sie noch einmal, oder ändern Sie, wie Beiträge geschrieben sind.',
  'Both write the same.': 'Beide schreiben dasselbe.',
  'They part after {0}.': 'Sie trennen sich nach {0:dative}.',
  'Its text: {0} bits per character': 'Eigener Text: {0} Bit je Zeichen',
  'the other’s: {0}': 'der andere: {0}',
  'What is compared': 'Was verglichen wird',
  'Through training': 'Durchs Training',
  'One slider over this run’s checkpoints': 'Ein Schieber über die Checkpoints dieses Laufs',
  'Side by side': 'Nebeneinander',
  'Two checkpoints, or two runs': 'Zwei Checkpoints oder zwei Läufe',
  'The same prompt, seed and controls at every checkpoint.':
    'Prompt, Startwert und Regler sind bei jedem Checkpoint dieselben.',
  'First model': 'Erstes Modell',
  'Second model': 'Zweites Modell',
  '{0}: run': '{0}: Lauf',
  '{0}: text': '{0}: Text',
  '{0}: checkpoint': '{0}: Checkpoint',
  'This run has no checkpoint yet. Train it on until it has saved one.':
    'Dieser Lauf hat noch keinen Checkpoint. Trainieren Sie ihn weiter, bis er einen gespeichert hat.',
  'Stop playing': 'Abspielen beenden',
  'Play through the checkpoints': 'Die Checkpoints durchspielen',
  Forecast: 'Vorhersage',
  'The numbers are being continued…': 'Die Zahlen werden fortgesetzt …',
  'The last {0}, and {1} to come: in {2} texts the last of them lies between {3} and {4} in 80 % of all.':
    'Die letzten {0} und die nächsten {1}: In 80 % von {2} Texten liegt die letzte davon zwischen {3} und {4}.',
  '{0} to {1}, last {2}': '{0} bis {1}, zuletzt {2}',
  'middle of {0} texts': 'Mitte von {0} Texten',
  '80 % of them': '80 % davon',
  'the first': 'der erste',
  '{0} to come: in {1} texts the last of them lies between {2} and {3} in 80 % of all.':
    'Die nächsten {0}: In 80 % von {1} Texten liegt die letzte davon zwischen {2} und {3}.',
  'The column is not in this library. So the forecast does not begin where the column ends, and its error is not known.':
    'Die Spalte ist nicht in dieser Bibliothek. Deshalb beginnt die Vorhersage nicht am Ende der Spalte, und ihr Fehler ist nicht bekannt.',
  'Nothing was held out, so its error is not known.':
    'Es wurde nichts zurückgehalten, daher ist der Fehler nicht bekannt.',
  'of the test part': 'des Testteils',
  'of the validation part': 'des Validierungsteils',
  'The model is the best of them.': 'Das Modell ist das beste davon.',
  'The model does not beat the simpler forecast.': 'Das Modell schlägt die einfachere Vorhersage nicht.',
  'One step ahead on {0} {1}, the model is off by {2} on average, saying the last number again by {3}. {4}':
    'Einen Schritt voraus liegt das Modell bei {0:dative} {1} im Mittel um {2} daneben, das Wiederholen der letzten Zahl um {3}. {4}',
  'One step ahead on {0} {1}, the model is off by {2} on average, saying the last number again by {3} and saying the one of {4} before by {5}. {6}':
    'Einen Schritt voraus liegt das Modell bei {0:dative} {1} im Mittel um {2} daneben, das Wiederholen der letzten Zahl um {3} und das der Zahl {4} Schritte davor um {5}. {6}',
};
