// Rooms know all languages; their own is English and their clock is UTC.
export const rows = ['J16'];
export const title = 'Intl formats by language, locale en-US and time zone UTC unless told';

const WHEN = Date.UTC(2024, 1, 29, 12, 30);

export default class {
  onRequest() {
    const spaces = (text) => text.replaceAll(/\s/g, ' ');
    return Response.json({
      own: [new Intl.NumberFormat().resolvedOptions().locale, new Intl.DateTimeFormat().resolvedOptions().timeZone, new Date(WHEN).getTimezoneOffset()],
      currency: spaces(new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(1234567.891)),
      number: [(1234567.891).toLocaleString(), (1234.5).toLocaleString('de')],
      date: new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'Europe/Berlin' }).format(WHEN),
      time: spaces(new Intl.DateTimeFormat('en-US', { timeStyle: 'short', timeZone: 'America/New_York' }).format(WHEN)),
      local: new Date(WHEN).toLocaleDateString(),
      plural: [1, 2, 5].map((n) => new Intl.PluralRules('pl').select(n)),
      relative: new Intl.RelativeTimeFormat('fr', { numeric: 'auto' }).format(-1, 'day'),
      list: new Intl.ListFormat('en', { type: 'conjunction' }).format(['a', 'b', 'c']),
      words: [...new Intl.Segmenter('en', { granularity: 'word' }).segment('Hello, you')].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment),
      sorted: ['z', 'ä', 'a'].sort(new Intl.Collator('de').compare),
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  own: ['en-US', 'UTC', 0],
  currency: '1.234.567,89 €',
  number: ['1,234,567.891', '1.234,5'],
  date: '29. Februar 2024',
  time: '7:30 AM',
  local: '2/29/2024',
  plural: ['one', 'few', 'many'],
  relative: 'hier',
  list: 'a, b, and c',
  words: ['Hello', 'you'],
  sorted: ['a', 'ä', 'z'],
};
