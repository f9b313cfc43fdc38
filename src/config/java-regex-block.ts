/** Owns the Unicode blocks that patterns may name: the common ones. */
import type { CharSet } from './java-regex-set';

/** Names as Unicode writes them, in capitals, with the range of the block. */
const BLOCKS: readonly (readonly [name: string, range: string])[] = [
  ['BASIC LATIN', '\\u{0}-\\u{7f}'],
  ['LATIN-1 SUPPLEMENT', '\\u{80}-\\u{ff}'],
  ['LATIN EXTENDED-A', '\\u{100}-\\u{17f}'],
  ['LATIN EXTENDED-B', '\\u{180}-\\u{24f}'],
  ['COMBINING DIACRITICAL MARKS', '\\u{300}-\\u{36f}'],
  ['GREEK', '\\u{370}-\\u{3ff}'],
  ['GREEK AND COPTIC', '\\u{370}-\\u{3ff}'],
  ['CYRILLIC', '\\u{400}-\\u{4ff}'],
  ['ARMENIAN', '\\u{530}-\\u{58f}'],
  ['HEBREW', '\\u{590}-\\u{5ff}'],
  ['ARABIC', '\\u{600}-\\u{6ff}'],
  ['DEVANAGARI', '\\u{900}-\\u{97f}'],
  ['THAI', '\\u{e00}-\\u{e7f}'],
  ['GEORGIAN', '\\u{10a0}-\\u{10ff}'],
  ['HANGUL JAMO', '\\u{1100}-\\u{11ff}'],
  ['LATIN EXTENDED ADDITIONAL', '\\u{1e00}-\\u{1eff}'],
  ['GREEK EXTENDED', '\\u{1f00}-\\u{1fff}'],
  ['GENERAL PUNCTUATION', '\\u{2000}-\\u{206f}'],
  ['CURRENCY SYMBOLS', '\\u{20a0}-\\u{20cf}'],
  ['LETTERLIKE SYMBOLS', '\\u{2100}-\\u{214f}'],
  ['NUMBER FORMS', '\\u{2150}-\\u{218f}'],
  ['ARROWS', '\\u{2190}-\\u{21ff}'],
  ['MATHEMATICAL OPERATORS', '\\u{2200}-\\u{22ff}'],
  ['BOX DRAWING', '\\u{2500}-\\u{257f}'],
  ['GEOMETRIC SHAPES', '\\u{25a0}-\\u{25ff}'],
  ['CJK SYMBOLS AND PUNCTUATION', '\\u{3000}-\\u{303f}'],
  ['HIRAGANA', '\\u{3040}-\\u{309f}'],
  ['KATAKANA', '\\u{30a0}-\\u{30ff}'],
  ['CJK UNIFIED IDEOGRAPHS', '\\u{4e00}-\\u{9fff}'],
  ['HANGUL SYLLABLES', '\\u{ac00}-\\u{d7af}'],
];

/** By all spellings that Java takes: `BASIC LATIN`, `BASICLATIN`, and as a constant `BASIC_LATIN`. */
const BY_NAME: ReadonlyMap<string, string> = new Map(
  BLOCKS.flatMap(([name, range]) => [
    [name, range],
    [name.replaceAll(' ', ''), range],
    // The constant of this one is only GREEK.
    ...(name === 'GREEK AND COPTIC' ? [] : [[name.replace(/[ -]/g, '_'), range] as const]),
  ]),
);

/** The characters of a block, named in any letter case; `undefined` for a block that is not in the table. */
export function blockSet(name: string): CharSet | undefined {
  const range = BY_NAME.get(name.toUpperCase());
  return range === undefined ? undefined : `[${range}]`;
}
