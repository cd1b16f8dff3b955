// What any room of the engine says of a failure, and what the words of one hold.

export const errors: Readonly<Record<string, string>> = {
  'Charloom is closing.': 'Charloom wird geschlossen.',
  'It was cancelled, and nothing is left of it.': 'Es wurde abgebrochen, und nichts ist davon übrig.',
  'Nothing called "{0}" can be asked.': 'Eine Anfrage „{0}“ gibt es nicht.',
  'A request needs a name, as a text.': 'Eine Anfrage braucht einen Namen als Text.',
  'Something went wrong inside Charloom: {0}': 'In Charloom ist etwas schiefgegangen: {0}',
  'The engine stopped before it could answer. Please try again.':
    'Der Rechenkern wurde beendet, bevor er antworten konnte. Bitte versuchen Sie es noch einmal.',
  '{0} GB': '{0} GB',
  '{0} MB': '{0} MB',
};
