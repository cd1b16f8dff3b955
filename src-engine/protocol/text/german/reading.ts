// What should be known of how a text was read, and whose it is.

export const reading: Readonly<Record<string, string>> = {
  'Author: {0}. Licence: {1}. Source: {2}.': 'Autor: {0}. Lizenz: {1}. Quelle: {2}.',
  'Left out, as they are no texts that can be read: {0}.': 'Weggelassen, weil es keine lesbaren Texte sind: {0}.',
  'Left out, as they are no texts that can be read: {0} and {1} more.':
    'Weggelassen, weil es keine lesbaren Texte sind: {0} und {1} weitere.',
  'the chosen encoding': 'der gewählten Kodierung',
  'In {0}, 1 place is not valid {1} and is read as �.': 'In {0} ist 1 Stelle in {1} ungültig und wird als � gelesen.',
  'In {0}, {1} places are not valid {2} and are read as �.':
    'In {0} sind {1} Stellen in {2} ungültig und werden als � gelesen.',
  '{0} without the chosen field': '{0} ohne das gewählte Feld',
  '{0} was left out.': '{0} wurde weggelassen.',
  '{0} were left out.': '{0} wurden weggelassen.',
  'The numbers were cut into {0} of about as many numbers each. A bin is a symbol, and stands for the median of its numbers.':
    'Die Zahlen wurden in {0} mit etwa gleich vielen Zahlen geteilt. Eine Klasse ist ein Symbol und steht für den Median ihrer Zahlen.',
  'A comma was read as the decimal mark.': 'Ein Komma wurde als Dezimalzeichen gelesen.',
  'Commas were read as marks of thousands.': 'Kommas wurden als Tausenderzeichen gelesen.',
  'Spaces were read as marks of thousands.': 'Leerzeichen wurden als Tausenderzeichen gelesen.',
  'Apostrophes were read as marks of thousands.': 'Apostrophe wurden als Tausenderzeichen gelesen.',
  '{0} (the first: "{1}")': '{0} (die erste: „{1}“)',
  '{0} was left out, so the numbers around it stand side by side.':
    'Weggelassen: {0}. Die Zahlen um sie herum stehen also nebeneinander.',
  '{0} were left out, so the numbers around them stand side by side.':
    'Weggelassen: {0}. Die Zahlen um sie herum stehen also nebeneinander.',
  'The text has {0}. Cleaning can drop them.': 'Der Text hat {0}. Die Bereinigung kann sie weglassen.',
  'Cleaning has dropped {0}.': 'Die Bereinigung hat {0} weggelassen.',
  '{0} ({1} of the text)': '{0} ({1} des Textes)',
  '{0} was dropped.': '{0} wurde weggelassen.',
  '{0} were dropped.': '{0} wurden weggelassen.',
  '{0} was replaced by �.': '{0} wurde durch � ersetzt.',
  '{0} were replaced by �.': '{0} wurden durch � ersetzt.',
};
