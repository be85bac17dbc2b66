/** A part with the place where it stands. */
export interface Part {
  readonly id: string;
  readonly place: { readonly text: string };
}

/**
 * The series of a metric that one part has, in Prometheus' language. Several programs may have parts of one id, as those do
 * that come from Flume: the file tells them apart, and an edit moves lines, but no file.
 */
export function seriesOf(metric: string, { id, place }: Part): string {
  return `${metric}{id=${JSON.stringify(id)},place=~${JSON.stringify(anywhereIn(place))}}`;
}

/** The series that any of these parts has. */
export function seriesOfAll(metric: string, parts: readonly Part[]): string {
  const ids = parts.map(({ id }) => exactly(id)).join("|");
  const places = [...new Set(parts.map(({ place }) => anywhereIn(place)))].join("|");
  return `${metric}{id=~${JSON.stringify(ids)},place=~${JSON.stringify(places)}}`;
}

/** An expression that matches all places in the file of this one. */
function anywhereIn({ text }: Part["place"]): string {
  return `${exactly(text.replace(/:\d+:\d+$/, ""))}:.+`;
}

/** An expression that matches this text and no other. */
function exactly(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
