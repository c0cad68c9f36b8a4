// Writes golden.json: what Node 20 (with its full ICU data) says of the expressions below. Run it with Node 20
// after a change of the list: node golden.mjs. Narrow spaces before AM and PM are plain ones here, as V8 has them.

import { writeFileSync } from "node:fs";

const LOCALES = ("en-US en-GB de-DE fr-FR es-ES pt-BR it nl pl ru tr ar he hi ja-JP zh-CN ko-KR th sv").split(" ");
const NUMBERS = [
  "{}", "{ style: 'percent', maximumFractionDigits: 1 }", "{ style: 'currency', currency: 'EUR' }",
  "{ style: 'currency', currency: 'USD', currencyDisplay: 'name' }", "{ style: 'currency', currency: 'JPY', currencySign: 'accounting' }",
  "{ notation: 'compact' }", "{ notation: 'compact', compactDisplay: 'long' }", "{ notation: 'scientific' }",
  "{ style: 'unit', unit: 'kilometer-per-hour' }", "{ style: 'unit', unit: 'day', unitDisplay: 'long' }",
  "{ maximumSignificantDigits: 3 }", "{ signDisplay: 'exceptZero', minimumFractionDigits: 2 }",
];
const DATES = [
  "{ dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/Berlin' }", "{ dateStyle: 'short', timeStyle: 'long', timeZone: 'America/New_York' }",
  "{ dateStyle: 'medium' }", "{ weekday: 'long', month: 'long', day: 'numeric' }", "{ year: 'numeric', month: '2-digit', day: '2-digit' }",
  "{ hour: '2-digit', minute: '2-digit' }", "{ month: 'short', day: 'numeric', hour: 'numeric' }", "{ year: '2-digit', month: 'narrow' }",
  "{ hour: 'numeric', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }", "{ timeZoneName: 'long', timeZone: 'Asia/Tokyo' }",
];
const ZONED = "{ timeZone: 'Australia/Sydney', timeZoneName: 'shortOffset' }";
const TIME = "new Date(1720094405006)";

const expressions = [];
for (const locale of LOCALES) {
  for (const options of NUMBERS) {
    expressions.push(`[0, -1234.567, 2, 1234567.891].map((n) => new Intl.NumberFormat('${locale}', ${options}).format(n))`);
  }
  for (const options of DATES) expressions.push(`new Intl.DateTimeFormat('${locale}', ${options}).format(${TIME})`);
  expressions.push(
    `new Intl.ListFormat('${locale}').format(['a', 'b', 'c'])`,
    `new Intl.ListFormat('${locale}', { type: 'disjunction', style: 'short' }).format(['a', 'b'])`,
    `[-1, 0, 1, 2, 5].map((n) => new Intl.RelativeTimeFormat('${locale}', { numeric: 'auto' }).format(n, 'day'))`,
    `[-3, 1.5].map((n) => new Intl.RelativeTimeFormat('${locale}', { style: 'short' }).format(n, 'months'))`,
    `[0, 1, 2, 3, 5, 11, 1.5].map((n) => new Intl.PluralRules('${locale}').select(n))`,
    `[1, 2, 3, 4, 22].map((n) => new Intl.PluralRules('${locale}', { type: 'ordinal' }).select(n))`,
    `new Intl.DisplayNames('${locale}', { type: 'region' }).of('CH')`,
    `new Intl.DisplayNames('${locale}', { type: 'language' }).of('pt-BR')`,
    `new Intl.DisplayNames('${locale}', { type: 'currency' }).of('USD')`,
    `['z', 'a', 'Z', 'ä', 'a10', 'a2', 'ö', 'é'].sort(new Intl.Collator('${locale}', { numeric: true }).compare)`,
    `[1234.5.toLocaleString('${locale}'), 12345678901234567890n.toLocaleString('${locale}'), ${TIME}.toLocaleDateString('${locale}')]`,
    `new Intl.DateTimeFormat('${locale}', { dateStyle: 'medium' }).formatRange(${TIME}, new Date(1720500000000))`,
    `new Intl.DateTimeFormat('${locale}').formatToParts(${TIME})`,
    `new Intl.NumberFormat('${locale}', { style: 'currency', currency: 'EUR' }).formatToParts(-1234.5)`,
    `[${TIME}.toLocaleString('${locale}', { timeZone: 'UTC' }), ${TIME}.toLocaleTimeString('${locale}'), ${TIME}.toLocaleDateString('${locale}', ${ZONED})]`,
  );
}
expressions.push(
  "[...new Intl.Segmenter('en', { granularity: 'word' }).segment('Hello, wide world!')].filter((s) => s.isWordLike).map((s) => s.segment)",
  "[...new Intl.Segmenter('de').segment('a👨‍👩‍👧é')].map((s) => [s.index, s.segment])",
  "[...new Intl.Segmenter('en', { granularity: 'sentence' }).segment('One. Two? Three')].map((s) => s.segment)",
  "new Intl.Segmenter('en', { granularity: 'word' }).segment('one two').containing(5)",
  "['I', 'i'].map((c) => [c.toLocaleLowerCase('tr'), c.toLocaleUpperCase('tr'), c.toLocaleUpperCase()])",
  "Intl.getCanonicalLocales(['EN-us', 'zh-hans-cn', 'iw', 'de-u-co-phonebk'])",
  "Intl.NumberFormat.supportedLocalesOf(['en-US', 'xx', 'zh-TW-u-nu-latn', 'sr-ME'])",
  "new Intl.Locale('zh-TW').maximize().toString()",
  "new Intl.Locale('en-Latn-US', { hourCycle: 'h23', numeric: true }).toString()",
  "new Intl.Locale('en-Latn-US').minimize().toString()",
  "new Intl.Locale('ar').textInfo",
  "new Intl.NumberFormat('de-u-nu-arab').resolvedOptions().numberingSystem",
  "new Intl.DateTimeFormat('en', { timeZone: 'asia/kolkata' }).resolvedOptions().timeZone",
  "new Intl.DateTimeFormat().resolvedOptions().timeZone",
  "['resume', 'Resume', 'résumé'].map((w) => 'resume'.localeCompare(w, 'en', { sensitivity: 'base' }))",
  "new Intl.NumberFormat('en').format('12345678901234567890.123')",
  "[2.5, 3.5].map((n) => new Intl.NumberFormat('en', { maximumFractionDigits: 0, roundingMode: 'halfEven' }).format(n))",
  "new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).formatRange(3, 5)",
  "[1.5, null, 2].toLocaleString('de')",
  "new Date(1720094405006).toLocaleDateString('fa', { dateStyle: 'long' })",
);
const FAILING = [
  "new Intl.NumberFormat('x_y')", "new Intl.NumberFormat('en', { style: 'foo' })", "new Intl.NumberFormat('en', { style: 'currency' })",
  "new Intl.NumberFormat('en', { style: 'unit', unit: 'foo' })", "new Intl.NumberFormat('en', { maximumFractionDigits: 101 })",
  "new Intl.DateTimeFormat('en', { timeZone: 'Foo' })", "new Intl.DateTimeFormat('en', { dateStyle: 'short', month: 'long' })",
  "new Intl.DateTimeFormat('en').format(NaN)", "new Intl.RelativeTimeFormat('en').format(1, 'foo')", "Intl.PluralRules('en')",
  "new Intl.ListFormat('en').format([5])", "new Intl.DisplayNames('en', {})", "Intl.supportedValuesOf('x')", "new Intl.Locale()",
  "new Intl.Segmenter('en', { granularity: 'x' })", "'a'.localeCompare('b', 'x_')", "Intl.NumberFormat.prototype.formatToParts.call({})",
];

const plain = (text) => text.replaceAll("\u202f", (space, at) => (/^\u202f[AaPp]\.?[Mm]/.test(text.slice(at)) ? " " : space));
const results = expressions.map((source) => [source, JSON.parse(plain(JSON.stringify(eval(`(${source})`))))]);
const failures = FAILING.map((source) => {
  try {
    eval(source);
  } catch (error) {
    return [source, `${error.name}: ${error.message}`];
  }
});
writeFileSync(new URL("golden.json", import.meta.url), `[\n${[...results, ...failures].map((pair) => JSON.stringify(pair)).join(",\n")}\n]\n`);
