/** Owns how the cases of Java regular expressions run. */
import { compileJavaRegex, type JavaRegex } from '../../../src/config/java-regex';
import { ConfigError } from '../../../src/errors';
import { PATTERN } from '../corpus';
import type { Adapters } from '../vector';

function compile(pattern: string): JavaRegex | undefined {
  try {
    return compileJavaRegex(pattern);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

export const adapters: Adapters = {
  [PATTERN]: ({ input }) => {
    const regex = compile(input['pattern'] as string);
    return { result: regex === undefined ? 'error' : regex.matches(input['input'] as string) };
  },
};
