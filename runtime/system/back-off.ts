/**
 * How long to wait after the `failures`th failure in a row, in ms: Flume 1.11's SinkRunner for a sink that backs
 * off, n seconds but at most five.
 */
export function backOff(failures: number): number {
  return Math.min(failures * 1000, 5000);
}
