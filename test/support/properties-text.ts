/** Owns the text of Java properties files that tests write. */

/** One `key=value` line per entry, escaped so that Java reads back exactly these strings. */
export function propertiesText(properties: Readonly<Record<string, string>>): string {
  const lines = Object.entries(properties).map(
    ([key, value]) => `${escape(key, /[ \\=:#!]/g)}=${escape(value, /^ |\\/g)}\n`,
  );
  return lines.join('');
}

function escape(text: string, special: RegExp): string {
  return text
    .replace(special, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[^\t\n\r -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
