const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** As people write sizes of disks: `1.2 GB`. */
export function sizeInWords(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : Number(value.toPrecision(2))} ${units[unit]}`;
}
