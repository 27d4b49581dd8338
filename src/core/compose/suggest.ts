/** `Did you mean "ports"?`, when one of the candidates is near enough to be meant; undefined otherwise. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const wish = word.toLowerCase();
  let best: { candidate: string; distance: number } | undefined;
  // The shorter the word, the more alike everything is.
  const bound = word.length <= 2 ? 0 : word.length <= 4 ? 1 : word.length <= 7 ? 2 : 3;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > bound) continue;
    const distance = editDistance(wish.replaceAll('-', '_'), candidate.toLowerCase().replaceAll('-', '_'));
    if (distance <= bound && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best && `Did you mean "${best.candidate}"?`;
}

/** How many letters must be added, removed, changed or swapped with their neighbour. */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
}
