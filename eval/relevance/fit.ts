/** An observation: what is known of a document, and whether it answers. */
export interface Observed {
  features: readonly number[];
  answers: boolean;
}

const STEPS = 60;

/**
 * Logistic regression by Newton's method. Those that answer count together as much as those that do not, whatever their
 * numbers: odds of 1 then mean that a document is as near to the ones as to the others.
 * @returns a weight for each feature, then the intercept
 */
export function fitLogistic(observed: readonly Observed[]): number[] {
  const size = (observed[0]?.features.length ?? 0) + 1;
  const answering = observed.filter(({ answers }) => answers).length;
  const shareOf = (answers: boolean) =>
    observed.length / 2 / (answers ? answering : observed.length - answering);
  // Brought to mean 0 and deviation 1, so that no step goes too far.
  const columns = Array.from({ length: size - 1 }, (_, at) =>
    observed.map(({ features }) => features[at] as number),
  );
  const scales = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  const rows = observed.map(({ features, answers }) => ({
    x: [...features.map((value, at) => (value - (scales[at]?.mean ?? 0)) / (scales[at]?.deviation ?? 1)), 1],
    answers,
  }));
  let weights = new Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = new Array<number>(size).fill(0);
    const curvature = Array.from({ length: size }, (_, at) =>
      Array.from({ length: size }, (_cell, other) => (at === other ? 1e-6 : 0)),
    );
    for (const { x, answers } of rows) {
      const odds = x.reduce((sum, value, at) => sum + value * (weights[at] as number), 0);
      const likely = 1 / (1 + Math.exp(-odds));
      const share = shareOf(answers);
      for (let at = 0; at < size; at++) {
        gradient[at] = (gradient[at] as number) + share * (x[at] as number) * ((answers ? 1 : 0) - likely);
        const row = curvature[at] as number[];
        for (let other = 0; other < size; other++) {
          row[other] =
            (row[other] as number) + share * likely * (1 - likely) * (x[at] as number) * (x[other] as number);
        }
      }
    }
    const change = solved(curvature, gradient);
    weights = weights.map((weight, at) => weight + (change[at] as number));
  }
  const own = scales.map(({ deviation }, at) => (weights[at] as number) / deviation);
  const shift = scales.reduce((sum, { mean }, at) => sum + mean * (own[at] as number), 0);
  return [...own, (weights[size - 1] as number) - shift];
}

/** The solution of a small system of linear equations, by elimination. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] as number]);
  for (let pivot = 0; pivot < rows.length; pivot++) {
    const best = rows.reduce(
      (found, row, at) =>
        at > pivot && Math.abs(row[pivot] as number) > Math.abs((rows[found] as number[])[pivot] as number)
          ? at
          : found,
      pivot,
    );
    [rows[pivot], rows[best]] = [rows[best] as number[], rows[pivot] as number[]];
    const top = rows[pivot] as number[];
    rows.forEach((row, at) => {
      if (at === pivot) return;
      const factor = (row[pivot] as number) / (top[pivot] as number);
      row.forEach((value, column) => {
        row[column] = value - factor * (top[column] as number);
      });
    });
  }
  return rows.map((row, at) => (row.at(-1) as number) / (row[at] as number));
}
