/** Owns durations on the command line: `500ms`, `30s`, `5m`, `1h30m`. */
import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** Milliseconds, at least 1. Throws InvalidArgumentError, which commander reports with the option. */
export function parseDuration(text: string): number {
  const value = text.trim().toLowerCase();
  let ms = 0;
  if (DURATION.test(value)) {
    for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
      ms += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  }
  ms = Math.round(ms);
  if (ms >= 1 && Number.isSafeInteger(ms)) return ms;
  throw new InvalidArgumentError(
    'It must be a number with a unit, such as 500ms, 30s, 5m or 1h30m, and more than nothing.',
  );
}
