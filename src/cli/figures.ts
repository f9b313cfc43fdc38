/** Owns how figures are written for people: counts, bytes, times. */

/** Such as `1,234,567`. */
export function countText(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Such as `12 B` and `1.5 MB`; powers of 1000. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let [value, unit] = [bytes / 1000, 0];
  // What would be rounded to 1000 is one of the next unit.
  while (value >= 999.95 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** Such as `0:07`, `12:30` and `1:00:00`. */
export function timeText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
