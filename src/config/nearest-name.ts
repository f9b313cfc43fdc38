/** Owns the guess which name was meant by a misspelt one. */

/**
 * The known name that differs least, if it differs by no more than a slip: one letter in five, three at most. In a name of
 * three or four letters two may be swapped, one wrong or one missing, but not the first.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const isShort = name.length < 5;
  let limit = isShort ? Math.min(1, Math.floor(name.length / 3)) : Math.min(3, Math.floor(name.length / 5));
  let nearest: string | undefined;
  for (const candidate of known) {
    if (isShort && (candidate.length < name.length || candidate[0] !== name[0])) continue;
    const distance = editDistance(name, candidate, limit);
    if (distance > limit) continue;
    nearest = candidate;
    limit = distance - 1;
  }
  return nearest;
}

/** Letters to add, remove, replace or swap with their neighbour; any number beyond `limit` when it is more than that. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforePrevious: readonly number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwap ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(replaced, swapped, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    if (Math.min(...current, ...previous) > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
